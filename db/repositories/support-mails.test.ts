import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SupportCaseId, SupportMailId } from '../../domain/identifiers.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';
import type { NewSupportMail, SupportMailRepository } from '../support-mail-store.js';

let temporary: TemporaryStore;
let mails: SupportMailRepository;
beforeAll(async () => {
  temporary = await temporaryStore();
  mails = temporary.store.supportMails;
});
afterAll(() => temporary.remove());

const at = (seconds: number) => new Date(1_000_000 + seconds * 1000);
const letters = () => randomBytes(8).toString('hex');

function news(caseId: SupportCaseId, sequence: number, change: Partial<NewSupportMail> = {}): NewSupportMail {
  const id: SupportMailId = `sml_${letters()}`;
  return {
    ...{ id, caseId, accountId: 'acc_partner1' },
    to: { is: 'user', userId: 'usr_partner1' },
    about: { is: 'news', sequence },
    createdAt: at(0),
    ...change,
  };
}
const newCase = (): SupportCaseId => `sup_${letters()}`;

describe('mails that go out (C5)', () => {
  it('are kept once', async () => {
    const mail = news(newCase(), 1);
    expect(await mails.put(mail)).toBe('kept');
    expect(await mails.put(mail)).toBe('exists');
    expect(await mails.find(mail.id)).toEqual({ ...mail, state: 'pending', tries: 0 });
    expect(await mails.find(`sml_${letters()}`)).toBeUndefined();
  });

  it('are sent by one process at a time; one that dies leaves them to the others', async () => {
    const mail = news(newCase(), 1);
    await mails.put(mail);
    const claims = await Promise.all(Array.from({ length: 10 }, () => mails.claim(mail.id, at(1), at(61))));
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await mails.fresh(at(61), 100)).not.toContain(mail.id);
    expect(await mails.waiting(at(60), 100)).not.toContain(mail.id);
    expect(await mails.waiting(at(61), 100)).toContain(mail.id);
    expect(await mails.claim(mail.id, at(61), at(122))).toMatchObject({ tries: 2 });
    await mails.putOff(mail.id, at(5_000));
    expect(await mails.waiting(at(4_999), 100)).not.toContain(mail.id);
    expect(await mails.waiting(at(5_000), 100)).toContain(mail.id);
  });

  it('wait no more once they are settled, and are settled from where they stand only', async () => {
    const mail = news(newCase(), 1);
    await mails.put(mail);
    expect(await mails.settle(mail.id, ['pending'], 'sent')).toBe(true);
    expect(await mails.settle(mail.id, ['pending'], 'given-up')).toBe(false);
    expect(await mails.claim(mail.id, at(9_999), at(10_000))).toBeUndefined();
    expect(await mails.waiting(at(9_999), 100)).not.toContain(mail.id);
    expect(await mails.settle(mail.id, ['pending', 'sent'], 'bounced')).toBe(true);
    expect(await mails.find(mail.id)).toMatchObject({ state: 'bounced' });
  });

  it('know the earlier ones of the same case and receiver alone', async () => {
    const caseId = newCase();
    const [first, second, third] = [news(caseId, 1), news(caseId, 3), news(caseId, 7)];
    const others = [news(newCase(), 1), news(caseId, 2, { to: { is: 'user', userId: 'usr_partner2' } })];
    for (const mail of [third, first, second, ...others]) await mails.put(mail);
    const stored = { ...third, state: 'pending', tries: 0 } as const;
    expect(await mails.isBehindOthers(stored)).toBe(true);
    await mails.settle(first.id, ['pending'], 'sent');
    await mails.settle(second.id, ['pending'], 'sent');
    expect(await mails.isBehindOthers(stored)).toBe(false);
    expect((await mails.sentBefore(stored, 10)).map(({ id }) => id)).toEqual([first.id, second.id]);
    expect((await mails.sentBefore(stored, 1)).map(({ id }) => id)).toEqual([second.id]);
  });

  it('are counted as long as they are to be sent', async () => {
    const before = await mails.pending();
    const mail = news(newCase(), 1, { createdAt: at(-500) });
    await mails.put(mail);
    expect(await mails.pending()).toEqual({ count: before.count + 1, oldestSince: at(-500) });
    await mails.settle(mail.id, ['pending'], 'dropped');
    expect(await mails.pending()).toEqual(before);
  });

  it('keep an answer to a sender apart from news', async () => {
    const id: SupportMailId = `sml_${letters()}`;
    const caseId = newCase();
    await mails.put(news(caseId, 1));
    const answer = news(caseId, 0, {
      id,
      to: { is: 'sender', receivedMailId: 'mai_received1' },
      about: { is: 'case-closed' },
    });
    expect(await mails.put(answer)).toBe('kept');
    const stored = { ...answer, state: 'pending', tries: 0 } as const;
    expect(await mails.isBehindOthers(stored)).toBe(false);
    expect(await mails.sentBefore(stored, 10)).toEqual([]);
  });
});
