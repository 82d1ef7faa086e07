import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Document } from 'mongodb';
import { canonicalText } from '../../domain/audit/canonical.js';
import type { AuditAnchor } from '../../domain/audit/entry.js';
import type { ChainBreak } from '../../domain/audit/verification.js';
import { deskScope } from '../../domain/scope.js';
import { createSealer } from '../sealer.js';
import {
  exampleOrganisation,
  exampleRecord,
  openAuditStage,
  otherOrganisation,
  type AuditStage,
} from './audit-stage.fixture.js';
import { createAuditSignatures } from './signatures.js';

type Stored = Document & { _id: string };
type Name = 'audit_entries' | 'audit_values' | 'person_keys';

/** A change of the database: what it writes and removes, and the break that it has to be told as. */
interface Tampering {
  readonly what: string;
  readonly in: Name;
  readonly write?: readonly Stored[];
  readonly remove?: readonly string[];
  readonly found: Partial<ChainBreak>;
}

const length = 24;
const edits = 1_000;
const seed = 20_261_121;

let stage: AuditStage;
let anchor: AuditAnchor;
let entries: readonly Stored[];
let foreign: readonly Stored[];
let values: readonly Stored[];
let keys: readonly Stored[];

beforeAll(async () => {
  stage = await openAuditStage();
  for (let count = 0; count < length; count += 1) {
    const person = `trv_person${count % 4}`;
    const kept =
      count % 2 === 0 ? [{ person, before: { name: `Old ${count}` }, after: { name: 'New' } }] : [];
    await stage.audit.append(exampleRecord({ persons: [person], values: kept }));
    await stage.audit.append(exampleRecord({ organisationId: otherOrganisation }));
  }
  anchor = await stage.audit.anchor(deskScope, exampleOrganisation, Date.now());
  entries = await all('audit_entries', { organisationId: exampleOrganisation });
  foreign = await all('audit_entries', { organisationId: otherOrganisation });
  values = await all('audit_values', { organisationId: exampleOrganisation });
  keys = await all('person_keys', { organisationId: exampleOrganisation });
});
afterAll(() => stage.close());

async function all(name: Name, filter: Document): Promise<readonly Stored[]> {
  const found = await stage.raw.collection<Stored>(name).find(filter).toArray();
  return found.sort((one, other) => Number(one['sequence']) - Number(other['sequence']));
}

/** mulberry32: the same edits in every run. */
function randomNumbers(start: number) {
  let state = start;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit: number) => Math.floor(next() * limit),
    of<Item>(items: readonly Item[]): Item {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('There is nothing to choose from.');
      return item;
    },
  };
}
type Random = ReturnType<typeof randomNumbers>;

/** Another value of a similar kind. */
function changed(value: unknown, random: Random): unknown {
  if (value instanceof Date) return new Date(value.getTime() + 1 + random.below(100_000));
  if (typeof value === 'number') return value + 1 + random.below(5);
  if (Array.isArray(value)) return [...(value as unknown[]), 'trv_somebodyelse'];
  if (typeof value === 'object' && value !== null) return { ...value, id: `other${random.below(1_000)}` };
  const text = String(value);
  const at = random.below(text.length);
  return `${text.slice(0, at)}${text.charAt(at) === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`;
}

function sequenceOf(entry: Stored): number {
  return Number(entry['sequence']);
}

/** Contents of one place under the identifier and sequence of another. */
function movedTo(place: Stored, contents: Stored): Stored {
  return { ...contents, _id: place._id, sequence: place['sequence'] };
}

function resigned(entry: Stored, key: Uint8Array, keyId: unknown): Stored {
  const { _id, mac: _mac, ...signed }: Stored = { ...entry, key: keyId, action: 'forged' };
  const canonical = canonicalText(signed);
  const text = `${String(entry['previous'])}\n${sequenceOf(entry)}\n${canonical}`;
  return { _id, ...signed, mac: createHmac('sha256', key).update(text).digest('hex') };
}

const tamperings: readonly ((random: Random) => Tampering)[] = [
  function editOfAnyField(random) {
    const entry = random.of(entries);
    const field = random.of(
      Object.keys(entry).filter((name) => !['_id', 'sequence', 'organisationId', 'key'].includes(name)),
    );
    return {
      what: `${field} changed`,
      in: 'audit_entries',
      write: [{ ...entry, [field]: changed(entry[field], random) }],
      found: {
        sequence: sequenceOf(entry),
        kind: field === 'mac' && sequenceOf(entry) === length ? 'rewritten' : 'edited',
      },
    };
  },
  function editOfSequence(random) {
    const entry = random.of(entries);
    return {
      what: 'sequence changed',
      in: 'audit_entries',
      write: [{ ...entry, sequence: 1_000 + random.below(1_000) }],
      found: { kind: 'inserted' },
    };
  },
  function editOfOrganisation(random) {
    const entry = random.of(entries);
    return {
      what: 'organisation changed',
      in: 'audit_entries',
      write: [{ ...entry, organisationId: 'org_nowhere01' }],
      found: { sequence: sequenceOf(entry), kind: sequenceOf(entry) === length ? 'truncated' : 'removed' },
    };
  },
  function fieldTakenAway(random) {
    const entry = random.of(entries);
    const field = random.of([
      'by',
      'role',
      'from',
      'at',
      'action',
      'what',
      'persons',
      'values',
      'previous',
      'record',
    ]);
    const { [field]: _gone, ...rest } = entry;
    return {
      what: `${field} taken away`,
      in: 'audit_entries',
      write: [{ ...rest, _id: entry._id }],
      found: { sequence: sequenceOf(entry), kind: 'edited' },
    };
  },
  function fieldAdded(random) {
    const entry = random.of(entries);
    return {
      what: 'a field added',
      in: 'audit_entries',
      write: [{ ...entry, approvedBy: `usr_${random.below(1_000)}` }],
      found: { sequence: sequenceOf(entry), kind: 'edited' },
    };
  },
  function removal(random) {
    const entry = random.of(entries.slice(0, -1));
    return {
      what: 'removed',
      in: 'audit_entries',
      remove: [entry._id],
      found: { kind: 'removed', sequence: sequenceOf(entry), through: sequenceOf(entry) },
    };
  },
  function truncation(random) {
    const left = random.below(length);
    return {
      what: 'tail cut off',
      in: 'audit_entries',
      remove: entries.slice(left).map(({ _id }) => _id),
      found: { kind: 'truncated', sequence: left + 1, through: length },
    };
  },
  function swap(random) {
    const one = random.of(entries);
    const other = random.of(entries.filter(({ _id }) => _id !== one._id));
    return {
      what: 'two entries swapped',
      in: 'audit_entries',
      write: [movedTo(one, other), movedTo(other, one)],
      found: { kind: 'reordered', sequence: sequenceOf(one), signedAs: sequenceOf(other) },
    };
  },
  function overwrittenByAnother(random) {
    const place = random.of(entries);
    const copied = random.of(entries.filter(({ _id }) => _id !== place._id));
    return {
      what: 'an entry written over another',
      in: 'audit_entries',
      write: [movedTo(place, { ...copied, record: `${String(copied['record'])}x` })],
      found: { kind: 'edited', sequence: sequenceOf(place) },
    };
  },
  function overwrittenByForeign(random) {
    const place = random.of(entries);
    const copied = random.of(foreign);
    return {
      what: 'an entry of another organisation’s chain',
      in: 'audit_entries',
      write: [
        {
          ...movedTo(place, copied),
          organisationId: exampleOrganisation,
          record: `${String(copied['record'])}x`,
        },
      ],
      found: { kind: 'edited', sequence: sequenceOf(place) },
    };
  },
  function insertion(random) {
    const entry = random.of(entries);
    return {
      what: 'a document inserted',
      in: 'audit_entries',
      write: [{ ...entry, _id: `${entry._id}x`, sequence: sequenceOf(entry) + 0.5, record: 'aud_inserted' }],
      found: { kind: 'inserted' },
    };
  },
  function appended(random) {
    const entry = random.of(entries);
    const sequence = length + 1;
    return {
      what: 'an entry appended without the key',
      in: 'audit_entries',
      write: [{ ...entry, _id: `${exampleOrganisation}:${sequence}`, sequence, record: 'aud_appended' }],
      found: { kind: 'edited', sequence },
    };
  },
  function forgedWithTheNameOfOurKey(random) {
    const entry = random.of(entries);
    return {
      what: 'signed anew with another key that is told to be ours',
      in: 'audit_entries',
      write: [resigned(entry, randomBytes(32), entry['key'])],
      found: { kind: 'edited', sequence: sequenceOf(entry) },
    };
  },
  function forgedWithAnotherKey(random) {
    const entry = random.of(entries);
    const sealer = createSealer(randomBytes(32));
    const [key] = sealer.keysFor('audit-chain');
    return {
      what: 'signed anew with another key',
      in: 'audit_entries',
      write: [resigned(entry, key, createAuditSignatures(sealer).keyId)],
      found: { kind: 'foreign-key', sequence: sequenceOf(entry) },
    };
  },
  function valueReplaced(random) {
    const stored = random.of(values);
    const other = random.of(values.filter(({ _id }) => _id !== stored._id));
    return {
      what: 'values replaced by those of another entry',
      in: 'audit_values',
      write: [{ ...stored, values: other['values'] as unknown }],
      found: { sequence: sequenceOf(entryOf(stored)) },
    };
  },
  function valueEdited(random) {
    const stored = random.of(values);
    const [value] = stored['values'] as [{ before: string; after: string }];
    const which = random.of(['before', 'after'] as const);
    return {
      what: 'a sealed value changed',
      in: 'audit_values',
      write: [{ ...stored, values: [{ ...value, [which]: changed(value[which], random) }] }],
      found: { kind: 'value-edited', sequence: sequenceOf(entryOf(stored)) },
    };
  },
  function valueSealedAnew(random) {
    const stored = random.of(values);
    const [value] = stored['values'] as [{ before: string }];
    return {
      what: 'a value sealed anew',
      in: 'audit_values',
      write: [{ ...stored, values: [{ ...value, before: stage.sealer.seal('{"name":"Somebody"}') }] }],
      found: { kind: 'value-edited', sequence: sequenceOf(entryOf(stored)) },
    };
  },
  function keyRemoved(random) {
    const key = random.of(keys);
    return {
      what: 'somebody’s key removed',
      in: 'person_keys',
      remove: [key._id],
      found: { kind: 'key-missing', person: String(key['person']) },
    };
  },
  function keyToldAsDestroyed(random) {
    const { sealedKey: _gone, ...key } = random.of(keys);
    return {
      what: 'somebody’s key taken away as if it had been destroyed',
      in: 'person_keys',
      write: [{ ...key, _id: key._id, destroyedAt: new Date() }],
      found: { kind: 'key-missing', person: String(key['person']) },
    };
  },
  function keyReplaced(random) {
    const key = random.of(keys);
    const other = random.of(keys.filter(({ _id }) => _id !== key._id));
    const sealedKey: unknown = random.of([
      other['sealedKey'],
      stage.sealer.seal(randomBytes(32).toString('base64')),
    ]);
    return {
      what: 'somebody’s key replaced by another',
      in: 'person_keys',
      write: [{ ...key, sealedKey }],
      found: { kind: 'key-missing', person: String(key['person']) },
    };
  },
  function valueRemoved(random) {
    const stored = random.of(values);
    return {
      what: 'values removed',
      in: 'audit_values',
      remove: [stored._id],
      found: { kind: 'value-removed', sequence: sequenceOf(entryOf(stored)) },
    };
  },
];

function entryOf(stored: Stored): Stored {
  const entry = entries.find(({ record }) => record === stored._id);
  if (entry === undefined) throw new Error('The values belong to no entry.');
  return entry;
}

/** In an order in which the unique indexes let it pass: somebody who tampers would get around them too. */
async function replaced(name: Name, remove: readonly string[], write: readonly Stored[]): Promise<void> {
  const collection = stage.raw.collection<Stored>(name);
  const gone = [...remove, ...write.map(({ _id }) => _id)];
  await collection.deleteMany({ _id: { $in: gone } });
  if (write.length > 0) await collection.insertMany([...write]);
}

async function tamper({ in: name, write = [], remove = [] }: Tampering): Promise<() => Promise<void>> {
  const originals = { audit_entries: entries, audit_values: values, person_keys: keys }[name];
  const touched = [...remove, ...write.map(({ _id }) => _id)];
  await replaced(name, remove, write);
  return () =>
    replaced(
      name,
      touched,
      originals.filter(({ _id }) => touched.includes(_id)),
    );
}

describe('the audit chain (X5)', () => {
  it('is whole when nobody has touched it', async () => {
    expect(await stage.breaks([anchor])).toEqual([]);
    expect(entries).toHaveLength(length);
    expect(values).toHaveLength(length / 2);
    expect(keys).toHaveLength(2);
  });

  it(`shows every one of ${edits} random edits`, async () => {
    const random = randomNumbers(seed);
    const missed: string[] = [];
    for (let count = 0; count < edits; count += 1) {
      const make = tamperings[count % tamperings.length];
      if (make === undefined) throw new Error('There is no such way to tamper.');
      const tampering = make(random);
      const restore = await tamper(tampering);
      const breaks = await stage.breaks([anchor]);
      await restore();
      const isFound = breaks.some((each) =>
        Object.entries(tampering.found).every(([name, value]) => Reflect.get(each, name) === value),
      );
      if (!isFound) missed.push(`${make.name}: ${tampering.what}, told as ${JSON.stringify(breaks)}`);
    }
    expect(missed).toEqual([]);
    expect(await stage.breaks([anchor])).toEqual([]);
  }, 600_000);
});
