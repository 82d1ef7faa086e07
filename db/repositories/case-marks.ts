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
export function allMarksFor({ case: kind }: CaseView): CaseMarks {
  return kind === 'incident' ? { unannounced: true, unaudited: true } : { unaudited: true };
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
  ): Promise<void> {
    const { matchedCount } = await cases.updateOne(
      { _id: caseId, timelineThrough: through },
      { $max: { [progress]: through }, $unset: { [mark]: 1 } },
    );
    if (matchedCount === 0) await cases.updateOne({ _id: caseId }, { $max: { [progress]: through } });
  }

  return {
    unannounced: (organisationIds, limit) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find(
            { unannounced: true, organisationId: trusted({ $in: [...organisationIds] }) },
            { organisationId: 1, announcedThrough: 1, timelineThrough: 1 },
            { maxTimeMS },
          )
          .sort({ openedAt: -1 })
          .limit(limit)
          .lean<
            (Pick<CaseDocument, 'organisationId' | 'announcedThrough' | 'timelineThrough'> & {
              readonly _id: IncidentId;
            })[]
          >();
        return found.map(({ _id: incidentId, announcedThrough = 0, ...progress }) => ({
          incidentId,
          announcedThrough,
          ...progress,
        }));
      }),

    markAnnounced: (incidentId, through) =>
      within('other', () => unmark(incidentId, through, 'unannounced', 'announcedThrough')),

    unaudited: (limit) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find(
            { unaudited: true },
            { case: 1, organisationId: 1, travellerId: 1, auditedThrough: 1, timelineThrough: 1 },
            { maxTimeMS },
          )
          .sort({ openedAt: 1 })
          .limit(limit)
          .lean<
            Pick<
              CaseDocument,
              '_id' | 'case' | 'organisationId' | 'travellerId' | 'auditedThrough' | 'timelineThrough'
            >[]
          >();
        return found.map(({ _id: caseId, auditedThrough = 0, ...rest }) => ({
          caseId,
          auditedThrough,
          ...rest,
        }));
      }),

    markAudited: (caseId, through) =>
      within('other', () => unmark(caseId, through, 'unaudited', 'auditedThrough')),
  };
}
