import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { ReceivedMail } from '../../db/received-mail-store.js';
import type { ReceivedMailId } from '../../domain/identifiers.js';
import { setStage, type Stage } from '../testing/stage.js';
import { createMailSorting, type MailSortingDependencies } from './mail-sorting.js';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const log = pino({ level: 'silent' });

function sorting(more: Partial<MailSortingDependencies> = {}): () => Promise<void> {
  return createMailSorting({ receivedMails: stage.store.receivedMails, log, now: Date.now, ...more });
}

function take(raw: string, sender = 'somebody@example.org'): Promise<ReceivedMailId> {
  const envelope = { sender, recipients: ['support@beistand.example'] };
  return stage.dependencies.mailIntake.take(envelope, 'smtp', Buffer.from(raw));
}

const letter = (subject: string, more = '') =>
  `From: Somebody <somebody@example.org>\r\nTo: support@beistand.example\r\nSubject: ${subject}\r\n${more}\r\nHello.\r\n`;

async function sorted(id: ReceivedMailId): Promise<Partial<ReceivedMail>> {
  const { state, why, head } = (await stage.store.receivedMails.find(id)) ?? {};
  return {
    ...(state === undefined ? {} : { state }),
    ...(why === undefined ? {} : { why }),
    ...(head === undefined ? {} : { head }),
  };
}

describe('sorting mails that came in (C4)', () => {
  it('has the desk look at what a person may have written, and leaves programs aside', async () => {
    const person = await take(letter('A question'));
    const list = await take(letter('To all', 'List-Id: <all.example.org>\r\n'));
    const away = await take(letter('Away', 'Auto-Submitted: auto-replied\r\n'));
    const bounce = await take(letter('Undelivered'), '');
    await sorting()();
    const head = { from: 'somebody@example.org', subject: 'A question' };
    expect(await sorted(person)).toEqual({ state: 'review', head });
    expect(await sorted(list)).toMatchObject({ state: 'review', why: 'mailing-list' });
    for (const id of [away, bounce])
      expect(await sorted(id)).toMatchObject({ state: 'dropped-as-automatic' });
    expect(await stage.store.receivedMails.waiting(new Date(), 10)).toEqual([]);
  });

  it('lists what no program can read', async () => {
    const id = await take('this is no mail');
    await sorting()();
    expect(await sorted(id)).toMatchObject({ state: 'unreadable' });
    const shown = await stage.ask('GET', '/v1/inbound-mails?state=unreadable');
    expect(shown.text).toContain(id);
  });

  it('tries a mail on which it fails some more times, then lists it unread', async () => {
    const id = await take(letter('Poison'));
    const { receivedMails } = stage.store;
    let ahead = 0;
    const poisoned = sorting({
      receivedMails: { ...receivedMails, bytes: () => Promise.reject(new Error('Poison')) },
      now: () => Date.now() + ahead,
    });
    for (let round = 1; round <= 4; round += 1) {
      await poisoned();
      expect(await sorted(id)).toMatchObject({ state: 'received' });
      ahead += 61_000;
    }
    await poisoned();
    expect(await sorted(id)).toEqual({ state: 'unreadable', why: 'failed' });
  });

  it('is done once by two processes at the same moment', async () => {
    const id = await take(letter('Race'));
    await Promise.all([sorting()(), sorting()()]);
    expect(await sorted(id)).toMatchObject({ state: 'review' });
    expect((await stage.store.receivedMails.find(id))?.tries).toBe(1);
  });
});
