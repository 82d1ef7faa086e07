import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Kept } from '../../domain/persons/erasure-report.js';
import type { PersonErasure } from '../../domain/persons/person-erasure.js';
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

describe('since when nothing has come of an erasure (R4)', () => {
  const hour = 3_600_000;
  const start = Date.UTC(2026, 5, 1);
  const inUse: Kept = { collection: 'cases', count: 1, because: { why: 'in-use' } };
  let asked = 0;

  async function ask(organisation: OrganisationId, requestedAt: number): Promise<PersonErasure> {
    asked += 1;
    const { personErasures } = temporary.store;
    const of = `trv_untried00${asked}` as const;
    const requestedBy = { by: 'user', userId: 'usr_manager001' } as const;
    const { erasure } = await personErasures.create(
      deskScope,
      {
        ...{ id: `era_untried00${asked}`, organisationId: organisation, personId: of, requestedBy },
        ...{ requestedAt: new Date(requestedAt), reason: 'Asked', bodyHash: '' },
      },
      { id: of, organisationId: organisation, names: [], phones: [], emails: [] },
    );
    return erasure;
  }

  /** A try that ends, and its report is certified or not. */
  async function tried(
    erasure: PersonErasure,
    at: number,
    { state = 'waiting', kept = [inUse], isCertified = true }: Partial<Ended> = {},
  ): Promise<PersonErasure> {
    const { personErasures } = temporary.store;
    await personErasures.begin(deskScope, erasure);
    const ended = await personErasures.end(deskScope, erasure, state, { at, kept, outside: [] });
    if (isCertified && ended.report !== undefined) {
      await personErasures.markCertified(deskScope, erasure, ended.report);
    }
    return ended;
  }

  interface Ended {
    readonly state: 'waiting' | 'complete';
    readonly kept: readonly Kept[];
    readonly isCertified: boolean;
  }

  const sinceIn = async (organisation: OrganisationId) =>
    (await temporary.store.personErasures.untriedSince(deskScope)).get(organisation);

  it('is since the last try that came to its end, also where its report told nothing new', async () => {
    const since = () => sinceIn('org_untried001');
    const erasure = await ask('org_untried001', start);
    await temporary.store.personErasures.begin(deskScope, erasure);
    expect(await since()).toBe(start);
    await tried(erasure, start + hour);
    const again = await tried(erasure, start + 31 * hour);
    // Told outwards is what the report tells.
    expect(again).toMatchObject({ state: 'waiting', report: { at: start + hour } });
    expect(Object.keys(again)).not.toContain('lastEndedAt');
    expect(await since()).toBeUndefined();
    await temporary.store.personErasures.begin(deskScope, erasure);
    expect(await since()).toBe(start + 31 * hour);
  });

  it('is since its report does not stand in the audit chain, however often it is tried and told anew', async () => {
    const since = () => sinceIn('org_untried002');
    const erasure = await ask('org_untried002', start);
    await tried(erasure, start + hour, { isCertified: false });
    expect(await since()).toBe(start + hour);
    await tried(erasure, start + 25 * hour, { isCertified: false });
    expect(await since()).toBe(start + hour);
    const kept = [{ ...inUse, count: 2 }];
    const ended = await tried(erasure, start + 49 * hour, { kept, isCertified: false });
    expect(ended).toMatchObject({ report: { at: start + 49 * hour } });
    expect(Object.keys(ended)).not.toContain('uncertifiedSince');
    expect(await since()).toBe(start + hour);
    // A try that is under way does not hide it, and one that certifies ends it.
    await temporary.store.personErasures.begin(deskScope, erasure);
    expect(await since()).toBe(start + hour);
    await tried(erasure, start + 73 * hour, { kept });
    expect(await since()).toBeUndefined();
    await tried(erasure, start + 97 * hour, { state: 'complete', kept: [], isCertified: false });
    expect(await since()).toBe(start + 97 * hour);
  });

  it('is of an organisation the earliest one', async () => {
    const organisation = 'org_untried003';
    const { personErasures } = temporary.store;
    await tried(await ask(organisation, start), start + 3 * hour, { isCertified: false });
    await personErasures.begin(deskScope, await ask(organisation, start + 2 * hour));
    await personErasures.begin(deskScope, await ask(organisation, start + 4 * hour));
    expect(await sinceIn(organisation)).toBe(start + 2 * hour);
  });
});
