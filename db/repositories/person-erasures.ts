import { trusted, type Model } from 'mongoose';
import { z } from 'zod';
import { conflict, notFound } from '../../domain/errors.js';
import { organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import {
  countedTogether,
  isNewReport,
  type Counted,
  type ErasureReport,
} from '../../domain/persons/erasure-report.js';
import type { PersonErasure } from '../../domain/persons/person-erasure.js';
import { personIdSchema, type PersonTraces } from '../../domain/persons/person.js';
import { mayTouch } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import { isDuplicateKey, type Within } from '../deadline.js';
import type { PersonErasureDocument } from '../models/person-erasure.js';
import type { PersonErasureRepository } from '../person-store.js';
import { assertMayTouch, ownedBy } from '../scope-filter.js';
import type { Sealer } from '../sealer.js';

const tracesSchema = z.strictObject({
  id: personIdSchema,
  organisationId: organisationIdSchema,
  isOwnPerson: z.literal(true).exactOptional(),
  names: z.array(z.string()),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
}) satisfies z.ZodType<PersonTraces>;

const unended = trusted({ $ne: 'complete' as const });

function toErasure({
  _id: id,
  sealedTraces: _traces,
  found: _found,
  erased: _erased,
  unended: _key,
  lastEndedAt: _ended,
  uncertified: _mark,
  uncertifiedSince: _since,
  ...erasure
}: PersonErasureDocument): PersonErasure {
  return { id, ...erasure };
}

function askedForAlready() {
  return conflict('An erasure of this person has been asked for already, and has not ended.');
}

type WatchedErasure = Pick<
  PersonErasureDocument,
  'organisationId' | 'requestedAt' | 'state' | 'report' | 'lastEndedAt' | 'uncertified' | 'uncertifiedSince'
>;

/** Since when nothing has come of it, in epoch milliseconds; what is stored without these moments has those of its report. */
function untried(erasure: WatchedErasure): number {
  const { requestedAt, state, report, lastEndedAt, uncertified, uncertifiedSince } = erasure;
  const reportedAt = report?.at ?? requestedAt.getTime();
  return Math.min(
    ...(state === 'running' ? [lastEndedAt?.getTime() ?? reportedAt] : []),
    ...(uncertified === true ? [uncertifiedSince?.getTime() ?? reportedAt] : []),
  );
}

/** The part of an update that adds counts to what was erased. */
function added(erased: readonly Counted[]) {
  const counts = countedTogether(erased).map(
    ({ collection, count }) => [`erased.${collection}`, count] as const,
  );
  return counts.length === 0 ? {} : { $inc: Object.fromEntries(counts) };
}

/**
 * By what somebody is found is kept here, sealed, until nothing of them is left: their own documents are gone before everything
 * else can be.
 */
export function createPersonErasureRepository(
  erasures: Model<PersonErasureDocument>,
  sealer: Pick<Sealer, 'seal' | 'unseal'>,
  within: Within,
): PersonErasureRepository {
  async function required({ id, organisationId }: Pick<PersonErasure, 'id' | 'organisationId'>) {
    const found = await erasures.findOne({ _id: id, organisationId }).lean<PersonErasureDocument>();
    if (found === null) throw notFound('erasure');
    return found;
  }

  return {
    create: (scope, { id, ...asked }, traces) =>
      within('other', async () => {
        const { organisationId, personId } = asked;
        assertMayTouch(scope, organisationId);
        const known = await erasures.findOne({ _id: id, organisationId }).lean<PersonErasureDocument>();
        if (known !== null) return { stored: 'exists', erasure: toErasure(known) };
        if (await erasures.exists({ organisationId, personId, state: unended })) {
          throw askedForAlready();
        }
        const document: PersonErasureDocument = {
          _id: id,
          ...asked,
          state: 'running',
          unended: `${organisationId} ${personId}`,
          sealedTraces: sealer.seal(JSON.stringify(traces)),
        };
        try {
          await erasures.insertOne(document);
          return { stored: 'new', erasure: toErasure(document) };
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
        // The same request, or another one of the same person that came in the same moment.
        const stored = await erasures.findOne({ _id: id, organisationId }).lean<PersonErasureDocument>();
        if (stored === null) throw askedForAlready();
        return { stored: 'exists', erasure: toErasure(stored) };
      }),

    find: (scope, organisationId, id) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return undefined;
        const found = await erasures
          .findOne({ _id: id, organisationId }, null, { maxTimeMS })
          .lean<PersonErasureDocument>();
        return found === null ? undefined : toErasure(found);
      }),

    list: (scope, { organisationId, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = [
          ownedBy(scope),
          { organisationId },
          behind('requestedAt', 'newest-first', page.cursor),
        ];
        const found = await erasures
          .find({ $and: wanted }, null, { maxTimeMS })
          .sort(order('requestedAt', 'newest-first'))
          .limit(page.limit + 1)
          .lean<PersonErasureDocument[]>();
        return toPage(found, page, ({ requestedAt }) => requestedAt, toErasure);
      }),

    unfinished: (scope, organisationId) =>
      within('background', async () => {
        assertMayTouch(scope, organisationId);
        const found = await erasures
          .find({ organisationId, $or: [{ state: unended }, { uncertified: true }] }, { _id: 1 })
          .sort({ requestedAt: 1 })
          .lean<Pick<PersonErasureDocument, '_id'>[]>();
        return found.map(({ _id }) => _id);
      }),

    untriedSince: (scope) =>
      within('background', async () => {
        const begun = { $or: [{ state: 'running' as const }, { uncertified: true as const }] };
        const found = await erasures
          .find(
            { $and: [ownedBy(scope), begun] },
            {
              ...{ organisationId: 1, requestedAt: 1, state: 1, 'report.at': 1 },
              ...{ lastEndedAt: 1, uncertified: 1, uncertifiedSince: 1 },
            },
          )
          .lean<WatchedErasure[]>();
        const earliest = new Map<OrganisationId, number>();
        for (const erasure of found) {
          const { organisationId } = erasure;
          const since = untried(erasure);
          earliest.set(organisationId, Math.min(since, earliest.get(organisationId) ?? since));
        }
        return earliest;
      }),

    isGoing: (scope, organisationId, personId) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        const running = { organisationId, state: 'running' as const };
        if (personId === undefined) return (await erasures.exists(running)) !== null;
        const person = personIdSchema.safeParse(personId).data;
        if (person === undefined) return false;
        return (await erasures.exists({ ...running, personId: person })) !== null;
      }),

    begin: (scope, { id, organisationId }) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        await erasures.updateOne({ _id: id, organisationId, state: unended }, { $set: { state: 'running' } });
        const { sealedTraces } = await required({ id, organisationId });
        return sealedTraces === undefined
          ? undefined
          : tracesSchema.parse(JSON.parse(sealer.unseal(sealedTraces)));
      }),

    keepTraces: (scope, { id, organisationId }, traces) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        const sealedTraces = sealer.seal(JSON.stringify(traces));
        await erasures.updateOne({ _id: id, organisationId, state: unended }, { $set: { sealedTraces } });
      }),

    enterRoom: (scope, { id, organisationId }, { room, by }) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        const before = await erasures
          .findOneAndUpdate(
            { _id: id, organisationId, state: unended },
            { $set: { [`found.${room}.by`]: by } },
            { returnDocument: 'before', projection: { found: 1 } },
          )
          .lean<Pick<PersonErasureDocument, 'found'>>();
        const { goes, standing } = before?.found?.[room] ?? {};
        return goes === undefined || standing === undefined ? undefined : { goes, standing };
      }),

    noteFound: (scope, { id, organisationId }, { room, by }, found, erasedBefore) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        const { matchedCount } = await erasures.updateOne(
          { _id: id, organisationId, [`found.${room}.by`]: by },
          { $set: { [`found.${room}`]: { by, ...found } }, ...added(erasedBefore) },
        );
        return matchedCount > 0;
      }),

    noteErased: (scope, { id, organisationId }, { room, by }, erased, left) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        const { matchedCount } = await erasures.updateOne(
          { _id: id, organisationId, [`found.${room}.by`]: by },
          {
            ...(left.goes.length === 0
              ? { $unset: { [`found.${room}`]: 1 } }
              : { $set: { [`found.${room}`]: { by, ...left } } }),
            ...added(erased),
          },
        );
        return matchedCount > 0;
      }),

    end: (scope, { id, organisationId }, state, told) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        const { erased = {}, report: last, ...known } = await required({ id, organisationId });
        const counts = Object.entries(erased).map(([collection, count]) => ({ collection, count }));
        const report: ErasureReport = { ...told, erased: countedTogether(counts) };
        const isNews = last === undefined || state === 'complete' || isNewReport(last, report);
        const lastEndedAt = new Date(told.at);
        const isUncertified = isNews || known.uncertified === true;
        const uncertifiedSince = known.uncertifiedSince ?? lastEndedAt;
        await erasures.updateOne(
          { _id: id, organisationId, state: unended },
          {
            $set: {
              ...{ state, lastEndedAt },
              ...(isNews ? { report } : {}),
              ...(isUncertified ? { uncertified: true, uncertifiedSince } : {}),
            },
            ...(state === 'complete' ? { $unset: { sealedTraces: 1, found: 1, unended: 1 } } : {}),
          },
        );
        return toErasure(await required({ id, organisationId }));
      }),

    markCertified: (scope, { id, organisationId }, { at }) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        await erasures.updateOne(
          { _id: id, organisationId, 'report.at': at },
          { $unset: { uncertified: 1, uncertifiedSince: 1 } },
        );
      }),
  };
}
