import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../dev/client/desk-api.js';
import { mailsTo, receivedMail, refuseMailsTo, type ReceivedMail } from './story/mailbox.js';
import { newColleague, newPartner } from './story/partners.js';
import type { SignedIn } from './story/signed-in.js';
import { beginStory, type Person, type Story } from './story/story.js';

const caseSchema = z.looseObject({ id: z.string(), number: z.string(), referenceId: z.string() });
const tasksSchema = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), about: z.looseObject({ caseId: z.string() }) })),
});
const signedAddress = /support\+[a-z0-9]{20,}@beistand\.example/;

describe('news of a support case', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  async function ask(who: SignedIn, { phone }: Person) {
    const answers = { subject: 'Payout missing', description: 'Where is it?', 'answer-by': 'writing' };
    const body = { topic: 'enquiry', formVersion: 1, answers };
    const opened = await who.ask('POST', '/v1/support-cases', body, {
      'idempotency-key': `case by mail of ${phone}`,
    });
    expect(opened.status).toBe(201);
    return caseSchema.parse(await opened.json());
  }

  async function wantMails(who: SignedIn, { name }: Person, supportMails: 'all' | 'none') {
    const profile = { name, language: 'en', timeZone: 'UTC', supportMails };
    expect((await who.ask('PUT', '/v1/me', profile)).status).toBe(200);
  }

  const mailThatSays = async (person: Person, words: string): Promise<ReceivedMail> => {
    const mail = await eventually(
      async () => (await mailsTo(story, person)).find(({ text }) => text.includes(words)),
      20,
    );
    if (mail === undefined) throw new Error(`${person.email} got no mail that says "${words}".`);
    return mail;
  };

  const openTaskAbout = async (caseId: string) =>
    tasksSchema
      .parse(await story.api.must('GET', '/v1/desk-tasks?state=open&limit=200'))
      .items.find(({ about }) => about.caseId === caseId);

  it('come by mail to those who want them, and the desk learns of a mail that does not arrive (C5)', async () => {
    const { api, people } = story;
    const { anna, ben, carla } = people;
    const annasBrowser = await newPartner(story, anna);
    const bens = await newColleague(story, annasBrowser.accountId, ben);
    const carlas = await newColleague(story, annasBrowser.accountId, carla);
    await wantMails(carlas.browser, carla, 'none');

    const { id, number, referenceId } = await ask(annasBrowser.browser, anna);
    const path = `/v1/support-cases/${id}`;
    const confirmation = await receivedMail(story, anna, /Payout missing/);
    expect(confirmation.subject).toBe(`[${number}] Payout missing`);
    expect(confirmation.text).toContain(referenceId);
    expect(confirmation.headers['reply-to']).toMatch(signedAddress);
    expect(confirmation.headers['auto-submitted']).toBe('auto-generated');

    await api.must('POST', `${path}/notes`, { text: 'Bank says: account frozen.' });
    await api.must('POST', `${path}/messages`, { text: 'We ask the bank.\nIt takes a day.' });
    const answer = await mailThatSays(anna, 'We ask the bank.');
    expect((await mailThatSays(ben, 'We ask the bank.')).subject).toBe(`[${number}] Payout missing`);
    expect(answer.headers['in-reply-to']).toBe(confirmation.headers['message-id']);
    expect(answer.headers['references']).toContain(confirmation.headers['message-id']);
    expect(answer.headers['reply-to']).toBe(confirmation.headers['reply-to']);

    await refuseMailsTo(story, anna);
    const thanks = await bens.browser.ask('POST', `${path}/messages`, { text: 'Thank you.' });
    expect(thanks.status).toBe(201);
    const task = await eventually(() => openTaskAbout(id), 20);
    expect(task?.about).toMatchObject({ kind: 'mail-undelivered', why: 'refused' });
    expect(await api.must('GET', path)).toMatchObject({ mailTrouble: { why: 'refused' } });
    await api.must('POST', `/v1/desk-tasks/${task?.id ?? ''}/done`, {});
    expect(await api.must('GET', path)).not.toHaveProperty('mailTrouble');

    await api.must('POST', `${path}/close`, { outcome: 'answered' });
    const end = await mailThatSays(ben, 'A closed case takes no reply.');
    expect(end.subject).toBe(`[${number}] Payout missing`);
    const all = [...(await mailsTo(story, anna)), ...(await mailsTo(story, ben))];
    expect(all.some(({ text, html }) => `${text}${html}`.includes('frozen'))).toBe(false);
    expect((await mailsTo(story, carla)).filter(({ subject }) => subject.includes(number))).toEqual([]);
  });
});
