import type { SupportCaseDocumentView } from '../../db/support-store.js';
import type { SupportCaseId } from '../../domain/identifiers.js';

/** So often a case that was merged into another one is followed; no desk merges so often. */
export const mostMerges = 10;

/**
 * The case in which a case goes on: of a duplicate the one that it was merged into, of any other the case itself. Where the other
 * one cannot be found it ends with what was found last.
 */
export async function whereItGoesOn(
  theCase: SupportCaseDocumentView,
  find: (id: SupportCaseId) => Promise<SupportCaseDocumentView | undefined>,
): Promise<SupportCaseDocumentView> {
  let found = theCase;
  for (let merges = 0; merges < mostMerges; merges += 1) {
    const into = found.view?.mergedInto;
    const next = into === undefined ? undefined : await find(into);
    if (next === undefined) break;
    found = next;
  }
  return found;
}
