import { z } from 'zod';
import { organisationIdSchema, travellerIdSchema } from '../../domain/identifiers.js';
import { organisationChoiceSchema } from '../../domain/incident/incident.js';
import { languageSchema } from '../../domain/language.js';

/** Who calls, as far as it was found out when the call came in. Stands in the address, so nobody looks it up twice. */
export const inboundCallerSchema = z.object({
  organisation: organisationIdSchema,
  traveller: travellerIdSchema.exactOptional(),
  language: languageSchema,
  /** Why this organisation, where the caller's number is known in several. */
  chosenBy: organisationChoiceSchema.exactOptional(),
});
export type InboundCaller = z.infer<typeof inboundCallerSchema>;

/** Who the caller may be instead, in another organisation. */
export const otherCallerSchema = inboundCallerSchema.pick({ organisation: true }).extend({
  traveller: travellerIdSchema,
});
export type OtherCaller = z.infer<typeof otherCallerSchema>;

/** Several of them, as they stand in an address. */
export const otherCallersSchema = z
  .string()
  .transform((text) =>
    text.split(',').map((other) => {
      const [organisation, traveller] = other.split('.');
      return { organisation, traveller };
    }),
  )
  .pipe(z.array(otherCallerSchema));

/** What the desk is told of when it does not answer. */
export const awayServiceSchema = z.enum(['case-engine', 'database']);
export type AwayService = z.infer<typeof awayServiceSchema>;

/** The addresses of an incoming call's conversation, and of the alarm that the desk hears. */
export interface InboundAddresses {
  /** @param others whom the keys behind the first stand for; the first stands for whoever is assumed. */
  organisation(assumed: InboundCaller, others: readonly OtherCaller[]): string;
  /** @param asked how often the menu was read out. */
  choice(caller: InboundCaller, asked: number): string;
  silence(caller: InboundCaller, asked: number): string;
  /** @param away what does not answer; it is told when there is no case to tell of. */
  alarm(count: number, away: AwayService): string;
  alarmStatus(): string;
}

export const inboundPaths = {
  voice: '/telephony/inbound/voice',
  organisation: '/telephony/inbound/organisation',
  choice: '/telephony/inbound/choice',
  silence: '/telephony/inbound/silence',
  status: '/telephony/inbound/status',
  text: '/telephony/inbound/text',
  alarm: '/telephony/alarm',
  alarmStatus: '/telephony/alarm/status',
} as const;

export function createInboundAddresses({ publicUrl }: { readonly publicUrl: string }): InboundAddresses {
  const address = (path: string, query: Readonly<Record<string, string>>): string => {
    const url = new URL(`${publicUrl.replace(/\/$/, '')}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  };
  return {
    organisation: (assumed, others) =>
      address(inboundPaths.organisation, {
        ...assumed,
        others: others.map(({ organisation, traveller }) => `${organisation}.${traveller}`).join(','),
      }),
    choice: (caller, asked) => address(inboundPaths.choice, { ...caller, asked: String(asked) }),
    silence: (caller, asked) => address(inboundPaths.silence, { ...caller, asked: String(asked) }),
    alarm: (count, away) => address(inboundPaths.alarm, { count: String(count), away }),
    alarmStatus: () => address(inboundPaths.alarmStatus, {}),
  };
}
