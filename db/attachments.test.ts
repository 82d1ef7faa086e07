import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccountId, AttachmentId } from '../domain/identifiers.js';
import { deskScope, type Scope } from '../domain/scope.js';
import type { StoredAttachment } from './attachment-store.js';
import { temporaryStore, type TemporaryStore } from './store.fixture.js';

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

const accountId: AccountId = 'acc_ours00001';
const ours: Scope = { of: 'account', accountId };

function attachment(bytes: Uint8Array): StoredAttachment {
  const id: AttachmentId = `att_${randomBytes(8).toString('hex')}`;
  const storedAt = new Date(1_000);
  return {
    id,
    accountId,
    name: 'Beleg.pdf',
    sizeBytes: bytes.length,
    mediaType: 'application/pdf',
    storedAt,
  };
}

describe('attachments (C2)', () => {
  it.each([0, 1, 1024 * 1024, 5 * 1024 * 1024 + 7])('give back %d bytes as they came', async (size) => {
    const { attachments } = temporary.store;
    const bytes = randomBytes(size);
    const kept = attachment(bytes);
    await attachments.put(ours, kept, bytes);
    const read = await attachments.read(ours, kept.id);
    expect(read?.attachment).toEqual(kept);
    expect(Buffer.from(read?.bytes ?? []).equals(bytes)).toBe(true);
  });

  it('are stored once, however often they are sent', async () => {
    const { attachments } = temporary.store;
    const bytes = randomBytes(100);
    const kept = attachment(bytes);
    await Promise.all([attachments.put(ours, kept, bytes), attachments.put(ours, kept, bytes)]);
    expect(await attachments.find(deskScope, kept.id)).toEqual(kept);
  });

  it('do not exist for other accounts and for organisations (C8)', async () => {
    const { attachments } = temporary.store;
    const kept = attachment(new Uint8Array());
    await attachments.put(deskScope, kept, new Uint8Array());
    const foreign: readonly Scope[] = [
      { of: 'account', accountId: 'acc_theirs001' },
      { of: 'organisation', organisationId: 'org_theirs001' },
    ];
    for (const scope of foreign) {
      expect(await attachments.find(scope, kept.id)).toBeUndefined();
      expect(await attachments.read(scope, kept.id)).toBeUndefined();
      await expect(attachments.put(scope, kept, new Uint8Array())).rejects.toMatchObject({
        kind: 'not-found',
      });
    }
  });
});
