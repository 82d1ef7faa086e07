import { createHash } from 'node:crypto';
import { trusted } from 'mongoose';
import { caseOfEntry } from '../../domain/audit/case-of-entry.js';
import { purgedThrough, valuesPurge } from '../../domain/audit/value-purge.js';
import { auditEntryIdSchema, type AuditEntryId } from '../../domain/identifiers.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { AuditRepository } from '../audit/audit-repository.js';
import type { AuditModels } from '../models/audit.js';
import { batchesOf } from './batches.js';
import type { RetentionClass } from './retention-class.js';

/**
 * Old and new values beside the audit chain, by their entry. The entry stays: it holds digests and identifiers, and without it the
 * chain would have a gap. Before values go, the chain says so; what is missing without that is found by verifying it.
 */
export function retainedAuditValues(
  { entries, values }: Pick<AuditModels, 'entries' | 'values'>,
  append: AuditRepository['append'],
): RetentionClass {
  const entriesOf = (ids: readonly AuditEntryId[]) =>
    entries
      .find(
        { record: trusted({ $in: [...ids] }) },
        { record: 1, persons: 1, what: 1, from: 1, sequence: 1, organisationId: 1 },
      )
      .lean();

  async function stored(ids: readonly string[]) {
    const wanted = ids.map((id) => auditEntryIdSchema.parse(id));
    return values
      .find({ _id: trusted({ $in: wanted }), at: trusted({ $exists: true }) }, { at: 1 })
      .lean<{ readonly _id: AuditEntryId; readonly at: Date }[]>();
  }

  return {
    dataClass: 'audit',
    collections: ['audit_values'],

    begunBefore: (organisationId, moment, batchSize) =>
      batchesOf(
        values.find({ organisationId, at: trusted({ $lt: moment }) }, { _id: 1 }).sort({ at: 1 }),
        batchSize,
      ),

    async read(ids) {
      const found = await stored(ids);
      const about = new Map(
        (await entriesOf(found.map(({ _id }) => _id))).map((entry) => [entry.record, entry]),
      );
      return found.map(({ _id: id, at }): RetainedItem => {
        const entry = about.get(id);
        const caseId = entry && caseOfEntry(entry);
        return {
          id,
          dataClass: 'audit',
          begunAt: at.getTime(),
          endOfUse: at.getTime(),
          persons: entry?.persons ?? [],
          ...(caseId === undefined ? {} : { caseId }),
        };
      });
    },

    workflowOf: () => undefined,

    async prepare(ids) {
      const going = (await stored(ids)).map(({ _id }) => _id).sort();
      return { calls: [], texts: [], erase: () => erase(going) };
    },
  };

  async function erase(going: readonly AuditEntryId[]): Promise<readonly string[]> {
    const last = (await entriesOf(going)).sort((one, other) => other.sequence - one.sequence).at(0);
    if (last !== undefined) {
      await append({
        id: `aud_${createHash('sha256').update(going.join()).digest('hex').slice(0, 32)}`,
        organisationId: last.organisationId,
        at: Date.now(),
        by: { by: 'rule' },
        from: {},
        stage: 'done',
        action: valuesPurge,
        what: { kind: 'audit-values', id: purgedThrough(last.sequence) },
        persons: [],
        values: [],
      });
    }
    await values.deleteMany({ _id: trusted({ $in: [...going] }) });
    return [];
  }
}
