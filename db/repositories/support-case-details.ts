import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { ChangedMeanwhileError } from '../../domain/errors.js';
import { SupportCaseClosedError } from '../../domain/support-case/support-case-closed.js';
import type { Within } from '../deadline.js';
import type { SupportCaseDocument } from '../models/support.js';
import { ownedByAccount } from '../scope-filter.js';
import type { SupportCaseDetails, SupportCaseRepository } from '../support-store.js';
import { tokensAfterChange } from './support-search.js';

/** Each one meets somebody who writes into the case in that very moment. */
const mostAttempts = 10;

type Known = Pick<
  SupportCaseDocument,
  'open' | 'opening' | 'details' | 'detailsRevision' | 'searchTokens' | 'number' | 'referenceId'
>;
const known = {
  ...{ open: 1, opening: 1, details: 1, detailsRevision: 1, searchTokens: 1, number: 1, referenceId: 1 },
} as const;

/** The details of a case as they are now: those of its opening, unless the desk has changed them. */
export function currentDetails({
  opening,
  details,
}: Pick<SupportCaseDocument, 'opening' | 'details'>): SupportCaseDetails {
  const { topic, subject, identifiers } = details ?? opening;
  return { topic, subject, identifiers };
}

/** What a case is about can be put right while it is open; how it was asked stays beside it (C2, C3). */
export function createSupportCaseDetails(
  cases: Model<SupportCaseDocument>,
  within: Within,
): Pick<SupportCaseRepository, 'saveDetails'> {
  /** In one write, and only where nobody has changed anything of it meanwhile: tokens are only ever added besides. */
  async function change(
    id: SupportCaseDocument['_id'],
    from: Known,
    to: SupportCaseDetails,
  ): Promise<boolean> {
    const { detailsRevision, searchTokens } = from;
    const { matchedCount } = await cases.updateOne(
      {
        _id: id,
        open: true,
        detailsRevision: detailsRevision ?? trusted({ $exists: false }),
        searchTokens: trusted({ $size: searchTokens.length }),
      },
      {
        $set: {
          details: to,
          topic: to.topic,
          searchTokens: tokensAfterChange(from, currentDetails(from), to),
        },
        $inc: { detailsRevision: 1 },
      },
    );
    return matchedCount > 0;
  }

  return {
    saveDetails: (scope, id, details, ifRevision) =>
      within('other', async (maxTimeMS) => {
        for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
          const found = await cases
            .findOne({ _id: id, ...ownedByAccount(scope) }, known, { maxTimeMS })
            .lean<Known>();
          if (!found) return undefined;
          if (!found.open) throw new SupportCaseClosedError();
          const { detailsRevision: revision = 0 } = found;
          if (ifRevision !== undefined && ifRevision !== revision) break;
          if (await change(id, found, details)) {
            return { before: currentDetails(found), after: { ...details, revision: revision + 1 } };
          }
        }
        throw new ChangedMeanwhileError('support case');
      }),
  };
}
