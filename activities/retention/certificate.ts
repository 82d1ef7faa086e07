import { createHash } from 'node:crypto';
import type { Store } from '../../db/store.js';
import { dataClassesOf, type DataClass } from '../../domain/retention/data-class.js';
import type { DeletionCertificate, PurgedClass, RetentionRun } from '../../domain/retention/retention-run.js';
import { retentionRuleVersion } from '../../domain/retention/retention-verdict.js';
import { deskScope } from '../../domain/scope.js';
import { hashOf } from './purge.js';
import type { ReadRetentionRule } from './retention-rule.js';

/** The action of the entry in the audit chain that holds a certificate. */
export const certificateAction = 'certifyDeletion';

export interface CertificationDependencies {
  readonly store: Pick<Store, 'retentionRuns' | 'audit'>;
  readonly readRule: ReadRetentionRule;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Ends a run with its certificate (R2): counted from what was written down while it was deleted, stored with the run, and
 * bound into the audit chain by its digest. Doing it again changes nothing.
 */
export function createCertification({ store, readRule, now }: CertificationDependencies) {
  return async (run: RetentionRun, unfinished: readonly DataClass[] = []): Promise<DeletionCertificate> => {
    const { id, organisationId } = run;
    const { policy, timeZone, settingsRevision } = await readRule(organisationId);
    const classes: PurgedClass[] = [];
    for (const dataClass of dataClassesOf(organisationId)) {
      const deleted = await deletedBy(store.retentionRuns, run, dataClass);
      classes.push({
        ...{ dataClass, keptFor: policy[dataClass], ...deleted },
        ...(unfinished.includes(dataClass) ? { isUnfinished: true } : {}),
      });
    }
    const certificate = await store.retentionRuns.finish(deskScope, organisationId, id, {
      endedAt: now(),
      ruleVersion: retentionRuleVersion,
      settingsRevision,
      timeZone,
      classes,
    });
    await store.audit.append({
      id: `aud_${hashOf(id).slice(0, 32)}`,
      organisationId,
      at: certificate.endedAt,
      by: { by: 'rule' },
      from: {},
      stage: 'done',
      action: certificateAction,
      result: certificateDigest(certificate),
      what: { kind: 'retention-run', id },
      persons: [],
      values: [],
    });
    return certificate;
  };
}

/** What a run has deleted of a class: how much, and SHA-256 over the hashes in the order in which they are listed. */
export async function deletedBy(
  runs: Pick<Store['retentionRuns'], 'hashes'>,
  run: Pick<RetentionRun, 'id' | 'organisationId'>,
  dataClass: DataClass,
): Promise<Pick<PurgedClass, 'count' | 'digest'>> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const hashes of runs.hashes(deskScope, run, dataClass)) {
    count += hashes.length;
    for (const each of hashes) hash.update(each);
  }
  return { count, digest: hash.digest('hex') };
}

/** SHA-256 over the certificate, hex: by it the chain shows whether the stored one was changed. */
export function certificateDigest({
  endedAt,
  ruleVersion,
  settingsRevision,
  timeZone,
  classes,
}: DeletionCertificate): string {
  const listed = classes.map(({ dataClass, keptFor, count, digest, isUnfinished = false }) => [
    ...[dataClass, keptFor, count, digest],
    isUnfinished,
  ]);
  return hashOf(JSON.stringify([endedAt, ruleVersion, settingsRevision, timeZone, listed]));
}
