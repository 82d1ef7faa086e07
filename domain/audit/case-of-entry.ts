import { incidentIdSchema, statusCallIdSchema, supportCaseIdSchema } from '../identifiers.js';
import type { AuditFacts } from './entry.js';

const caseIds = [incidentIdSchema, statusCallIdSchema, supportCaseIdSchema] as const;

/** The first of these identifiers that is of a case; undefined: none is. */
export function caseAmong(identifiers: readonly unknown[]): string | undefined {
  for (const identifier of identifiers) {
    for (const schema of caseIds) {
      const caseId = schema.safeParse(identifier).data;
      if (caseId !== undefined) return caseId;
    }
  }
  return undefined;
}

/**
 * The case that an entry is about, or to which what it is about belongs, or in which somebody answered; undefined: it is about none.
 */
export function caseOfEntry({ what, from }: Pick<AuditFacts, 'what' | 'from'>): string | undefined {
  return caseAmong([what.id, what.caseId, 'caseId' in from ? from.caseId : undefined]);
}
