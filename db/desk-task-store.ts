import type { DeskTask, DeskTaskKind, DeskTaskState } from '../domain/desk-tasks/desk-task.js';
import type { DeskTaskId, SupportCaseId } from '../domain/identifiers.js';
import type { Scope } from '../domain/scope.js';
import type { Principal } from '../domain/timeline.js';
import type { Page, PageRequest } from './paging.js';

/** Tasks for the desk. They are the desk's alone: for others there are none. */
export interface DeskTaskRepository {
  /** The same one twice is one task, and stays done when it is done. The task that is stored. */
  put(task: Omit<DeskTask, 'done'>): Promise<DeskTask>;
  find(scope: Scope, id: DeskTaskId): Promise<DeskTask | undefined>;
  /** Oldest first. */
  list(scope: Scope, query: PageRequest & { readonly state?: DeskTaskState }): Promise<Page<DeskTask>>;
  /** Whoever is first has done it. undefined: there is no such task. */
  finish(scope: Scope, id: DeskTaskId, by: Principal, at: Date): Promise<DeskTask | undefined>;
  /** Whether a task of such a kind about the case is still open. */
  isOpenAbout(caseId: SupportCaseId, kinds: readonly DeskTaskKind[]): Promise<boolean>;
}
