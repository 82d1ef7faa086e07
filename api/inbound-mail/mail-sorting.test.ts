import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { corpusFiles, rawMail } from '../../test/mail-corpus/corpus.js';
import { claimMilliseconds } from './mail-sorting.js';
import { setMailStage, type MailStage } from './mail-stage.fixture.js';

let mails: MailStage;

beforeAll(async () => {
  mails = await setMailStage();
});
afterAll(() => mails.stage.close());

const from = 'somebody@example.org';

describe('sorting mails that came in (C4)', () => {
  it('has the desk look at what a person may have written, and leaves programs aside', async () => {
    const person = await mails.take({ from, subject: 'A question' });
    const list = await mails.take({ from, headers: ['List-Id: <all.example.org>'] });
    const ticket = await mails.take({ from, headers: ['Auto-Submitted: auto-generated'] });
    const away = await mails.take({ from, headers: ['Auto-Submitted: auto-replied'] });
    const bounce = await mails.take({ from, subject: 'Undelivered' }, '');
    await mails.sort();
    const head = { from, subject: 'A question', messageId: expect.any(String) };
    expect(await mails.find(person)).toMatchObject({ state: 'review', why: 'stranger', head });
    expect(await mails.find(list)).toMatchObject({ state: 'review', why: 'mailing-list' });
    expect(await mails.find(ticket)).toMatchObject({ state: 'review', why: 'notification' });
    for (const id of [away, bounce])
      expect(await mails.find(id)).toMatchObject({ state: 'dropped-as-automatic' });
    expect(await mails.stage.store.receivedMails.waiting(new Date(), 10)).toEqual([]);
  });

  it('lists what no program can read', async () => {
    const { mailIntake } = mails.stage.dependencies;
    const envelope = { sender: from, recipients: ['support@beistand.example'] };
    const id = await mailIntake.take(envelope, 'smtp', Buffer.from('this is no mail'));
    await mails.sort();
    expect(await mails.find(id)).toMatchObject({ state: 'unreadable' });
    const shown = await mails.stage.ask('GET', '/v1/inbound-mails?state=unreadable');
    expect(shown.text).toContain(id);
  });

  it('comes to an end with every mail of the corpus', async () => {
    const envelope = { sender: from, recipients: ['support@beistand.example'] };
    const { mailIntake } = mails.stage.dependencies;
    const ids = await Promise.all(
      corpusFiles().map((file) => mailIntake.take(envelope, 'smtp', rawMail(file))),
    );
    await mails.sort();
    const found = await Promise.all(ids.map((id) => mails.find(id)));
    expect(found.filter(({ state, why }) => state === 'received' || why === 'failed')).toEqual([]);
  });

  it('tries a mail on which it fails some more times, then lists it unread; the others go on', async () => {
    const id = await mails.take({ from, subject: 'Poison' });
    const { receivedMails } = mails.stage.store;
    let ahead = 0;
    const poisoned = mails.sortingWith({
      store: {
        receivedMails: {
          ...receivedMails,
          bytes: (mail) => (mail.id === id ? Promise.reject(new Error('Poison')) : receivedMails.bytes(mail)),
        },
      },
      ahead: () => ahead,
    });
    const other = await mails.take({ from });
    for (let round = 1; round <= 4; round += 1) {
      await poisoned();
      expect(await mails.find(id)).toMatchObject({ state: 'received' });
      ahead += claimMilliseconds + 1_000;
    }
    expect(await mails.find(other)).toMatchObject({ state: 'review' });
    await poisoned();
    expect(await mails.find(id)).toMatchObject({ state: 'unreadable', why: 'failed' });
  });

  it('is done once by two processes at the same moment', async () => {
    const id = await mails.take({ from, subject: 'Race' });
    await Promise.all([mails.sort(), mails.sort()]);
    expect(await mails.find(id)).toMatchObject({ state: 'review', tries: 1 });
  });
});
