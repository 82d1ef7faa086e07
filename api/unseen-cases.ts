import type { Store } from '../db/store.js';
import type { OrganisationId } from '../domain/identifiers.js';

/** A case that was reported, and of which nothing is known since: only its intake tells that it should be there. */
export interface UnseenCase {
  readonly caseId: string;
  readonly organisationId: OrganisationId;
  /** When it was reported, in epoch milliseconds. */
  readonly since: number;
  /** False: its workflow was never started. True: it was, and has never come to its first projection. */
  readonly started: boolean;
}

export interface UnseenCasesDependencies {
  readonly intakes: Pick<Store['intakes'], 'awaitingCase' | 'noteCases'>;
  readonly projection: Pick<Store['cases'], 'recordedAmong'>;
}

/** How many intakes one look takes up; those whose cases have been recorded are not looked at again. */
const mostLookedAt = 500;

/**
 * Looks for cases that are in no list: never started, or stuck before their first projection.
 *
 * @param before who was reported, or started, after this moment (epoch milliseconds) has time yet.
 * @throws DomainError `unavailable` when MongoDB does not answer.
 */
export async function findUnseenCases(
  { intakes, projection }: UnseenCasesDependencies,
  before: number,
): Promise<readonly UnseenCase[]> {
  const awaiting = await intakes.awaitingCase(new Date(before), mostLookedAt);
  if (awaiting.length === 0) return [];
  const recorded = await projection.recordedAmong(awaiting.map(({ id }) => id));
  if (recorded.size > 0) await intakes.noteCases(recorded);
  return awaiting
    .filter(({ id, startedAt }) => !recorded.has(id) && (startedAt?.getTime() ?? 0) < before)
    .map(({ id, organisationId, createdAt, startedAt }) => ({
      caseId: id,
      organisationId,
      since: createdAt.getTime(),
      started: startedAt !== undefined,
    }));
}
