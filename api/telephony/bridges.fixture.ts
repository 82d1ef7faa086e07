import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { AttemptOrder, AttemptPurpose } from '../../domain/attempt.js';
import type { IncidentView } from '../../domain/case-record.js';
import { incidentOf, type Play, type PlayedScript } from '../testing/play.js';
import { firstAccountSid, otherAccount } from '../testing/stage.js';

export const onOther = { AccountSid: otherAccount.accountSid };
export const callerOnFirst = {
  caller: 'waiting',
  whereabouts: { caller: [firstAccountSid], others: [] },
} as const satisfies Partial<IncidentView>;

/** An attempt on the other account whose person has said yes, while the incident looks like that. */
export async function saysYes(
  play: Play,
  purpose: AttemptPurpose,
  view: Partial<IncidentView>,
): Promise<{ order: AttemptOrder; answer: PlayedScript }> {
  const order = await play.orderFor(purpose);
  play.stage.cases.view(incidentOf(order), view);
  return { order, answer: await play.replied(order, { ...onOther, Digits: '1' }) };
}

const dialSchema = z.object({
  action: z.string(),
  callerId: z.string(),
  timeout: z.string(),
  Number: z.object({ '#text': z.string(), sendDigits: z.string() }),
});
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false });

/** What is dialled to bridge somebody. */
export function bridgeIn({ text }: PlayedScript) {
  const { Response: response } = z
    .object({ Response: z.object({ Dial: dialSchema }) })
    .parse(parser.parse(text));
  const { action, callerId, Number: number } = response.Dial;
  const code = /^ww\*www(\d{13})$/.exec(number.sendDigits)?.[1];
  if (code === undefined) throw new Error(`There is no code in ${number.sendDigits}.`);
  return { action, callerId, number: number['#text'], code };
}
