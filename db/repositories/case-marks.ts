import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { deedIn } from '../../domain/audit/timeline-deeds.js';
import type { CaseRecord, CaseView } from '../../domain/case-record.js';
import type { IncidentId } from '../../domain/identifiers.js';
import type { CaseRepository } from '../case-store.js';
import type { Within } from '../deadline.js';
import type { CaseDocument } from '../models/case.js';

/** Stored entries that somebody is still to be told of: set in the very write that says that they are stored. */
export type CaseMarks = Pick<CaseDocument, 'unannounced' | 'unaudited'>;

/** Incidents are announced by webhooks; whatever a human has done stands in the audit trail. */
export function marksFor({ view, entries }: CaseRecord): CaseMarks {
  const tellsOfDeed = entries.some(({ event }) => deedIn(event, view.travellerId) !== undefined);
  const { unaudited: _perhaps, ...marks } = allMarksFor(view);
  return tellsOfDeed ? { ...marks, unaudited: true } : marks;
}

/** The same when it is not known what the entries tell of. */
export function allMarksFor({ case: kind }: Pick<CaseView, 'case'>): CaseMarks {
  return kind === 'incident' ? { unannounced: true, unaudited: true } : { unaudited: true };
}

/**
 * Entries from here on are others than those that webhooks and the audit trail may have been told of: both are told again,
 * and whoever is about to tell what stood there before marks nothing.
 */
export async function tellAgain(
  cases: Model<CaseDocument>,
  { id: _id }: Pick<CaseView, 'id'>,
  from: number,
): Promise<void> {
  for (;;) {
    const found = await cases
      .findOne({ _id }, { case: 1, replacements: 1, announcedThrough: 1, auditedThrough: 1 })
      .lean<Pick<CaseDocument, 'case' | 'replacements' | 'announcedThrough' | 'auditedThrough'>>();
    if (!found) return;
    const { replacements = 0, announcedThrough = 0, auditedThrough = 0 } = found;
    const { matchedCount } = await cases.updateOne(
      {
        _id,
        ...withReplacements(replacements),
        announcedThrough: asRead(found.announcedThrough),
        auditedThrough: asRead(found.auditedThrough),
      },
      {
        $set: {
          ...allMarksFor(found),
          replacements: replacements + 1,
          announcedThrough: Math.min(announcedThrough, from - 1),
          auditedThrough: Math.min(auditedThrough, from - 1),
        },
      },
    );
    if (matchedCount > 0) return;
  }
}

function withReplacements(replacements: number) {
  return { replacements: replacements === 0 ? trusted({ $exists: false }) : replacements };
}

function asRead(value: number | undefined) {
  return value ?? trusted({ $exists: false });
}

type Marking = Pick<CaseRepository, 'unannounced' | 'markAnnounced' | 'unaudited' | 'markAudited'>;

/** Which cases are marked, and how their marks go. */
export function createCaseMarks(cases: Model<CaseDocument>, within: Within): Marking {
  /** More may have been stored meanwhile: then the mark stays for that. */
  async function unmark(
    caseId: string,
    through: number,
    mark: keyof CaseMarks,
    progress: 'announcedThrough' | 'auditedThrough',
    replacements: number,
  ): Promise<void> {
    const unreplaced = { _id: caseId, ...withReplacements(replacements) };
    const { matchedCount } = await cases.updateOne(
      { ...unreplaced, timelineThrough: through },
      { $max: { [progress]: through }, $unset: { [mark]: 1 } },
    );
    if (matchedCount === 0) await cases.updateOne(unreplaced, { $max: { [progress]: through } });
  }

  return {
    unannounced: (organisationIds, limit) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find(
            { unannounced: true, organisationId: trusted({ $in: [...organisationIds] }) },
            { organisationId: 1, announcedThrough: 1, timelineThrough: 1, replacements: 1 },
            { maxTimeMS },
          )
          .sort({ openedAt: -1 })
          .limit(limit)
          .lean<
            (Pick<
              CaseDocument,
              'organisationId' | 'announcedThrough' | 'timelineThrough' | 'replacements'
            > & {
              readonly _id: IncidentId;
            })[]
          >();
        return found.map(({ _id: incidentId, announcedThrough = 0, replacements = 0, ...progress }) => ({
          incidentId,
          announcedThrough,
          replacements,
          ...progress,
        }));
      }),

    markAnnounced: (incidentId, through, replacements = 0) =>
      within('other', () => unmark(incidentId, through, 'unannounced', 'announcedThrough', replacements)),

    unaudited: (limit) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find(
            { unaudited: true },
            {
              case: 1,
              organisationId: 1,
              travellerId: 1,
              auditedThrough: 1,
              timelineThrough: 1,
              replacements: 1,
            },
            { maxTimeMS },
          )
          .sort({ openedAt: 1 })
          .limit(limit)
          .lean<
            Pick<
              CaseDocument,
              | '_id'
              | 'case'
              | 'organisationId'
              | 'travellerId'
              | 'auditedThrough'
              | 'timelineThrough'
              | 'replacements'
            >[]
          >();
        return found.map(({ _id: caseId, auditedThrough = 0, replacements = 0, ...rest }) => ({
          caseId,
          auditedThrough,
          replacements,
          ...rest,
        }));
      }),

    markAudited: (caseId, through, replacements = 0) =>
      within('other', () => unmark(caseId, through, 'unaudited', 'auditedThrough', replacements)),
  };
}
