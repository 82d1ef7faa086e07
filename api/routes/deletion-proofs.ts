import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import {
  organisationIdSchema,
  personErasureIdSchema,
  retentionRunIdSchema,
} from '../../domain/identifiers.js';
import { dataClasses } from '../../domain/retention/data-class.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { asMoment, cursorQuery, momentSchema, pageRequest, pageSchema } from '../representations/shared.js';
import type { DeletionProving } from '../use-cases/deletion-proving.js';
import type { RetentionSaving } from '../use-cases/retention-saving.js';

export interface DeletionProofRouteDependencies {
  readonly store: Pick<Store, 'retentionRuns'>;
  readonly settings: Pick<RetentionSaving, 'read'>;
  readonly proving: DeletionProving;
}

const tag = 'Retention';
const path = '/v1/organisations/{organisationId}/retention';
const params = z.strictObject({ organisationId: organisationIdSchema });
const runParams = z.strictObject({
  organisationId: organisationIdSchema,
  retentionRunId: retentionRunIdSchema,
});
const hashSchema = z.string().meta({ description: 'SHA-256 of an identifier, 64 hex digits.' });

const proofSchema = z
  .strictObject({
    retentionRunId: retentionRunIdSchema,
    isInAuditChain: z.boolean().meta({
      description:
        'Whether the audit chain holds the digest of this certificate. That the chain itself is whole is found by `audit verify`.',
    }),
    classes: z.array(
      z.strictObject({
        dataClass: z.enum(dataClasses),
        isWhole: z
          .boolean()
          .meta({ description: 'Whether the hashes that are kept are those that were certified.' }),
      }),
    ),
  })
  .meta({ id: 'CertificateProof' });

const deletionsSchema = z
  .strictObject({
    hash: hashSchema,
    deletions: z.array(
      z.strictObject({
        dataClass: z.enum(dataClasses),
        deletedBy: z
          .union([retentionRunIdSchema, personErasureIdSchema])
          .meta({ description: 'The retention run, or the erasure of a person.' }),
        decidedAt: momentSchema,
      }),
    ),
  })
  .meta({ id: 'Deletions' });

/** Proofs of what was deleted: what remains of it are hashes of identifiers (R2). */
export function deletionProofRoutes({
  store,
  settings,
  proving,
}: DeletionProofRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${path}/runs/{retentionRunId}/proof`,
      operationId: 'proveDeletionCertificate',
      tag,
      summary: 'Check a deletion certificate',
      description: 'Everything is computed anew: from the hashes that are kept, and from the audit chain.',
      access: 'read retention',
      params: runParams,
      problems: [409],
      responses: { 200: { description: 'What holds of it.', schema: proofSchema } },
    })(async ({ caller, params: { organisationId, retentionRunId } }) => {
      const proof = await proving.prove(caller.scope, organisationId, retentionRunId);
      return { status: 200, body: { retentionRunId, ...proof, classes: [...proof.classes] } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/runs/{retentionRunId}/hashes`,
      operationId: 'listDeletedHashes',
      tag,
      summary: 'List the hashes of what a retention run has deleted',
      description:
        'SHA-256 over all of them as texts, one behind the other in this order, is the `digest` of the class in the certificate. ' +
        'What was there before the first page is listed once. While the run goes on, more may come in places that were listed ' +
        'before: begin anew when it has ended.',
      access: 'read retention',
      params: runParams,
      query: z.strictObject({ ...cursorQuery, dataClass: z.enum(dataClasses) }),
      responses: {
        200: { description: 'A page of hashes.', schema: pageSchema(hashSchema, 'DeletedHashPage') },
      },
    })(async ({ caller, params: { organisationId, retentionRunId: id }, query }) => {
      const run = await store.retentionRuns.find(caller.scope, organisationId, id);
      if (run === undefined) throw notFound('retention run');
      const { items, ...next } = await store.retentionRuns.hashesPage(
        caller.scope,
        run,
        query.dataClass,
        pageRequest(query),
      );
      return { status: 200, body: { items: [...items], ...next } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/deletions`,
      operationId: 'findDeletions',
      tag,
      summary: 'Ask whether something was deleted, and by which run',
      description:
        'By the identifier that it had. The answer is what was written down when it was deleted; it knows nothing else of it.',
      access: 'read retention',
      params,
      query: z.strictObject({
        identifier: z.string().min(1).max(100).meta({ description: 'E.g. of an incident.' }),
      }),
      responses: { 200: { description: 'None: no run has deleted it.', schema: deletionsSchema } },
    })(async ({ caller, params: { organisationId }, query: { identifier } }) => {
      await settings.read(caller.scope, organisationId);
      const { hash, deletions } = await proving.find(caller.scope, organisationId, identifier);
      return {
        status: 200,
        body: {
          hash,
          deletions: deletions.map(({ dataClass, runId, at }) => ({
            dataClass,
            deletedBy: runId,
            decidedAt: asMoment(at.getTime()),
          })),
        },
      };
    }),
  ];
}
