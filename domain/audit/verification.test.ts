import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonicalText } from './canonical.js';
import type { AuditAnchor } from './entry.js';
import {
  entryDocumentId,
  findBreaks,
  type ChainBreak,
  type ChainSignatures,
  type SignedPart,
  type StoredEntry,
} from './verification.js';

const organisationId = 'org_example001';
/** The current key first. */
const keys = ['new', 'old'];

function macWith(key: string, { previous, canonical, sequence }: SignedPart): string {
  return createHmac('sha256', key).update(`${previous}\n${sequence}\n${canonical}`).digest('hex');
}

const signatures: ChainSignatures = {
  macOf: (key, signed) => (typeof key === 'string' && keys.includes(key) ? macWith(key, signed) : undefined),
  ageOf: (key) => {
    const age = keys.findIndex((each) => each === key);
    return age < 0 ? undefined : age;
  },
  digestOf: (sealed) => createHash('sha256').update(sealed).digest('hex'),
};

const hasKey = () => Promise.resolve(false);

/** A chain that goes on behind the given entries. */
function chain(
  length: number,
  { after = [], key = 'new', action = 'read' }: ChainOptions = {},
): StoredEntry[] {
  const entries = [...after];
  for (let sequence = after.length + 1; sequence <= after.length + length; sequence += 1) {
    const before = entries.at(-1)?.document['mac'];
    const previous = typeof before === 'string' ? before : '';
    const contents = { organisationId, sequence, action, values: [], key, previous };
    const mac = macWith(key, { previous, canonical: canonicalText(contents), sequence });
    entries.push({
      documentId: entryDocumentId(organisationId, sequence),
      document: { ...contents, mac },
      values: undefined,
      unreadable: [],
    });
  }
  return entries;
}
interface ChainOptions {
  readonly after?: readonly StoredEntry[];
  readonly key?: string;
  readonly action?: string;
}

function anchorOf(entries: readonly StoredEntry[]): AuditAnchor {
  return { organisationId, sequence: entries.length, mac: String(entries.at(-1)?.document['mac']), at: 0 };
}

async function breaksOf(entries: Iterable<StoredEntry>, ...anchors: AuditAnchor[]) {
  const found: ChainBreak[] = [];
  for await (const each of findBreaks({ organisationId, entries, signatures, hasKey, anchors })) {
    found.push(each);
  }
  return found;
}

describe('verifying a chain (X5)', () => {
  it('finds nothing in one that is whole, also behind an anchor', async () => {
    const entries = chain(50);
    expect(await breaksOf(entries, anchorOf(entries.slice(0, 20)), anchorOf(entries))).toEqual([]);
    expect(await breaksOf([])).toEqual([]);
  });

  it('finds that the tail was cut off, and that it has grown anew since', async () => {
    const entries = chain(10);
    const cut = entries.slice(0, 6);
    expect(await breaksOf(cut)).toEqual([]);
    expect(await breaksOf(cut, anchorOf(entries))).toEqual([{ kind: 'truncated', sequence: 7, through: 10 }]);
    const regrown = chain(6, { after: cut, action: 'written anew' });
    expect(await breaksOf(regrown, anchorOf(entries))).toEqual([{ kind: 'rewritten', sequence: 10 }]);
  });

  it('finds entries of a fork among those of the chain', async () => {
    const common = chain(3);
    const one = chain(4, { after: common });
    const other = chain(4, { after: common, action: 'in the fork' });
    expect(await breaksOf([...one.slice(0, 5), ...other.slice(5)])).toEqual([
      { kind: 'unlinked', sequence: 6 },
    ]);
  });

  it('finds a chain whose beginning is gone', async () => {
    expect(await breaksOf(chain(8).slice(3))).toEqual([{ kind: 'removed', sequence: 1, through: 3 }]);
  });

  it('finds every one of several breaks', async () => {
    const entries = chain(20);
    const edited = (index: number, fields: object): StoredEntry => {
      const entry = entries[index];
      if (entry === undefined) throw new Error('There is no such entry.');
      return { ...entry, document: { ...entry.document, ...fields } };
    };
    const broken = [
      ...entries.slice(0, 4),
      edited(4, { action: 'other' }),
      ...entries.slice(5, 10),
      ...entries.slice(12, 15),
      edited(15, { key: 'unknown' }),
      ...entries.slice(16),
    ];
    const found = await breaksOf(broken);
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        { kind: 'edited', sequence: 5 },
        { kind: 'removed', sequence: 11, through: 12 },
        { kind: 'foreign-key', sequence: 16 },
      ]),
    );
  });

  it('accepts a new key in the middle, and no return to the old one', async () => {
    const renewed = chain(3, { after: chain(3, { key: 'old' }) });
    expect(await breaksOf(renewed)).toEqual([]);
    expect(await breaksOf(chain(1, { after: renewed, key: 'old' }))).toEqual([
      { kind: 'foreign-key', sequence: 7 },
    ]);
  });

  it('takes an entry that holds anything but plain data for edited', async () => {
    const [first] = chain(1);
    if (first === undefined) throw new Error('The chain is empty.');
    const strange = { ...first, document: { ...first.document, action: new Map() } };
    expect(await breaksOf([strange])).toEqual([{ kind: 'edited', sequence: 1 }]);
  });
});
