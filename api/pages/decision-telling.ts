import { DomainError } from '../../domain/errors.js';
import { isUnavailable, withinTime } from '../use-cases/time-limit.js';

/** Why a decision by link came to nothing. `gone`: the incident knows the question no more, or is over. */
export type Untold = 'not-theirs' | 'gone' | 'unknown';

/** How long somebody waits for what came of their decision. Milliseconds. */
const patience = 5_000;

/** Tells the incident what somebody has decided about costs, behind a link of their own. */
export async function tellDecision<Answer>(tell: () => Promise<Answer>): Promise<Answer | Untold> {
  try {
    return await withinTime(patience, 'The incident', tell);
  } catch (error) {
    if (isUnavailable(error)) return 'unknown';
    if (!(error instanceof DomainError)) throw error;
    if (error.kind === 'forbidden') return 'not-theirs';
    if (error.kind === 'conflict' || error.kind === 'not-found') return 'gone';
    throw error;
  }
}
