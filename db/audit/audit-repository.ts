import { trusted, type QueryFilter } from 'mongoose';
import type { AuditAnchor, AuditEntry, AuditFacts, AuditRecord } from '../../domain/audit/entry.js';
import { keyDestruction } from '../../domain/audit/person-key-verification.js';
import { sequenceOfPurge, valuesPurge } from '../../domain/audit/value-purge.js';
import { findBreaks, type ChainBreak, type StoredEntry } from '../../domain/audit/verification.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import type { AuditEntryDocument, AuditModels } from '../models/audit.js';
import { assertMayTouch, ownedBy } from '../scope-filter.js';
import type { Sealer } from '../sealer.js';
import type { Page, PageRequest } from '../store.js';
import { createChain, toEntry } from './chain.js';
import { behindEntry, newestEntriesFirst } from './entry-order.js';
import { createPersonKeys } from './person-keys.js';
import { createAuditSignatures } from './signatures.js';
import { createValueKeeping, type OpenedValue } from './value-keeping.js';

export interface AuditFilter {
  readonly organisationId?: OrganisationId;
  /** Whose data. */
  readonly person?: string;
  /** Who did it: the identifier of a user, a token, a contact or a traveller, or an account of the command line. */
  readonly actor?: string;
  readonly action?: string;
  readonly since?: Date;
  readonly before?: Date;
}

/** An entry with its values, as far as they can still be read. */
export interface OpenedEntry extends Omit<AuditEntry, 'values'> {
  readonly values: readonly OpenedValue[];
}

/** The audit trail (X5): one chain for each organisation, the desk's own things in the desk's. */
export interface AuditRepository {
  /** Repeating it with the same identifier changes nothing. */
  append(record: AuditRecord): Promise<AuditEntry>;
  /** Newest first. */
  list(scope: Scope, query: PageRequest & AuditFilter): Promise<Page<OpenedEntry>>;
  /** The end of the chain now. */
  anchor(scope: Scope, organisationId: OrganisationId, at: number): Promise<AuditAnchor>;
  /** Everybody who has a chain. */
  organisations(scope: Scope): Promise<readonly OrganisationId[]>;
  /** Reads the whole chain, a batch at a time, and tells every break in it. */
  breaks(
    scope: Scope,
    organisationId: OrganisationId,
    anchors?: readonly AuditAnchor[],
  ): AsyncIterable<ChainBreak>;
  /**
   * Destroys somebody's key for ever: their old and new values become unreadable, their chain stays whole and tells who
   * did it. Repeating it with the same identifier completes what was begun.
   */
  destroyKey(scope: Scope, destruction: KeyDestruction): Promise<void>;
}

/** Who destroys whose key. */
export interface KeyDestruction extends Pick<
  AuditFacts,
  'id' | 'organisationId' | 'at' | 'by' | 'role' | 'from'
> {
  readonly person: string;
}

const batchSize = 500;
const actorFields = ['by.userId', 'by.tokenId', 'by.target.id', 'by.account'] as const;

export function createAuditRepository(models: AuditModels, sealer: Sealer, within: Within): AuditRepository {
  const { entries } = models;
  const signatures = createAuditSignatures(sealer);
  const personKeys = createPersonKeys(models.personKeys, sealer);
  const keeping = createValueKeeping(models.values, personKeys);
  const chain = createChain(entries, signatures, within);

  async function claimedPurge(organisationId: OrganisationId): Promise<number> {
    const told = await entries.find({ organisationId, action: valuesPurge }, { what: 1 }).lean();
    return Math.max(0, ...told.map(({ what }) => sequenceOfPurge(what)));
  }

  async function* storedEntries(organisationId: OrganisationId): AsyncGenerator<StoredEntry> {
    let wanted: QueryFilter<AuditEntryDocument> = { organisationId };
    let last = 0;
    // To where the chain does not grow any more: the entry of a destroyed key is older than the absence of the key.
    for (;;) {
      let isAtEnd = true;
      for await (const batch of batchesOf(wanted)) {
        isAtEnd = false;
        last = Math.max(last, ...batch.map(({ sequence }) => sequence).filter(Number.isSafeInteger));
        yield* withValues(organisationId, batch);
      }
      if (isAtEnd) return;
      wanted = { organisationId, sequence: trusted({ $gt: last }) };
    }
  }

  async function* batchesOf(wanted: QueryFilter<AuditEntryDocument>): AsyncGenerator<AuditEntryDocument[]> {
    let batch: AuditEntryDocument[] = [];
    for await (const document of entries.find(wanted).sort({ sequence: 1 }).lean().cursor({ batchSize })) {
      batch.push(document);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  async function* withValues(
    organisationId: OrganisationId,
    batch: readonly AuditEntryDocument[],
  ): AsyncGenerator<StoredEntry> {
    // Whoever edits a document may leave anything in its fields.
    const stored = await keeping.stored(batch.map(({ record }) => record).filter(isText));
    const unreadable = await keeping.unreadable(organisationId, stored);
    for (const { _id: documentId, ...document } of batch) {
      yield {
        documentId,
        document: { ...document },
        values: stored.get(document.record),
        unreadable: unreadable.get(document.record) ?? [],
      };
    }
  }

  return {
    async append(record) {
      // Values first: without its entry a value harms nobody, and an entry without its values would be a break.
      const sealed = await within('other', () => keeping.keep(record));
      const digests = sealed.map(({ person, before, after }) => ({
        person,
        ...(before === undefined ? {} : { before: signatures.digestOf(before) }),
        ...(after === undefined ? {} : { after: signatures.digestOf(after) }),
      }));
      return chain.append(record, digests);
    },

    list: (scope, { organisationId, person, actor, action, since, before, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = [
          ownedBy(scope),
          ...(organisationId === undefined ? [] : [{ organisationId }]),
          ...(person === undefined ? [] : [{ persons: person }]),
          ...(actor === undefined ? [] : [{ $or: actorFields.map((field) => ({ [field]: actor })) }]),
          ...(action === undefined ? [] : [{ action }]),
          ...(since === undefined ? [] : [{ at: trusted({ $gte: since }) }]),
          ...(before === undefined ? [] : [{ at: trusted({ $lt: before }) }]),
          behindEntry(page.cursor),
        ];
        const documents = await entries
          .find({ $and: wanted }, null, { maxTimeMS })
          .sort(newestEntriesFirst)
          .limit(page.limit + 1)
          .lean<AuditEntryDocument[]>();
        const { items, ...next } = toPage(documents, page, ({ at }) => at, toEntry);
        const opened = await keeping.open(items);
        return { items: items.map((entry) => ({ ...entry, values: opened.get(entry.id) ?? [] })), ...next };
      }),

    async anchor(scope, organisationId, at) {
      assertMayTouch(scope, organisationId);
      return { organisationId, ...(await chain.head(organisationId)), at };
    },

    organisations: (scope) =>
      within('background', async () => (await entries.distinct('organisationId', ownedBy(scope))).sort()),

    async *breaks(scope, organisationId, anchors = []) {
      assertMayTouch(scope, organisationId);
      yield* findBreaks({
        organisationId,
        entries: storedEntries(organisationId),
        signatures,
        claimedPurge: await claimedPurge(organisationId),
        hasKey: (person) => within('background', () => personKeys.has(organisationId, person)),
        anchors: anchors.filter((anchor) => anchor.organisationId === organisationId),
      });
    },

    async destroyKey(scope, { person, ...deed }) {
      const { organisationId } = deed;
      assertMayTouch(scope, organisationId);
      // The entry first: a key that is gone without one is what a removal by somebody else looks like.
      await chain.append(
        {
          ...deed,
          stage: 'done',
          action: keyDestruction,
          what: { kind: 'person-key', id: person },
          persons: [person],
          values: [],
        },
        [],
      );
      await within('other', () => personKeys.destroy(organisationId, person));
    },
  };
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
