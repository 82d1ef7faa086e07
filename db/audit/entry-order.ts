import { trusted } from 'mongoose';
import type { AuditEntryDocument } from '../models/audit.js';
import { decodeCursor } from '../cursor.js';

/** The newest first; of one millisecond each chain in its own order. The identifier would not do: as a text 10 comes before 9. */
export const newestEntriesFirst = { at: -1, organisationId: -1, sequence: -1 } as const satisfies Partial<
  Record<keyof AuditEntryDocument, -1>
>;

/** The filter for all entries behind a cursor, in this order. @throws DomainError `invalid-input` for a cursor of another list. */
export function behindEntry(cursor: string | undefined): { readonly $or?: Record<string, unknown>[] } {
  if (cursor === undefined) return {};
  const { moment, id } = decodeCursor(cursor);
  const at = new Date(moment);
  const end = id.lastIndexOf(':');
  const organisationId = id.slice(0, Math.max(0, end));
  return {
    $or: [
      { at: trusted({ $lt: at }) },
      { at, organisationId: trusted({ $lt: organisationId }) },
      { at, organisationId, sequence: trusted({ $lt: Number(id.slice(end + 1)) || 0 }) },
    ],
  };
}
