import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../dev/client/desk-api.js';
import { sendRaw } from '../../providers/mail/testing/send-raw.js';
import { mailsTo, receivedMail, type ReceivedMail } from './story/mailbox.js';
import { newPartner } from './story/partners.js';
import { beginStory, type Person, type Story } from './story/story.js';

const mailbox = 'support@beistand.example';
const casesSchema = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), number: z.string(), state: z.string() })),
});
const messagesSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      text: z.string(),
      quoted: z.string().optional(),
      attachments: z.array(z.looseObject({ name: z.string() })),
    }),
  ),
});

describe('a partner who writes mails', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  let letters = 0;
  /** As a mail program sends it, by SMTP. */
  async function write(from: Person, to: string, lines: readonly string[]): Promise<void> {
    letters += 1;
    const raw = [
      `From: ${from.name} <${from.email}>`,
      `To: ${to}`,
      `Message-ID: <${letters}.${from.phone.slice(1)}@mail.example>`,
      ...lines,
      '',
    ].join('\r\n');
    const answer = await sendRaw(story.stack.inboundMailPort, raw, { from: from.email, to: [to] });
    expect(answer).toMatch(/^250 /);
  }

  const plain = (subject: string, ...text: readonly string[]) => [`Subject: ${subject}`, '', ...text];
  const replyTo = ({ headers }: ReceivedMail) => headers['reply-to'] ?? '';

  it('has a case, is answered, and is told when it is closed; nothing of machines is in it (C4, C5, C6)', async () => {
    const { api, people } = story;
    const anna = await newPartner(story, people.anna);
    const cases = async () =>
      casesSchema.parse(await (await anna.browser.ask('GET', '/v1/support-cases')).json()).items;
    const messages = async (id: string) =>
      messagesSchema.parse(await (await anna.browser.ask('GET', `/v1/support-cases/${id}/messages`)).json())
        .items;

    await write(people.anna, mailbox, plain('Payout missing', 'Where is our payout?'));
    const opened = await eventually(async () => (await cases())[0], 20);
    if (opened === undefined) throw new Error('There is no case.');
    const { id, number } = opened;
    const path = `/v1/support-cases/${id}`;
    const confirmation = await receivedMail(story, people.anna, new RegExp(number));
    expect(confirmation.headers['in-reply-to']).toBe(`<1.${people.anna.phone.slice(1)}@mail.example>`);

    await api.must('POST', `${path}/messages`, { text: 'Which month do you mean?' });
    const question = await eventually(
      async () => (await mailsTo(story, people.anna)).find(({ text }) => text.includes('Which month')),
      20,
    );
    if (question === undefined) throw new Error('There is no mail with the answer of the desk.');
    const quoted = question.text.split('\n').map((line) => `> ${line.trimEnd()}`);
    await write(people.anna, replyTo(question), [
      ...plain(`Re: ${question.subject}`, 'October.', '', 'On Mon, 30 Nov 2026 at 10:00, Desk wrote:'),
      ...quoted,
    ]);
    const answered = await eventually(async () => {
      const found = await messages(id);
      return found.length === 3 ? found : undefined;
    }, 20);
    expect(answered?.[2]).toMatchObject({ text: 'October.', quoted: expect.stringContaining('Which month') });

    const absence = ['Auto-Submitted: auto-replied', ...plain('Out of office', 'Back on Monday.')];
    await write(people.anna, replyTo(question), absence);
    await api.must('POST', `${path}/close`, { outcome: 'answered' });
    await write(people.anna, replyTo(question), plain(`Re: ${question.subject}`, 'One more question.'));
    const refusal = await eventually(
      async () =>
        (await mailsTo(story, people.anna)).find(
          ({ headers }) => headers['auto-submitted'] === 'auto-replied',
        ),
      20,
    );
    expect(refusal?.subject).toContain(number);
    expect(await messages(id)).toHaveLength(3);
    expect(await cases()).toHaveLength(1);
  });
});
