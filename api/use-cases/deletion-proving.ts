import { certificateAction, certificateDigest, deletedBy } from '../../activities/retention/certificate.js';
import { hashOf } from '../../activities/retention/purge.js';
import type { AuditRepository } from '../../db/audit/audit-repository.js';
import type { Store } from '../../db/store.js';
import { conflict, notFound } from '../../domain/errors.js';
import type { OrganisationId, RetentionRunId } from '../../domain/identifiers.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import type { Deletion, RetentionRun } from '../../domain/retention/retention-run.js';
import { deskScope, type Scope } from '../../domain/scope.js';

/** No two runs of an organisation end in the same millisecond but by chance. */
const mostAtOnce = 10;

/** How a certificate stands against what it was made of, and against the audit chain. */
export interface CertificateProof {
  /** Whether the chain holds the digest of this very certificate. */
  readonly isInAuditChain: boolean;
  readonly classes: readonly {
    readonly dataClass: DataClass;
    /** Whether the hashes that are kept are those of the certificate. */
    readonly isWhole: boolean;
  }[];
}

/** Shows what was deleted, without knowing anything of it but hashes of its identifiers (R2). */
export interface DeletionProving {
  /** @throws DomainError `not-found`: there is no such run; `conflict`: it has not ended, so it has no certificate. */
  prove(scope: Scope, organisationId: OrganisationId, runId: RetentionRunId): Promise<CertificateProof>;
  /** What was deleted under an identifier, and the hash that stands for it. */
  find(
    scope: Scope,
    organisationId: OrganisationId,
    identifier: string,
  ): Promise<{ readonly hash: string; readonly deletions: readonly Deletion[] }>;
}

export function createDeletionProving({
  runs,
  audit,
}: {
  readonly runs: Pick<Store['retentionRuns'], 'find' | 'hashes' | 'deletionsOf'>;
  readonly audit: Pick<AuditRepository, 'list'>;
}): DeletionProving {
  /** The digest that the chain holds; undefined: none of this run at this moment. */
  async function chained({ id, organisationId }: RetentionRun, endedAt: number): Promise<string | undefined> {
    const { items } = await audit.list(deskScope, {
      organisationId,
      action: certificateAction,
      since: new Date(endedAt),
      before: new Date(endedAt + 1),
      limit: mostAtOnce,
    });
    return items.find(({ what }) => what.id === id)?.result;
  }

  return {
    async prove(scope, organisationId, runId) {
      const run = await runs.find(scope, organisationId, runId);
      if (run === undefined) throw notFound('retention run');
      const { certificate } = run;
      if (certificate === undefined) throw conflict('The run has not ended, and has no certificate yet.');
      const classes = [];
      for (const { dataClass, count, digest } of certificate.classes) {
        const kept = await deletedBy(runs, run, dataClass);
        classes.push({ dataClass, isWhole: kept.count === count && kept.digest === digest });
      }
      const isInAuditChain = (await chained(run, certificate.endedAt)) === certificateDigest(certificate);
      return { isInAuditChain, classes };
    },

    async find(scope, organisationId, identifier) {
      const hash = hashOf(identifier);
      return { hash, deletions: await runs.deletionsOf(scope, organisationId, hash) };
    },
  };
}
