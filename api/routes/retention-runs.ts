import { z } from 'zod';
import type { RetentionRuns } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import { organisationIdSchema, retentionRunIdSchema } from '../../domain/identifiers.js';
import { dataClasses } from '../../domain/retention/data-class.js';
import { keptForSchema } from '../../domain/retention/retention-policy.js';
import type { RetentionRun } from '../../domain/retention/retention-run.js';
import { defineRoute, type Route } from '../openapi/route.js';
import {
  asMoment,
  cursorQuery,
  momentSchema,
  pageRequest,
  pageSchema,
  shownPrincipalSchema,
} from '../representations/shared.js';
import type { ClassPreview } from '../use-cases/retention-preview.js';
import type { RetentionSaving } from '../use-cases/retention-saving.js';

export interface RetentionRunRouteDependencies {
  readonly store: Pick<Store, 'retentionRuns'>;
  readonly settings: Pick<RetentionSaving, 'read'>;
  readonly preview: (
    organisationId: z.output<typeof organisationIdSchema>,
  ) => Promise<readonly ClassPreview[]>;
  readonly runs: Pick<RetentionRuns, 'start'>;
}

const tag = 'Retention';
const path = '/v1/organisations/{organisationId}/retention';
const params = z.strictObject({ organisationId: organisationIdSchema });
const count = z.number().int();

const previewSchema = z
  .strictObject({
    organisationId: organisationIdSchema,
    classes: z.array(
      z
        .strictObject({
          dataClass: z.enum(dataClasses),
          keptFor: keptForSchema,
          goes: z.strictObject({
            count,
            oldestEndOfUse: momentSchema.optional(),
            newestEndOfUse: momentSchema.optional(),
          }),
          stays: z
            .strictObject({ 'in-use': count, needed: count, held: count, 'not-yet': count })
            .meta({ description: 'How many stay that are older than the period, and why.' }),
        })
        .meta({ id: 'RetentionClassPreview' }),
    ),
  })
  .meta({ id: 'RetentionPreview' });

const certificateSchema = z
  .strictObject({
    endedAt: momentSchema,
    ruleVersion: count,
    settingsRevision: count,
    timeZone: z.string(),
    classes: z.array(
      z.strictObject({
        dataClass: z.enum(dataClasses),
        keptFor: keptForSchema,
        count,
        digest: z.string().meta({
          description:
            'SHA-256 over the hashes of all identifiers as they are listed, each as a text of 64 hex digits; hex.',
        }),
        isUnfinished: z.literal(true).optional().meta({
          description: 'Not all of it could be deleted; the next run goes on with it. Absent: all was.',
        }),
      }),
    ),
  })
  .meta({ id: 'DeletionCertificate' });

const runSchema = z
  .strictObject({
    id: retentionRunIdSchema,
    organisationId: organisationIdSchema,
    startedAt: momentSchema,
    startedBy: shownPrincipalSchema.optional().meta({ description: 'Absent: the schedule.' }),
    certificate: certificateSchema.optional().meta({ description: 'Absent: it has not ended.' }),
  })
  .meta({ id: 'RetentionRun' });

/** What would be deleted, what is being deleted, and what was (R1, R2). */
export function retentionRunRoutes({
  store,
  settings,
  preview,
  runs,
}: RetentionRunRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${path}/preview`,
      operationId: 'previewRetention',
      tag,
      summary: 'See what a retention run would delete now',
      description: 'Nothing is changed. What is reopened or held until the run stays all the same.',
      access: 'read retention',
      params,
      responses: { 200: { description: 'By class.', schema: previewSchema } },
    })(async ({ caller, params: { organisationId } }) => {
      await settings.read(caller.scope, organisationId);
      const classes = await preview(organisationId);
      return { status: 200, body: { organisationId, classes: classes.map(showPreview) } };
    }),
    defineRoute({
      method: 'post',
      path: `${path}/runs`,
      operationId: 'startRetentionRun',
      tag,
      summary: 'Delete now what has outlived its period',
      description:
        'Runs begin by themselves every night. One that was asked for is refused while another one is under way.',
      access: 'start retention-run',
      audit: { body: 'sealed' },
      params,
      body: z
        .strictObject({
          unpaced: z
            .boolean()
            .default(false)
            .meta({ description: 'As fast as it goes, whoever else needs the database.' }),
        })
        .meta({ id: 'RetentionRunStart' }),
      problems: [409],
      responses: {
        202: {
          description: 'Started.',
          schema: z.strictObject({ id: retentionRunIdSchema }).meta({ id: 'StartedRetentionRun' }),
        },
      },
    })(async ({ caller, params: { organisationId }, body }) => {
      await settings.read(caller.scope, organisationId);
      const { runId } = await runs.start({
        organisationId,
        startedBy: caller.by,
        ...(body.unpaced ? { unpaced: true } : {}),
      });
      return { status: 202, body: { id: runId } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/runs`,
      operationId: 'listRetentionRuns',
      tag,
      summary: 'List retention runs with their deletion certificates',
      access: 'read retention',
      params,
      query: z.strictObject(cursorQuery),
      responses: {
        200: {
          description: 'A page of runs, newest first.',
          schema: pageSchema(runSchema, 'RetentionRunPage'),
        },
      },
    })(async ({ caller, params: { organisationId }, query }) => {
      await settings.read(caller.scope, organisationId);
      const { items, ...next } = await store.retentionRuns.list(caller.scope, {
        organisationId,
        ...pageRequest(query),
      });
      return { status: 200, body: { items: items.map(showRun), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/runs/{retentionRunId}`,
      operationId: 'getRetentionRun',
      tag,
      summary: 'Read a retention run with its deletion certificate',
      access: 'read retention',
      params: z.strictObject({ organisationId: organisationIdSchema, retentionRunId: retentionRunIdSchema }),
      responses: { 200: { description: 'The run.', schema: runSchema } },
    })(async ({ caller, params: { organisationId, retentionRunId } }) => {
      const found = await store.retentionRuns.find(caller.scope, organisationId, retentionRunId);
      if (found === undefined) throw notFound('retention run');
      return { status: 200, body: showRun(found) };
    }),
  ];
}

function showPreview({ goes, ...preview }: ClassPreview) {
  const { oldestEndOfUse: oldest, newestEndOfUse: newest } = goes;
  return {
    ...preview,
    goes: {
      count: goes.count,
      ...(oldest === undefined ? {} : { oldestEndOfUse: asMoment(oldest) }),
      ...(newest === undefined ? {} : { newestEndOfUse: asMoment(newest) }),
    },
  };
}

function showRun({ startedAt, certificate, ...run }: RetentionRun): z.input<typeof runSchema> {
  return {
    ...run,
    startedAt: asMoment(startedAt.getTime()),
    ...(certificate === undefined
      ? {}
      : {
          certificate: {
            ...certificate,
            endedAt: asMoment(certificate.endedAt),
            classes: [...certificate.classes],
          },
        }),
  };
}
