import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deskScope, type Scope } from '../../domain/scope.js';
import { createSealer } from '../sealer.js';
import {
  exampleDestruction,
  exampleOrganisation,
  exampleRecord,
  openAuditStage,
  otherOrganisation,
  type AuditStage,
} from './audit-stage.fixture.js';

let server: AuditStage;
let stage: AuditStage;
beforeAll(async () => {
  server = await openAuditStage();
});
afterAll(() => server.close());
beforeEach(async () => {
  stage = await openAuditStage(server);
});
afterEach(() => stage.close());

const person = 'trv_example1';
const withValues = { values: [{ person, before: { name: 'Toni Canary' }, after: { name: 'Tony' } }] };

async function listed(scope: Scope = deskScope) {
  return (await stage.audit.list(scope, { limit: 200 })).items;
}

describe('appending to an audit chain (X5)', () => {
  it('gives one unbroken chain for 200 records by four processes at once', async () => {
    const processes = [
      stage.audit,
      ...(await Promise.all([1, 2, 3].map(() => stage.openStore()))).map(({ audit }) => audit),
    ];
    const appended = await Promise.all(
      Array.from({ length: 50 }).flatMap(() =>
        processes.map((process) => process.append(exampleRecord(withValues))),
      ),
    );
    const sequences = appended.map(({ sequence }) => sequence);
    expect(sequences.sort((one, other) => one - other)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    expect(await stage.breaks()).toEqual([]);
    expect(await stage.audit.anchor(deskScope, exampleOrganisation, 0)).toMatchObject({ sequence: 200 });
  });

  it('records the same record once, however often and by whomever it is tried', async () => {
    const other = await stage.openStore();
    const record = exampleRecord(withValues);
    const tries = await Promise.all(
      [1, 2, 3].flatMap(() => [stage.audit.append(record), other.audit.append(record)]),
    );
    expect(new Set(tries.map(({ sequence }) => sequence))).toEqual(new Set([1]));
    expect(await listed()).toHaveLength(1);
    expect(await stage.breaks()).toEqual([]);
  });

  it('goes on after a crash between the values and their entry', async () => {
    const record = exampleRecord(withValues);
    await stage.audit.append(record);
    // As if the process had died before the entry was written: values alone break nothing.
    await stage.raw.collection('audit_entries').deleteMany({});
    const restarted = await stage.openStore();
    expect(await stage.breaks()).toEqual([]);
    await restarted.audit.append(record);
    expect(await stage.breaks()).toEqual([]);
    expect((await listed())[0]?.values).toEqual([
      { person, readable: true, before: { name: 'Toni Canary' }, after: { name: 'Tony' } },
    ]);
  });

  it('keeps values where nobody can read them without the key', async () => {
    await stage.audit.append(exampleRecord(withValues));
    const stored = await Promise.all(
      ['audit_entries', 'audit_values', 'person_keys'].map((name) =>
        stage.raw.collection(name).find().toArray(),
      ),
    );
    expect(JSON.stringify(stored)).not.toContain('Canary');
  });

  it('lets an organisation see its own chain only', async () => {
    await stage.audit.append(exampleRecord());
    await stage.audit.append(exampleRecord({ organisationId: otherOrganisation }));
    const own: Scope = { of: 'organisation', organisationId: otherOrganisation };
    expect((await listed(own)).map(({ organisationId }) => organisationId)).toEqual([otherOrganisation]);
    expect(await stage.audit.organisations(own)).toEqual([otherOrganisation]);
    await expect(stage.audit.anchor(own, exampleOrganisation, 0)).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it('is found by person, actor, action and time, page by page', async () => {
    for (let count = 0; count < 5; count += 1) await stage.audit.append(exampleRecord());
    const special = exampleRecord({
      persons: ['trv_special1'],
      action: 'getTraveller',
      by: { by: 'token', tokenId: 'tok_special1' },
    });
    await stage.audit.append(special);
    for (const filter of [
      { person: 'trv_special1' },
      { actor: 'tok_special1' },
      { action: 'getTraveller' },
      { since: new Date(special.at) },
    ]) {
      const { items } = await stage.audit.list(deskScope, { limit: 10, ...filter });
      expect(items.map(({ id }) => id)).toEqual([special.id]);
    }
    const first = await stage.audit.list(deskScope, { limit: 4, before: new Date(special.at) });
    const { nextCursor } = first;
    expect(nextCursor).toBeDefined();
    const second = await stage.audit.list(deskScope, {
      limit: 4,
      before: new Date(special.at),
      ...(nextCursor === undefined ? {} : { cursor: nextCursor }),
    });
    expect([...first.items, ...second.items].map(({ sequence }) => sequence)).toEqual([5, 4, 3, 2, 1]);
  });

  it('is listed in the order of the chain, entries of one millisecond too, page by page', async () => {
    const at = Date.now();
    for (let count = 0; count < 12; count += 1) await stage.audit.append(exampleRecord({ at }));
    await stage.audit.append(exampleRecord({ at, organisationId: otherOrganisation }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await stage.audit.list(deskScope, {
        limit: 5,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ organisationId, sequence }) => `${organisationId} ${sequence}`));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const own = Array.from({ length: 12 }, (_, index) => `${exampleOrganisation} ${12 - index}`);
    expect(seen).toEqual([...own, `${otherOrganisation} 1`]);
  });
});

describe('destroying a person’s key (X5)', () => {
  it('leaves the chain whole, that person’s values unreadable and those of others readable', async () => {
    await stage.audit.append(
      exampleRecord({ values: [...withValues.values, { person: 'con_another1', after: { name: 'Anna' } }] }),
    );
    const anchor = await stage.audit.anchor(deskScope, exampleOrganisation, 0);
    await stage.audit.destroyKey(deskScope, exampleDestruction(person));
    expect(await stage.breaks([anchor])).toEqual([]);
    const [destruction, entry] = await listed();
    expect(destruction).toMatchObject({
      action: 'destroyPersonKey',
      what: { kind: 'person-key', id: person },
      persons: [person],
    });
    expect(entry?.values).toEqual([
      { person, readable: false },
      { person: 'con_another1', readable: true, after: { name: 'Anna' } },
    ]);
  });

  it('keeps nothing more of that person, and makes no new key', async () => {
    await stage.audit.destroyKey(deskScope, exampleDestruction(person));
    await stage.audit.append(exampleRecord(withValues));
    expect((await listed())[0]?.values).toEqual([]);
    expect(await stage.raw.collection('audit_values').countDocuments()).toBe(0);
    expect(await stage.breaks()).toEqual([]);
  });

  it('is told as a break when nobody has recorded it, also when the trail has made a new key since', async () => {
    await stage.audit.append(exampleRecord(withValues));
    await stage.raw.collection('person_keys').deleteMany({ person });
    const missing = { kind: 'key-missing', sequence: 1, person };
    expect(await stage.breaks()).toEqual([missing]);
    await stage.audit.append(exampleRecord(withValues));
    expect(await stage.breaks()).toEqual([missing]);
  });

  it('is told as a break when the key is there again, as out of a backup', async () => {
    await stage.audit.append(exampleRecord(withValues));
    const keys = stage.raw.collection('person_keys');
    const [backup] = await keys.find({ person }).toArray();
    if (backup === undefined) throw new Error('There is no key.');
    const destruction = exampleDestruction(person);
    await stage.audit.destroyKey(deskScope, destruction);
    expect(await stage.breaks()).toEqual([]);
    await keys.replaceOne({ person }, backup);
    expect(await stage.breaks()).toEqual([{ kind: 'key-kept', sequence: 2, person }]);
    await stage.audit.destroyKey(deskScope, destruction);
    expect(await stage.breaks()).toEqual([]);
    expect(await listed()).toHaveLength(2);
  });

  it('may happen while the chain is verified', async () => {
    for (let count = 0; count < 20; count += 1) {
      await stage.audit.append(
        exampleRecord({ values: [{ person: `trv_person${count}`, after: { name: 'Anna' } }] }),
      );
    }
    const destroying = Array.from({ length: 20 }, (_, count) =>
      stage.audit.destroyKey(deskScope, exampleDestruction(`trv_person${count}`)),
    );
    do {
      expect((await stage.breaks()).filter(({ kind }) => kind !== 'key-kept')).toEqual([]);
    } while ((await stage.audit.anchor(deskScope, exampleOrganisation, 0)).sequence < 40);
    await Promise.all(destroying);
    expect(await stage.breaks()).toEqual([]);
  });
});

describe('another key of the environment', () => {
  it('goes on with the chain, verifies and reads what the former one signed and sealed', async () => {
    await stage.audit.append(exampleRecord(withValues));
    const renewed = await stage.openStore(createSealer(randomBytes(32), [stage.key]));
    await renewed.audit.append(exampleRecord(withValues));
    const breaks = [];
    for await (const each of renewed.audit.breaks(deskScope, exampleOrganisation)) breaks.push(each);
    expect(breaks).toEqual([]);
    const { items } = await renewed.audit.list(deskScope, { limit: 10 });
    expect(items.flatMap(({ values }) => values.map(({ readable }) => readable))).toEqual([true, true]);
  });

  it('shows what was signed with the former one after it had been replaced', async () => {
    const renewed = await stage.openStore(createSealer(randomBytes(32), [stage.key]));
    await renewed.audit.append(exampleRecord());
    await stage.audit.append(exampleRecord());
    const breaks = [];
    for await (const each of renewed.audit.breaks(deskScope, exampleOrganisation)) breaks.push(each);
    expect(breaks).toEqual([{ kind: 'foreign-key', sequence: 2 }]);
  });

  it('verifies nothing without the former one', async () => {
    await stage.audit.append(exampleRecord());
    const stranger = await stage.openStore(createSealer(randomBytes(32)));
    const breaks = [];
    for await (const each of stranger.audit.breaks(deskScope, exampleOrganisation)) breaks.push(each);
    expect(breaks).toEqual([{ kind: 'foreign-key', sequence: 1 }]);
  });
});
