import { z } from 'zod';
import { eventually } from '../../../dev/client/desk-api.js';
import type { SignedIn } from './signed-in.js';

const caseSchema = z.looseObject({
  id: z.string(),
  number: z.string(),
  state: z.string(),
  messages: z.number(),
  followUps: z.array(z.string()),
  mergedInto: z.string().optional(),
});
export type ShownCase = z.output<typeof caseSchema>;
const messagesSchema = z.looseObject({
  items: z.array(z.looseObject({ text: z.string(), author: z.looseObject({ side: z.string() }) })),
});
export const problemSchema = z.looseObject({ status: z.number(), detail: z.string() });

/** A partner asks the desk by the form for enquiries. */
export async function openCase(
  browser: SignedIn,
  subject: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ShownCase> {
  const opened = await browser.ask(
    'POST',
    '/v1/support-cases',
    {
      topic: 'enquiry',
      formVersion: 1,
      answers: { subject, description: 'Where is it?', 'answer-by': 'writing' },
    },
    headers,
  );
  if (opened.status !== 201) throw new Error(`The case was answered ${opened.status}.`);
  return caseSchema.parse(await opened.json());
}

/** The case as somebody sees it who has signed in. */
export async function caseSeenBy(browser: SignedIn, id: string): Promise<ShownCase> {
  return caseSchema.parse(await (await browser.ask('GET', `/v1/support-cases/${id}`)).json());
}

export async function messagesSeenBy(browser: SignedIn, id: string) {
  const path = `/v1/support-cases/${id}/messages?limit=200`;
  return messagesSchema.parse(await (await browser.ask('GET', path)).json()).items;
}

/** Waits until it is so: what is shown follows the case some milliseconds later. */
export async function untilItIsSo(isSo: () => Promise<boolean>): Promise<void> {
  const found = await eventually(async () => ((await isSo()) ? true : undefined), 30);
  if (found === undefined) throw new Error('It did not become so in time.');
}
