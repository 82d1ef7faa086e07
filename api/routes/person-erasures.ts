import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import { legalHoldIdSchema, organisationIdSchema, personErasureIdSchema } from '../../domain/identifiers.js';
import { outsideTraces, type Counted, type Kept } from '../../domain/persons/erasure-report.js';
import { personErasureStates, type PersonErasure } from '../../domain/persons/person-erasure.js';
import { personIdSchema } from '../../domain/persons/person.js';
import { principalKey } from '../../domain/timeline.js';
import { defineRoute, type Route } from '../openapi/route.js';
import {
  asMoment,
  cursorQuery,
  momentSchema,
  pageRequest,
  pageSchema,
  shownPrincipalSchema,
} from '../representations/shared.js';
import { derivedIdentifier, hashBody, newIdentifier } from '../use-cases/identifiers.js';
import type { PersonErasureRequests } from '../use-cases/person-erasure-requests.js';
import type { RetentionSaving } from '../use-cases/retention-saving.js';
import { idempotencyHeaders, replayedHeader, type RequestsInFlight } from './idempotency.js';

export interface PersonErasureRouteDependencies {
  readonly store: Pick<Store, 'personErasures'>;
  readonly settings: Pick<RetentionSaving, 'read'>;
  readonly requests: PersonErasureRequests;
  readonly inFlight: RequestsInFlight;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Person requests';
const path = '/v1/organisations/{organisationId}';
const params = z.strictObject({ organisationId: organisationIdSchema });

const countedSchema = z
  .strictObject({ collection: z.string(), count: z.number().int() })
  .meta({ id: 'CountedData' });
const keptSchema = z
  .strictObject({
    collection: z.string(),
    count: z.number().int(),
    because: z
      .discriminatedUnion('why', [
        z.strictObject({ why: z.literal('in-use') }),
        z.strictObject({ why: z.literal('held'), holdId: legalHoldIdSchema }),
        z.strictObject({ why: z.literal('not-theirs-alone') }),
      ])
      .meta({
        description:
          '`in-use` and `held`: erased later, by itself. `not-theirs-alone`: the work of others, or a record that has to be kept; nothing in it leads to the person any more.',
      }),
  })
  .meta({ id: 'KeptData' });

const previewSchema = z
  .strictObject({
    personId: personIdSchema,
    isRefused: z
      .enum(['in-settings', 'active-user'])
      .optional()
      .meta({ description: 'What has to be ended first; absent: nothing.' }),
    goes: z.array(countedSchema),
    stays: z.array(keptSchema),
  })
  .meta({ id: 'ErasurePreview' });

const reportSchema = z
  .strictObject({
    at: momentSchema,
    erased: z.array(countedSchema),
    kept: z.array(keptSchema),
    outside: z
      .array(z.enum(outsideTraces))
      .meta({ description: 'What has left the product: it ends where it is, by the rules of there.' }),
  })
  .meta({ id: 'ErasureReport' });

const erasureSchema = z
  .strictObject({
    id: personErasureIdSchema,
    organisationId: organisationIdSchema,
    personId: personIdSchema,
    requestedBy: shownPrincipalSchema,
    requestedAt: momentSchema,
    reason: z.string(),
    state: z.enum(personErasureStates).meta({
      description: '`waiting`: what is in use or held is tried again every night, until it is `complete`.',
    }),
    report: reportSchema.optional().meta({ description: 'Of the last try; absent: there was none yet.' }),
  })
  .meta({ id: 'PersonErasure' });

const requestSchema = z
  .strictObject({
    personId: personIdSchema,
    reason: z
      .string()
      .trim()
      .min(1)
      .max(2_000)
      .meta({ description: 'Kept with the erasure: best without a name or an address.' }),
  })
  .meta({ id: 'PersonErasureInput' });

/** Erasing everything about one person (R4). */
export function personErasureRoutes({
  store,
  settings,
  requests,
  inFlight,
  now,
}: PersonErasureRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${path}/persons/{personId}/erasure-preview`,
      operationId: 'previewPersonErasure',
      tag,
      summary: 'See what an erasure of a person would do now',
      description: 'Nothing is changed. Travellers, people in settings of any version, users and applicants.',
      access: 'read person-erasure',
      params: z.strictObject({ organisationId: organisationIdSchema, personId: personIdSchema }),
      responses: { 200: { description: 'What would go, and what would stay.', schema: previewSchema } },
    })(async ({ caller: { scope }, params: { organisationId, personId } }) => {
      await settings.read(scope, organisationId);
      const { standing, goes, stays } = await requests.preview(scope, organisationId, personId);
      return {
        status: 200,
        body: {
          personId,
          ...(standing === 'free' ? {} : { isRefused: standing }),
          ...showCounts({ goes, stays }),
        },
      };
    }),
    defineRoute({
      method: 'post',
      path: `${path}/person-erasures`,
      operationId: 'erasePerson',
      tag,
      summary: 'Erase everything about a person',
      description:
        'What can go, goes for good. Whoever stands in the settings in force, or can sign in, is refused. What is in use or held is erased as soon as it is not any more.',
      access: 'erase person',
      audit: { body: 'sealed' },
      params,
      headers: idempotencyHeaders,
      body: requestSchema,
      problems: [409, 422],
      responses: {
        200: { description: 'It was asked for before.', schema: erasureSchema },
        202: { description: 'It is stored, and will be done.', schema: erasureSchema },
      },
    })(async ({ caller: { scope, by }, params: { organisationId }, headers, body }) => {
      await settings.read(scope, organisationId);
      const key = headers['idempotency-key'];
      const id =
        key === undefined
          ? newIdentifier('era')
          : derivedIdentifier('era', organisationId, principalKey(by), key);
      const { stored, erasure } = await inFlight.alone(id, () =>
        requests.request(scope, {
          ...{ id, organisationId, ...body, requestedBy: by },
          ...{ requestedAt: new Date(now()), bodyHash: hashBody(body) },
        }),
      );
      return stored === 'new'
        ? { status: 202, body: showErasure(erasure) }
        : { status: 200, body: showErasure(erasure), headers: replayedHeader };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/person-erasures`,
      operationId: 'listPersonErasures',
      tag,
      summary: 'List erasures of people with their reports',
      access: 'read person-erasure',
      params,
      query: z.strictObject(cursorQuery),
      responses: {
        200: {
          description: 'A page of erasures, newest first.',
          schema: pageSchema(erasureSchema, 'PersonErasurePage'),
        },
      },
    })(async ({ caller: { scope }, params: { organisationId }, query }) => {
      await settings.read(scope, organisationId);
      const { items, ...next } = await store.personErasures.list(scope, {
        organisationId,
        ...pageRequest(query),
      });
      return { status: 200, body: { items: items.map(showErasure), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/person-erasures/{personErasureId}`,
      operationId: 'getPersonErasure',
      tag,
      summary: 'Read an erasure with its report',
      access: 'read person-erasure',
      params: z.strictObject({
        organisationId: organisationIdSchema,
        personErasureId: personErasureIdSchema,
      }),
      responses: { 200: { description: 'The erasure.', schema: erasureSchema } },
    })(async ({ caller: { scope }, params: { organisationId, personErasureId } }) => {
      const found = await store.personErasures.find(scope, organisationId, personErasureId);
      if (found === undefined) throw notFound('erasure');
      return { status: 200, body: showErasure(found) };
    }),
  ];
}

function showErasure({
  requestedAt,
  report,
  bodyHash: _hash,
  ...erasure
}: PersonErasure): z.input<typeof erasureSchema> {
  return {
    ...erasure,
    requestedAt: asMoment(requestedAt.getTime()),
    ...(report === undefined
      ? {}
      : {
          report: {
            at: asMoment(report.at),
            erased: [...report.erased],
            kept: showKept(report.kept),
            outside: [...report.outside],
          },
        }),
  };
}

function showCounts({ goes, stays }: { readonly goes: readonly Counted[]; readonly stays: readonly Kept[] }) {
  return { goes: [...goes], stays: showKept(stays) };
}

function showKept(kept: readonly Kept[]): z.input<typeof keptSchema>[] {
  return kept.map(({ because, ...counted }) => ({
    ...counted,
    because:
      because.why === 'held' ? { why: 'held', holdId: legalHoldIdSchema.parse(because.holdId) } : because,
  }));
}
