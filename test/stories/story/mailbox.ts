import { eventually } from '../../../dev/client/desk-api.js';
import type { Person, Story } from './story.js';

export interface ReceivedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** All mails to somebody in this story, newest last. */
export async function mailsTo({ stack }: Story, { email }: Person): Promise<readonly ReceivedMail[]> {
  const list = await fetch(`${stack.mailUrl}/messages?to=${encodeURIComponent(email)}`);
  const found = (await list.json()) as { messages: ReceivedMail[] } | ReceivedMail[];
  return Array.isArray(found) ? found : found.messages;
}

/** The first mail to somebody in this story whose subject fits. */
export async function receivedMail(story: Story, person: Person, subject = /./): Promise<ReceivedMail> {
  const mail = await eventually(
    async () => (await mailsTo(story, person)).find((message) => subject.test(message.subject)),
    20,
  );
  if (mail === undefined)
    throw new Error(`${person.email} has received no mail with a subject like ${String(subject)}.`);
  return mail;
}

/** From now on no mail to somebody in this story is taken: their mail server says that there is no such address. */
export async function refuseMailsTo({ stack }: Story, { email }: Person): Promise<void> {
  const answer = await fetch(`${stack.mailUrl}/refused-addresses/${encodeURIComponent(email)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: 550 }),
  });
  if (!answer.ok) throw new Error(`The mailbox answered ${answer.status}.`);
}

/** Opens the page behind the link of a mail or text; `press` sends its form as the button with this answer does. */
export async function openLink(
  text: string,
): Promise<{ readonly html: string; press(answer: string): Promise<Response> }> {
  const link = /https?:\/\/\S+\/a\/[\w-]+/.exec(text)?.[0];
  if (link === undefined) throw new Error(`There is no link in: ${text}`);
  const page = await fetch(link);
  const html = await page.text();
  if (!page.ok) throw new Error(`The page of the link was answered ${page.status}: ${html}`);
  const buttons = [...html.matchAll(/name="answer" value="([^"]*)"/g)].map(([, value = '']) => value);
  return {
    html,
    press: (answer) => {
      const button = buttons.find((value) => value.split(' ')[0] === answer) ?? answer;
      return fetch(link, { method: 'POST', body: new URLSearchParams({ answer: button }) });
    },
  };
}
