import type { SupportCaseId } from '../../domain/identifiers.js';

/** Where partners and the desk find a case. */
export interface CaseLinks {
  to(caseId: SupportCaseId): string;
}

/**
 * The place within the page is told behind the `#`, which no server sees: mails that go out today lead to the case as soon as
 * there is a portal, and to the front page until then.
 */
export function createCaseLinks({ publicUrl }: { readonly publicUrl: string }): CaseLinks {
  const front = publicUrl.replace(/\/+$/, '');
  return { to: (caseId) => `${front}/#/support-cases/${caseId}` };
}
