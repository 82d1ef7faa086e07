import { incidentIdSchema, statusCallIdSchema, supportCaseIdSchema } from '../identifiers.js';
import type { AuditFacts } from './entry.js';

const caseIds = [incidentIdSchema, statusCallIdSchema, supportCaseIdSchema] as const;

/** The case that an entry is about, or in which somebody answered; undefined: it is about none. */
export function caseOfEntry({ what, from }: Pick<AuditFacts, 'what' | 'from'>): string | undefined {
  const named = [what.id, 'caseId' in from ? from.caseId : undefined];
  return named.find((id) => caseIds.some((schema) => schema.safeParse(id).success));
}
