import type { CaseEngineHealth } from '../cases/cases.js';
import type { Store } from '../db/store.js';
import { unlessAway } from './use-cases/time-limit.js';

/** A case of which nothing is known since its report: only its intake, or its workflow, tells that it should be there. */
export interface UnseenCase {
  readonly caseId: string;
  /** When it was reported, in epoch milliseconds. */
  readonly since: number;
}

export interface UnseenCasesDependencies {
  readonly intakes: Pick<Store['intakes'], 'awaitingCase' | 'noteCases'>;
  readonly projection: Pick<Store['cases'], 'recordedAmong'>;
  readonly health: Pick<CaseEngineHealth, 'runningCases'>;
}

/** How many intakes, and how many workflows, one look takes up; those that have been recorded are not looked at again. */
const mostLookedAt = 500;
/** Workflows that were started earlier were young in earlier rounds. Milliseconds. */
const longestLookBack = 24 * 3_600_000;

/**
 * Looks for cases that are in no list: never started, or stuck before their first projection. A report that came while
 * MongoDB was away has no intake, but a workflow.
 *
 * @param before who was reported, or started, after this moment (epoch milliseconds) has time yet.
 * @throws DomainError `unavailable` when MongoDB does not answer.
 */
export async function findUnseenCases(
  { intakes, projection, health }: UnseenCasesDependencies,
  before: number,
): Promise<readonly UnseenCase[]> {
  const started = { from: new Date(before - longestLookBack), before: new Date(before) };
  const [awaiting, running] = await Promise.all([
    intakes.awaitingCase(new Date(before), mostLookedAt),
    // An engine that does not answer is an alarm of its own.
    unlessAway(() => health.runningCases(started, mostLookedAt)),
  ]);
  const reports = new Map([
    ...(running ?? []).map(({ caseId, startedAt }) => [caseId, startedAt.getTime()] as const),
    ...awaiting.map(({ id, createdAt }) => [id, createdAt.getTime()] as const),
  ]);
  if (reports.size === 0) return [];
  const recorded = await projection.recordedAmong([...reports.keys()]);
  const noted = awaiting.map(({ id }) => id).filter((id) => recorded.has(id));
  if (noted.length > 0) await intakes.noteCases(noted);
  const startedLately = new Set(
    awaiting.filter(({ startedAt }) => (startedAt?.getTime() ?? 0) >= before).map(({ id }) => id),
  );
  return [...reports]
    .filter(([caseId]) => !recorded.has(caseId) && !startedLately.has(caseId))
    .map(([caseId, since]) => ({ caseId, since }));
}
