import type { CannedAnswerId } from '../domain/identifiers.js';
import type { Scope } from '../domain/scope.js';
import type { CannedAnswer, CannedAnswerInput } from '../domain/support-case/canned-answer.js';
import type { Page, PageRequest } from './paging.js';

/** Canned answers (C10). They are the desk's alone: for others there are none. */
export interface CannedAnswerRepository {
  /** The one that is stored: an earlier one where the ID exists. */
  create(scope: Scope, id: CannedAnswerId, input: CannedAnswerInput, at: Date): Promise<CannedAnswer>;
  find(scope: Scope, id: CannedAnswerId): Promise<CannedAnswer | undefined>;
  /** Oldest first. */
  list(scope: Scope, page: PageRequest): Promise<Page<CannedAnswer>>;
  /** undefined: there is none; `conflict` when `ifRevision` is not the current one. */
  save(
    scope: Scope,
    id: CannedAnswerId,
    input: CannedAnswerInput,
    at: Date,
    ifRevision?: number,
  ): Promise<CannedAnswer | undefined>;
  /** False: there was none. */
  remove(scope: Scope, id: CannedAnswerId): Promise<boolean>;
}
