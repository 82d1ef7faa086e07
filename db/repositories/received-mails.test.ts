import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReceivedMailId } from '../../domain/identifiers.js';
import type { NewReceivedMail, ReceivedMailRepository } from '../received-mail-store.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
let mails: ReceivedMailRepository;
beforeAll(async () => {
  temporary = await temporaryStore();
  mails = temporary.store.receivedMails;
});
afterAll(() => temporary.remove());

const envelope = { sender: 'somebody@example.org', recipients: ['support@beistand.example'] };
const at = (seconds: number) => new Date(1_000_000 + seconds * 1000);

function mail(seconds = 0): NewReceivedMail {
  const id: ReceivedMailId = `mai_${randomBytes(8).toString('hex')}`;
  return { id, envelope, receivedAt: at(seconds), via: 'smtp' };
}

const waiting = async (seconds: number) => (await mails.waiting(at(seconds), 100)).map(({ id }) => id);

describe('received mails (C4)', () => {
  it('are kept as their bytes came, and once', async () => {
    const kept = mail();
    const bytes = randomBytes(2_000_000);
    expect(await mails.keep(kept, bytes)).toBe('kept');
    expect(await mails.keep(kept, bytes)).toBe('exists');
    const found = await mails.find(kept.id);
    expect(found).toEqual({ ...kept, sizeBytes: bytes.length, state: 'received', tries: 0 });
    const read = found === undefined ? undefined : await mails.bytes(found);
    expect(Buffer.from(read ?? []).equals(bytes)).toBe(true);
  });

  it('are filed by one process at a time; one that dies leaves them to the others', async () => {
    const kept = mail();
    await mails.keep(kept, randomBytes(10));
    const claims = await Promise.all(Array.from({ length: 10 }, () => mails.claim(kept.id, at(1), at(61))));
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await waiting(60)).not.toContain(kept.id);
    expect(await waiting(61)).toContain(kept.id);
    expect(await mails.claim(kept.id, at(61), at(122))).toMatchObject({ tries: 2 });
  });

  it('wait no more once they are filed, and are filed from where they stand only', async () => {
    const kept = mail();
    await mails.keep(kept, randomBytes(10));
    const head = { from: 'somebody@example.org', subject: 'Hello' };
    await mails.noteHead(kept.id, head);
    expect(await mails.settle(kept.id, ['received'], { state: 'review', why: 'stranger' })).toBe(true);
    expect(await mails.settle(kept.id, ['received'], { state: 'discarded' })).toBe(false);
    expect(await waiting(9_999)).not.toContain(kept.id);
    expect(await mails.claim(kept.id, at(9_999), at(10_000))).toBeUndefined();
    expect(await mails.settle(kept.id, ['review'], { state: 'filed', caseId: 'sup_case0001' })).toBe(true);
    expect(await mails.find(kept.id)).toMatchObject({ state: 'filed', caseId: 'sup_case0001', head });
  });

  it('are listed by their state, newest first, page by page', async () => {
    const [first, second, third] = [mail(1_000), mail(2_000), mail(3_000)];
    for (const each of [second, third, first]) {
      await mails.keep(each, randomBytes(10));
      await mails.settle(each.id, ['received'], { state: 'unreadable', why: 'malformed' });
    }
    const page = await mails.list({ state: 'unreadable', limit: 2 });
    expect(page.items.map(({ id }) => id)).toEqual([third.id, second.id]);
    const { nextCursor: cursor } = page;
    const rest = await mails.list({
      state: 'unreadable',
      limit: 2,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(rest.items.map(({ id }) => id)).toEqual([first.id]);
  });
});
