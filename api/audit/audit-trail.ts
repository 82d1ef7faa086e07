import type { Logger } from 'pino';
import type { AuditRepository } from '../../db/audit/audit-repository.js';
import {
  auditActorKey,
  type AuditFacts,
  type AuditRecord,
  type AuditStage,
} from '../../domain/audit/entry.js';
import { personalValues } from '../../domain/audit/personal-values.js';
import type { AuditEntryId } from '../../domain/identifiers.js';
import type { BackgroundWork } from '../background-work.js';
import type { Metrics } from '../metrics.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { ifKnown, withinTime } from '../use-cases/time-limit.js';

/** What somebody did. Absent: the stage is `done`, the identifier new, and whose data it was is said by `person`. */
export interface AuditInput extends Omit<AuditFacts, 'id' | 'stage' | 'persons'> {
  readonly id?: AuditEntryId;
  readonly stage?: AuditStage;
  readonly persons?: readonly string[];
  /** Whose the values are, apart from people in them with identifiers of their own; absent: the organisation's. */
  readonly person?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Records who did what to whose data (X5). */
export interface AuditTrail {
  /**
   * Records it before going on.
   *
   * @throws DomainError `unavailable` when that is not possible now.
   */
  record(input: AuditInput): Promise<AuditEntryId>;
  /**
   * Records it again and again until it works, for hours; for what has happened already, or must not wait. Resolves when
   * it is recorded or a moment has passed; never rejects.
   */
  recordEventually(input: AuditInput): Promise<void>;
}

/** How long a change or a reader waits for its record. Milliseconds. */
const patience = 4_000;
/** How long whoever has done something waits, so that they find it in the trail at once. Milliseconds. */
const courtesy = 1_000;
const giveUpAfter = 6 * 60 * 60_000;
/** What waits lies in this process's memory. */
const mostWaiting = 20_000;

export function createAuditTrail({
  audit,
  background,
  metrics,
  log,
}: {
  readonly audit: Pick<AuditRepository, 'append'>;
  readonly background: Pick<BackgroundWork, 'untilItWorks'>;
  readonly metrics: Pick<Metrics, 'auditEntry'>;
  readonly log: Pick<Logger, 'error'>;
}): AuditTrail {
  let waiting = 0;

  /** The line of the log is the last trace of it: identifiers and enums, as in the entry. */
  function lost(record: AuditRecord): void {
    metrics.auditEntry('lost');
    const { id, organisationId, at, by, stage, action, what, persons } = record;
    log.error(
      { auditEntry: id, organisationId, at, actor: auditActorKey(by), stage, action, what, persons },
      'An audit entry is lost',
    );
  }

  async function insist(record: AuditRecord): Promise<void> {
    if (waiting >= mostWaiting) {
      lost(record);
      return;
    }
    waiting += 1;
    try {
      await background.untilItWorks('recording in the audit trail', () => audit.append(record), {
        giveUpAfter,
        longestPause: 60_000,
      });
      metrics.auditEntry('recorded');
    } catch {
      lost(record);
    } finally {
      waiting -= 1;
    }
  }

  return {
    async record(input) {
      const record = auditRecordOf(input);
      try {
        await withinTime(patience, 'The audit trail', () => audit.append(record));
      } catch (error) {
        metrics.auditEntry('refused');
        throw error;
      }
      metrics.auditEntry('recorded');
      return record.id;
    },

    async recordEventually(input) {
      await ifKnown(courtesy, () => insist(auditRecordOf(input)));
    },
  };
}

/** What is to be appended to a chain. */
export function auditRecordOf({
  id,
  stage = 'done',
  persons,
  person,
  before,
  after,
  ...facts
}: AuditInput): AuditRecord {
  const values = personalValues(person ?? facts.organisationId, before, after);
  const concerned = [
    ...(persons ?? []),
    ...(person === undefined ? [] : [person]),
    ...values.map((value) => value.person).filter((each) => each !== facts.organisationId),
  ];
  return {
    ...facts,
    id: id ?? newIdentifier('aud'),
    stage,
    persons: [...new Set(concerned)].sort(),
    values,
  };
}
