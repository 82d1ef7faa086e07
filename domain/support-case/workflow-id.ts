import type { SupportCaseId } from '../identifiers.js';

/** Apart from the schemas of identifiers: a case names the workflow of another one, and workflows load no schemas (ADR 6). */
export function supportCaseWorkflowId(id: SupportCaseId): `support-case:${SupportCaseId}` {
  return `support-case:${id}`;
}
