import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { canonicalText } from '../../domain/audit/canonical.js';
import type { AuditEntry, AuditRecord, SealedValue } from '../../domain/audit/entry.js';
import { entryDocumentId } from '../../domain/audit/verification.js';
import { unavailable } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Within } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { AuditEntryDocument } from '../models/audit.js';
import type { AuditSignatures } from './signatures.js';

/** The last link that somebody has seen of a chain. */
export interface Head {
  readonly sequence: number;
  readonly mac: string;
}

export interface Chain {
  /** Puts a link to the end of the organisation's chain. The same record is never linked twice. */
  append(record: AuditRecord, digests: readonly SealedValue[]): Promise<AuditEntry>;
  /** The end of the chain as it is stored now. */
  head(organisationId: OrganisationId): Promise<Head>;
}

const empty: Head = { sequence: 0, mac: '' };
/** How many links are asked for by their keys in one query, when others have moved the end on. */
const windowSize = 50;
/** Other processes can be faster again and again, but not so often. */
const mostTries = 500;

/**
 * Chains whose places are the keys of their links: whoever inserts first has the place, whoever comes second goes on
 * behind. Within one process the records of a chain queue up, so that it never stands in its own way.
 */
export function createChain(
  entries: Model<AuditEntryDocument>,
  signatures: AuditSignatures,
  within: Within,
): Chain {
  const heads = new Map<OrganisationId, Head>();
  const queues = new Map<OrganisationId, Promise<unknown>>();

  async function readHead(organisationId: OrganisationId): Promise<Head> {
    const last = await entries
      .findOne({ organisationId }, { sequence: 1, mac: 1 })
      .sort({ sequence: -1 })
      .lean<Pick<AuditEntryDocument, 'sequence' | 'mac'>>();
    return last ? { sequence: last.sequence, mac: last.mac } : empty;
  }

  /** From a head that was seen to the end as it is now, by the keys of what follows. */
  async function moveOn(organisationId: OrganisationId, seen: Head): Promise<Head> {
    let head = seen;
    for (;;) {
      const keys = Array.from({ length: windowSize }, (_, ahead) =>
        entryDocumentId(organisationId, head.sequence + 1 + ahead),
      );
      const found = await entries
        .find({ _id: trusted({ $in: keys }) }, { sequence: 1, mac: 1 })
        .lean<Pick<AuditEntryDocument, 'sequence' | 'mac'>[]>();
      for (const { sequence, mac } of found.sort((one, other) => one.sequence - other.sequence)) {
        if (sequence === head.sequence + 1) head = { sequence, mac };
      }
      if (found.length < windowSize) return head;
    }
  }

  async function isInserted(document: AuditEntryDocument): Promise<boolean> {
    return (await keepOnce(() => entries.insertOne(document))) === 'kept';
  }

  async function link(record: AuditRecord, digests: readonly SealedValue[]): Promise<AuditEntry> {
    const { organisationId } = record;
    let head = heads.get(organisationId) ?? (await within('other', () => readHead(organisationId)));
    for (let tries = 0; tries < mostTries; tries += 1) {
      const document = signed(signatures, record, digests, head);
      if (await within('other', () => isInserted(document))) {
        heads.set(organisationId, { sequence: document.sequence, mac: document.mac });
        return toEntry(document);
      }
      const linked = await within('other', () =>
        entries.findOne({ record: record.id }).lean<AuditEntryDocument>(),
      );
      if (linked) return toEntry(linked);
      const seen = head;
      head = await within('other', () => moveOn(organisationId, seen));
      heads.set(organisationId, head);
    }
    throw unavailable('The end of the audit chain');
  }

  return {
    append(record, digests) {
      const { organisationId } = record;
      const before = queues.get(organisationId) ?? Promise.resolve();
      const linking = before.then(() => link(record, digests));
      const settled = linking.then(
        () => undefined,
        () => undefined,
      );
      queues.set(organisationId, settled);
      void settled.then(() => {
        if (queues.get(organisationId) === settled) queues.delete(organisationId);
      });
      return linking;
    },
    head: (organisationId) => within('other', () => readHead(organisationId)),
  };
}

function signed(
  signatures: AuditSignatures,
  { id, values: _values, at, ...facts }: AuditRecord,
  digests: readonly SealedValue[],
  head: Head,
): AuditEntryDocument {
  const sequence = head.sequence + 1;
  const contents = {
    ...facts,
    record: id,
    at: new Date(at),
    sequence,
    values: digests,
    key: signatures.keyId,
    previous: head.mac,
  };
  const mac = signatures.sign({ previous: head.mac, canonical: canonicalText(contents), sequence });
  return { _id: entryDocumentId(facts.organisationId, sequence), ...contents, mac };
}

export function toEntry(document: AuditEntryDocument): AuditEntry {
  const { _id, record: id, at, key: _key, previous: _previous, mac: _mac, ...facts } = document;
  return { id, at: at.getTime(), ...facts };
}
