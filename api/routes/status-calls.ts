import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { statusCallStates } from '../../domain/case-record.js';
import { conflict } from '../../domain/errors.js';
import {
  organisationIdSchema,
  statusCallIdSchema,
  travellerIdSchema,
  type OrganisationId,
  type StatusCallId,
  type TravellerId,
} from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';
import { showStatusCall, showStatusCallView, statusCallSchema } from '../representations/status-call.js';
import { timelineQuery, timelineSchema, type TimelineShowing } from '../representations/timeline.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { derivedIdentifier, newIdentifier } from '../use-cases/identifiers.js';
import type { KnownReferences } from '../use-cases/known-references.js';
import type { StatusCallRequests } from '../use-cases/status-call-request.js';
import { isNotFound, unlessAway } from '../use-cases/time-limit.js';
import { idempotencyHeaders, replayedHeader, type RequestsInFlight } from './idempotency.js';

export interface StatusCallRouteDependencies {
  readonly store: Pick<Store, 'cases'>;
  readonly requests: StatusCallRequests;
  readonly reading: CaseReading;
  readonly timelines: TimelineShowing;
  readonly references: KnownReferences;
  readonly inFlight: RequestsInFlight;
}

const tag = 'Status calls';
const params = z.strictObject({ statusCallId: statusCallIdSchema });
const location = { Location: 'Its address.' };

/** Asking one traveller for their status (I2). */
export function statusCallRoutes({
  store,
  requests,
  reading,
  timelines,
  references,
  inFlight,
}: StatusCallRouteDependencies): readonly Route[] {
  /**
   * Whoever is under duress is not asked how they are (I14). It is told to those only who may read the incident; for others
   * the status call is taken as usual, and nobody is called by it.
   *
   * @throws DomainError `conflict` for a status call that was not requested before.
   */
  async function refuseUnderDuress(
    { scope, may }: Caller,
    asked: {
      readonly organisationId: OrganisationId;
      readonly travellerId: TravellerId;
      readonly statusCallId: StatusCallId;
    },
  ): Promise<void> {
    const { organisationId, travellerId, statusCallId } = asked;
    if (!may.canFor('read incident', organisationId)) return;
    const silent = await unlessAway(() => store.cases.silentIncidents(scope));
    const incident = silent?.find((view) => view.travellerId === travellerId);
    if (incident === undefined || (await isKnown(scope, statusCallId))) return;
    throw conflict(
      `The traveller is under duress and must not be contacted, see incident ${incident.id}. An operator may insist on a call there.`,
    );
  }

  async function isKnown(scope: Scope, id: StatusCallId): Promise<boolean> {
    try {
      await reading.statusCall(scope, id);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/status-calls',
      operationId: 'requestStatusCall',
      tag,
      summary: 'Ask a traveller for their status',
      description:
        'Refused with 409 while the traveller is under duress (`silent` incident). A repetition with the same Idempotency-Key ' +
        'gives the first answer.',
      access: 'request status-call',
      audit: { body: 'sealed' },
      urgent: true,
      headers: idempotencyHeaders,
      body: z.strictObject({ organisationId: organisationIdSchema, travellerId: travellerIdSchema }),
      problems: [404, 409, 422],
      responses: {
        200: {
          description: 'The status call that was requested with this Idempotency-Key before.',
          schema: statusCallSchema,
          headers: { 'Idempotency-Replayed': '`true`', ...location },
        },
        201: {
          description: 'Requested: the traveller is called now.',
          schema: statusCallSchema,
          headers: location,
        },
        202: {
          description: 'Stored: the traveller is called as soon as the case engine answers.',
          schema: statusCallSchema,
          headers: location,
        },
      },
    })(async ({ caller, headers, body: { organisationId, travellerId } }) => {
      await references.requireOrganisation(caller.scope, organisationId);
      await references.requireTraveller(caller.scope, organisationId, travellerId);
      const key = headers['idempotency-key'];
      const statusCallId =
        key === undefined
          ? newIdentifier('stc')
          : derivedIdentifier('stc', 'status-call', organisationId, key);
      return inFlight.alone(statusCallId, async () => {
        await refuseUnderDuress(caller, { organisationId, travellerId, statusCallId });
        const { requested, start, intake } = await requests.request(caller.scope, {
          statusCallId,
          organisationId,
          travellerId,
          requestedBy: caller.by,
        });
        const address = { Location: `/v1/status-calls/${statusCallId}` };
        if (requested === 'exists') {
          const read = await reading.statusCall(caller.scope, statusCallId);
          return { status: 200, headers: { ...address, ...replayedHeader }, body: showStatusCall(read) };
        }
        return requested === 'accepted'
          ? { status: 202, headers: address, body: showStatusCall({ from: 'start', start, intake }) }
          : {
              status: 201,
              headers: address,
              body: showStatusCall({
                from: 'start',
                start,
                intake: { ...intake, startedAt: intake.createdAt },
              }),
            };
      });
    }),
    defineRoute({
      method: 'get',
      path: '/v1/status-calls',
      operationId: 'listStatusCalls',
      tag,
      summary: 'List status calls, the newest first',
      access: 'read status-call',
      query: z.strictObject({
        ...cursorQuery,
        organisationId: organisationIdSchema.optional(),
        travellerId: travellerIdSchema.optional(),
        state: z.enum(statusCallStates).optional(),
      }),
      responses: {
        200: {
          description: 'A page of status calls.',
          schema: pageSchema(statusCallSchema, 'StatusCallPage'),
        },
      },
    })(async ({ caller, query }) => {
      const { organisationId, travellerId, state } = query;
      const { items, ...next } = await store.cases.statusCalls(caller.scope, {
        ...pageRequest(query),
        ...(organisationId === undefined ? {} : { organisationId }),
        ...(travellerId === undefined ? {} : { travellerId }),
        ...(state === undefined ? {} : { state }),
      });
      return { status: 200, body: { items: items.map(showStatusCallView), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/status-calls/{statusCallId}',
      operationId: 'getStatusCall',
      tag,
      summary: 'Read a status call',
      access: 'read status-call',
      params,
      responses: { 200: { description: 'The status call.', schema: statusCallSchema } },
    })(async ({ caller, params: { statusCallId } }) => ({
      status: 200,
      body: showStatusCall(await reading.statusCall(caller.scope, statusCallId)),
    })),
    defineRoute({
      method: 'get',
      path: '/v1/status-calls/{statusCallId}/timeline',
      operationId: 'getStatusCallTimeline',
      tag,
      summary: 'Read what happened',
      access: 'read status-call',
      params,
      query: timelineQuery,
      responses: { 200: { description: 'A stretch of the timeline.', schema: timelineSchema } },
    })(async ({ caller, params: { statusCallId }, query }) => {
      const read = await reading.statusCall(caller.scope, statusCallId);
      const { organisationId } = read.from === 'view' ? read.view : read.start;
      return {
        status: 200,
        body: await timelines.show({ caller, of: statusCallId, organisationId, query }),
      };
    }),
  ];
}
