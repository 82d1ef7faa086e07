import { z } from 'zod';
import { organisationIdSchema, travellerIdSchema } from '../../domain/identifiers.js';
import { languageSchema } from '../../domain/language.js';

/** Who calls, as far as it was found out when the call came in. Stands in the address, so nobody looks it up twice. */
export const inboundCallerSchema = z.object({
  organisation: organisationIdSchema,
  traveller: travellerIdSchema.exactOptional(),
  language: languageSchema,
});
export type InboundCaller = z.infer<typeof inboundCallerSchema>;

/** What the desk is told of when it does not answer. */
export const awayServiceSchema = z.enum(['case-engine', 'database']);
export type AwayService = z.infer<typeof awayServiceSchema>;

/** The addresses of an incoming call's conversation, and of the alarm that the desk hears. */
export interface InboundAddresses {
  /** @param asked how often the menu was read out. */
  choice(caller: InboundCaller, asked: number): string;
  silence(caller: InboundCaller, asked: number): string;
  /** @param away what does not answer; it is told when there is no case to tell of. */
  alarm(count: number, away: AwayService): string;
  alarmStatus(): string;
}

export const inboundPaths = {
  voice: '/telephony/inbound/voice',
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
    choice: (caller, asked) => address(inboundPaths.choice, { ...caller, asked: String(asked) }),
    silence: (caller, asked) => address(inboundPaths.silence, { ...caller, asked: String(asked) }),
    alarm: (count, away) => address(inboundPaths.alarm, { count: String(count), away }),
    alarmStatus: () => address(inboundPaths.alarmStatus, {}),
  };
}
