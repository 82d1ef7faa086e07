import type { Logger } from 'pino';
import type { AuditRepository } from '../../db/audit/audit-repository.js';
import type { StoredChannelTest } from '../../db/channel-test-store.js';
import type { Store, UnauditedCase } from '../../db/store.js';
import { isPersonId } from '../../domain/audit/personal-values.js';
import { auditChannelOf, deedIn } from '../../domain/audit/timeline-deeds.js';
import { describeError } from '../../domain/describe-error.js';
import { deskScope } from '../../domain/scope.js';
import type { TimelineEntry } from '../../domain/timeline.js';
import type { Metrics } from '../metrics.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { isUnavailable } from '../use-cases/time-limit.js';
import { auditRecordOf, type AuditInput } from './audit-trail.js';

export interface DeedRelayDependencies {
  readonly store: {
    readonly cases: Pick<Store['cases'], 'unaudited' | 'timeline' | 'markAudited'>;
    readonly channelTests: Pick<Store['channelTests'], 'unaudited' | 'markAudited'>;
    readonly audit: Pick<AuditRepository, 'append'>;
  };
  readonly metrics: Pick<Metrics, 'auditEntry'>;
  readonly log: Logger;
}

const perLook = 100;
const entriesPerLook = 200;

/**
 * Records what people have done by telephone, text and link, who signed in nowhere (X5, ADR 18): read off the timelines of
 * cases, which their workflows keep until they are stored. A case counts as looked through only when every deed in it stands
 * in the chain, so none is lost whoever dies; doing it twice changes nothing, so any number of relays may run.
 *
 * @returns one round.
 */
export function createDeedRelay({ store, metrics, log }: DeedRelayDependencies): () => Promise<void> {
  async function append(input: AuditInput): Promise<void> {
    await store.audit.append(auditRecordOf(input));
    metrics.auditEntry('recorded');
  }

  async function lookThrough(found: UnauditedCase): Promise<void> {
    const { caseId, timelineThrough, replacements } = found;
    let after = found.auditedThrough;
    while (after < timelineThrough) {
      const limit = Math.min(timelineThrough - after, entriesPerLook);
      const entries = await store.cases.timeline(deskScope, caseId, { limit, after });
      const last = entries.at(-1);
      if (last === undefined) break;
      for (const input of deedsAmong(entries, found)) await append(input);
      after = last.sequence;
    }
    await store.cases.markAudited(caseId, timelineThrough, replacements);
  }

  async function recordConfirmation(test: StoredChannelTest): Promise<void> {
    const input = confirmationOf(test);
    if (input !== undefined) await append(input);
    await store.channelTests.markAudited(test.id);
  }

  /** `away`: the database does not answer; the others would fail too, each after its time limit. */
  async function quietly(of: string, work: () => Promise<void>): Promise<'recorded' | 'failed' | 'away'> {
    try {
      await work();
      return 'recorded';
    } catch (error) {
      if (isUnavailable(error)) return 'away';
      log.error(
        { of, ...describeError(error) },
        'What somebody has done was not recorded in the audit trail',
      );
      return 'failed';
    }
  }

  async function recordAll<Found>(
    find: (limit: number) => Promise<readonly Found[]>,
    nameOf: (found: Found) => string,
    record: (found: Found) => Promise<void>,
  ): Promise<void> {
    for (;;) {
      const all = await find(perLook);
      let recorded = 0;
      for (const found of all) {
        const end = await quietly(nameOf(found), () => record(found));
        if (end === 'away') return;
        if (end === 'recorded') recorded += 1;
      }
      if (all.length < perLook || recorded === 0) return;
    }
  }

  return async () => {
    try {
      await recordAll(store.cases.unaudited, ({ caseId }) => caseId, lookThrough);
      await recordAll(store.channelTests.unaudited, ({ id }) => id, recordConfirmation);
    } catch (error) {
      // The marks stay; somebody else tells that the database is away.
      if (!isUnavailable(error)) throw error;
    }
  };
}

function deedsAmong(
  entries: readonly TimelineEntry[],
  { caseId, case: kind, organisationId, travellerId }: UnauditedCase,
): readonly AuditInput[] {
  return entries.flatMap(({ sequence, at, event }): readonly AuditInput[] => {
    const deed = deedIn(event, travellerId);
    if (deed === undefined) return [];
    const { target, stage, action, result, channel, orderId } = deed;
    return [
      {
        // The entry of the timeline names the record: however often it is looked at, it is recorded once.
        id: derivedIdentifier('aud', 'timeline', caseId, String(sequence), String(at)),
        organisationId,
        at,
        by: { by: 'target', target },
        from: { ...(channel === undefined ? {} : { channel }), caseId },
        stage,
        action,
        ...(result === undefined ? {} : { result }),
        what: orderId === undefined ? { kind, id: caseId } : { kind: 'order', id: orderId },
        persons: travellerId === undefined ? [] : [travellerId],
        ...ownedBy(target.id),
        after: event,
      },
    ];
  });
}

function confirmationOf({
  id,
  organisationId,
  confirmedBy: target,
  outcome,
}: StoredChannelTest): AuditInput | undefined {
  if (target === undefined) return undefined;
  const { at, means, reason } = outcome;
  const channel = means && auditChannelOf(means);
  return {
    id: derivedIdentifier('aud', 'channel-test', id),
    organisationId,
    at,
    by: { by: 'target', target },
    from: { ...(channel === undefined ? {} : { channel }), caseId: id },
    action: 'answered',
    ...(reason === undefined ? {} : { result: reason }),
    what: { kind: 'channel', id },
    ...ownedBy(target.id),
    after: outcome,
  };
}

/** Whoever did it has the values; the desk and unknown callers have no key of their own. */
function ownedBy(id: string): Pick<AuditInput, 'person'> {
  return isPersonId(id) ? { person: id } : {};
}
