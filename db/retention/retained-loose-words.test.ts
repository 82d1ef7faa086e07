import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { openAuditStage, type AuditStage } from '../audit/audit-stage.fixture.js';
import { plant, storedIncident } from '../persons/people.fixture.js';
import type { RetentionClass, Store } from '../store.js';

const organisationId = 'org_worded0001';
const old = new Date('2026-01-10T08:00:00Z');
const before = new Date('2026-06-01T00:00:00Z');

let stage: AuditStage;
let store: Store;
let incidents: RetentionClass;
beforeAll(async () => {
  stage = await openAuditStage();
  store = await stage.openStore();
  incidents = store.retentionClasses.incidents;
});
afterAll(() => stage.close());

async function written(id: string, caseId: IncidentId, createdAt = old): Promise<void> {
  await store.intakes.put(deskScope, {
    ...{ id, organisationId, caseId, bodyHash: '', text: 'Words', createdAt },
    kind: id.startsWith('ord_') ? 'order' : 'note',
  });
}

async function begunIn(organisation: OrganisationId): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const ids of incidents.begunBefore(organisation, before, 2)) found.push(...ids);
  return found.sort();
}

async function left(...ids: readonly string[]): Promise<readonly string[]> {
  return [...(await store.intakes.texts(deskScope, ids)).keys()].sort();
}

describe('words of an incident that is gone (R2)', () => {
  it('are found by their organisation; those of one that is there are not, nor are young ones', async () => {
    await plant(stage.raw, storedIncident('inc_worded0001', organisationId));
    await written('not_worded0001', 'inc_worded0001');
    await written('not_worded0002', 'inc_worded0002');
    await written('ord_worded0002', 'inc_worded0002');
    await written('not_worded0003', 'inc_worded0002', before);
    expect(await begunIn(organisationId)).toEqual(['not_worded0002', 'ord_worded0002']);
    expect(await begunIn('org_another001')).toEqual([]);
    expect(await incidents.read(['not_worded0001', 'not_worded0002'], { named: true })).toEqual([
      {
        ...{ id: 'not_worded0002', dataClass: 'incidents', persons: [], caseId: 'inc_worded0002' },
        ...{ begunAt: old.getTime(), endOfUse: old.getTime() },
      },
    ]);
  });

  it('go, and those stay whose incident is recorded meanwhile', async () => {
    await written('not_worded0004', 'inc_worded0004');
    await written('not_worded0005', 'inc_worded0005');
    const erasure = await incidents.prepare(['not_worded0004', 'not_worded0005']);
    await plant(stage.raw, storedIncident('inc_worded0005', organisationId));
    expect(await erasure.erase()).toEqual(['not_worded0005']);
    expect(await left('not_worded0004', 'not_worded0005')).toEqual(['not_worded0005']);
  });
});

describe('words that an incident has not taken (R2)', () => {
  it('are deleted with it by their incident, and by its timeline as soon as it names them', async () => {
    const events = [{ type: 'noted', noteId: 'not_worded0006', by: { by: 'rule' } }];
    await plant(stage.raw, storedIncident('inc_worded0006', organisationId, { events }));
    await written('not_worded0006', 'inc_worded0006');
    await written('not_worded0007', 'inc_worded0006');
    await store.intakes.noteTaken({ of: 'organisation', organisationId }, 'not_worded0006');
    const another = { of: 'organisation', organisationId: 'org_another001' } as const;
    await store.intakes.noteTaken(another, 'not_worded0007');
    const waiting = await stage.raw
      .collection<{ _id: string }>('intakes')
      .find({ awaitsIncident: true, caseId: 'inc_worded0006' })
      .toArray();
    expect(waiting.map(({ _id }) => _id)).toEqual(['not_worded0007']);
    const words = await store.intakes.find(deskScope, 'not_worded0007');
    expect(words).toEqual({
      ...{ id: 'not_worded0007', kind: 'note', organisationId, caseId: 'inc_worded0006' },
      ...{ bodyHash: '', text: 'Words', createdAt: old },
    });
    await (await incidents.prepare(['inc_worded0006'])).erase();
    expect(await left('not_worded0006', 'not_worded0007')).toEqual([]);
  });
});
