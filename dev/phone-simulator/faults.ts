import { z } from 'zod';

const perAccount = { accountSid: z.string().optional() };

/** What can be made to go wrong. Without `accountSid` a fault concerns every account. */
export const faultSchema = z.discriminatedUnion('fault', [
  /** The call is created, then the connection is reset before the reply. */
  z.strictObject({
    fault: z.literal('lose-reply-of-next-call'),
    count: z.int().positive().default(1),
    ...perAccount,
  }),
  /** The connection is reset before anything is created. */
  z.strictObject({
    fault: z.literal('lose-next-call'),
    count: z.int().positive().default(1),
    ...perAccount,
  }),
  z.strictObject({
    fault: z.literal('refuse-next-calls'),
    count: z.int().positive().default(1),
    status: z.int().min(400).max(599),
    code: z.int().optional(),
    ...perAccount,
  }),
  /** The text is taken, then the connection is reset before the reply. */
  z.strictObject({
    fault: z.literal('lose-reply-of-next-text'),
    count: z.int().positive().default(1),
    ...perAccount,
  }),
  z.strictObject({
    fault: z.literal('refuse-next-texts'),
    count: z.int().positive().default(1),
    status: z.int().min(400).max(599),
    code: z.int().optional(),
    ...perAccount,
  }),
  /** The call is created at once; the reply comes this many real seconds later. */
  z.strictObject({
    fault: z.literal('delay-next-call-reply'),
    seconds: z.number().positive(),
    ...perAccount,
  }),
  /** What happens next in a conference is told this many real seconds later. */
  z.strictObject({
    fault: z.literal('delay-next-conference-event'),
    seconds: z.number().positive(),
    ...perAccount,
  }),
  /** Every webhook is sent twice, with the same idempotency token. */
  z.strictObject({ fault: z.literal('duplicate-webhooks'), on: z.boolean(), ...perAccount }),
  /** The final status callback overtakes the earlier ones and a question's answer. */
  z.strictObject({ fault: z.literal('reorder-status-callbacks'), on: z.boolean(), ...perAccount }),
  z.strictObject({ fault: z.literal('drop-status-callbacks'), on: z.boolean(), ...perAccount }),
  /** Calls to the account's numbers fail, as when it was suspended; calls under way go on. */
  z.strictObject({ fault: z.literal('refuse-incoming-calls'), on: z.boolean(), ...perAccount }),
  /** The keys that the account sends by itself do not arrive. */
  z.strictObject({ fault: z.literal('lose-sent-digits'), on: z.boolean(), ...perAccount }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultName = Fault['fault'];
export type SwitchedFaultName = Extract<Fault, { on: boolean }>['fault'];
export type CountedFaultName = Exclude<FaultName, SwitchedFaultName>;

/** The faults in force. */
export interface Faults {
  set(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  isOn(name: SwitchedFaultName, accountSid: string): boolean;
  /** Uses up one occurrence of a fault that strikes a number of times. */
  take<Name extends CountedFaultName>(
    name: Name,
    accountSid: string,
  ): Extract<Fault, { fault: Name }> | undefined;
}

/** No fault is in force at first. */
export function createFaults(): Faults {
  let counted: Extract<Fault, { fault: CountedFaultName }>[] = [];
  let switched: Extract<Fault, { fault: SwitchedFaultName }>[] = [];

  const concerns = (fault: Fault, accountSid: string): boolean =>
    fault.accountSid === undefined || fault.accountSid === accountSid;

  return {
    set(fault) {
      if ('on' in fault) {
        switched = switched.filter(
          (other) => other.fault !== fault.fault || other.accountSid !== fault.accountSid,
        );
        if (fault.on) switched.push(fault);
      } else {
        counted.push(fault);
      }
    },
    clear() {
      counted = [];
      switched = [];
    },
    list: () => [...counted, ...switched],
    isOn: (name, accountSid) => switched.some((fault) => fault.fault === name && concerns(fault, accountSid)),
    take(name, accountSid) {
      const isWanted = (fault: Fault): fault is Extract<Fault, { fault: typeof name }> =>
        fault.fault === name && concerns(fault, accountSid);
      const index = counted.findIndex(isWanted);
      const found = counted[index];
      if (found === undefined || !isWanted(found)) return undefined;
      if ('count' in found && found.count > 1) counted[index] = { ...found, count: found.count - 1 };
      else counted.splice(index, 1);
      return found;
    },
  };
}
