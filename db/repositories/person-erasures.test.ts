import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskScope } from '../../domain/scope.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

const organisationId = 'org_company1';
const personId = 'trv_company1';

function request(id: `era_${string}`, of: `trv_${string}` = personId) {
  const requestedBy = { by: 'user', userId: 'usr_manager001' } as const;
  return temporary.store.personErasures.create(
    deskScope,
    {
      ...{ id, organisationId, personId: of, requestedBy, requestedAt: new Date() },
      ...{ reason: 'Asked', bodyHash: '' },
    },
    { id: of, organisationId, names: [], phones: [], emails: [] },
  );
}

describe('requests for one person in the same moment (R4)', () => {
  it('are stored once, until that one is complete; others are not in their way', async () => {
    const ids = ['era_same0001', 'era_same0002', 'era_same0003', 'era_same0004', 'era_same0005'] as const;
    const asked = await Promise.allSettled(ids.map((id) => request(id)));
    const stored = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(stored).toMatchObject([{ stored: 'new' }]);
    const refused = asked.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toMatchObject(Array.from({ length: 4 }, () => ({ kind: 'conflict' })));
    expect(await request('era_other0001', 'trv_company2')).toMatchObject({ stored: 'new' });

    const [first] = stored;
    if (first === undefined) throw new Error('Nothing was stored.');
    const report = { at: 0, kept: [], outside: [] };
    await temporary.store.personErasures.end(deskScope, first.erasure, 'complete', report);
    expect(await request('era_again0001')).toMatchObject({ stored: 'new' });
    await expect(request('era_again0002')).rejects.toMatchObject({ kind: 'conflict' });
  });
});
