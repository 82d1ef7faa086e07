import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { incidentStates } from '../../domain/case-record.js';
import { incidentIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import { incidentReportSchema } from '../../domain/incident/incident.js';
import { defineRoute, type Route } from '../openapi/route.js';
import {
  incidentSchema,
  showIncident,
  showProvider,
  showStart,
  showView,
} from '../representations/incident.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';
import { timelineQuery, timelineSchema, type TimelineShowing } from '../representations/timeline.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import type { WithCaseFees } from '../use-cases/case-fees.js';
import type { FindIncidentProvider } from '../use-cases/incident-provider.js';
import { derivedIdentifier, hashBody, newIdentifier } from '../use-cases/identifiers.js';
import type { CallForHelp, IncidentOpening } from '../use-cases/incident-opening.js';
import type { KnownReferences } from '../use-cases/known-references.js';
import { idempotencyHeaders, replayedHeader, type RequestsInFlight } from './idempotency.js';

export interface IncidentRouteDependencies {
  readonly store: Pick<Store, 'cases'>;
  readonly opening: IncidentOpening;
  readonly reading: CaseReading;
  readonly timelines: TimelineShowing;
  readonly references: KnownReferences;
  readonly inFlight: RequestsInFlight;
  readonly withCaseFees: WithCaseFees;
  readonly findProvider: FindIncidentProvider;
}

const tag = 'Incidents';
const params = z.strictObject({ incidentId: incidentIdSchema });

/** Incidents: reported, listed, read, told (I1, I10). */
export function incidentRoutes({
  store,
  opening,
  reading,
  timelines,
  references,
  inFlight,
  withCaseFees,
  findProvider,
}: IncidentRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/incidents',
      operationId: 'reportIncident',
      tag,
      summary: 'Report an incident',
      description:
        'Starts the calls at once. Repeat it with the same Idempotency-Key until it is answered: the same incident ' +
        'comes back. Its rate limit is far above what a mass event needs.',
      access: 'report incident',
      audit: { body: 'sealed' },
      urgent: true,
      headers: idempotencyHeaders,
      body: incidentReportSchema,
      problems: [404, 409, 422],
      responses: {
        200: {
          description: 'The incident that was reported with this Idempotency-Key before.',
          schema: incidentSchema,
          headers: { 'Idempotency-Replayed': '`true`', Location: 'Its address.' },
        },
        201: {
          description: 'Reported: its calls begin.',
          schema: incidentSchema,
          headers: { Location: 'Its address.' },
        },
        202: {
          description: 'Stored: its calls begin as soon as the case engine answers.',
          schema: incidentSchema,
          headers: { Location: 'Its address.' },
        },
      },
    })(async ({ caller, headers, body }) => {
      const { organisationId, ...report } = body;
      const key = headers['idempotency-key'];
      const incidentId =
        key === undefined ? newIdentifier('inc') : derivedIdentifier('inc', organisationId, key);
      const ladders = opening.readLadders({ incidentId, organisationId, ...report });
      await references.requireOrganisation(caller.scope, organisationId);
      if (report.travellerId !== undefined) {
        await references.requireTraveller(caller.scope, organisationId, report.travellerId);
      }
      return inFlight.alone(incidentId, async () => {
        const call: CallForHelp = {
          incidentId,
          organisationId,
          report,
          source: 'api',
          reportedBy: caller.by,
          callerWaiting: false,
          callBack: false,
          bodyHash: hashBody(body),
        };
        const { opened, start, intake } = await opening.open(caller.scope, call, { ladders });
        const location = { Location: `/v1/incidents/${incidentId}` };
        if (opened === 'exists') {
          const read = await reading.incident(caller.scope, incidentId);
          return { status: 200, headers: { ...location, ...replayedHeader }, body: showIncident(read) };
        }
        return opened === 'accepted'
          ? { status: 202, headers: location, body: showStart(start, intake, 'accepted') }
          : { status: 201, headers: location, body: showStart(start, intake, 'open') };
      });
    }),
    defineRoute({
      method: 'get',
      path: '/v1/incidents',
      operationId: 'listIncidents',
      tag,
      summary: 'List incidents',
      access: 'read incident',
      query: z.strictObject({
        ...cursorQuery,
        organisationId: organisationIdSchema.optional(),
        state: z.enum(incidentStates).optional(),
      }),
      responses: {
        200: {
          description: 'A page of incidents, without their words.',
          schema: pageSchema(incidentSchema, 'IncidentPage'),
        },
      },
    })(async ({ caller, query }) => {
      const { organisationId, state } = query;
      const { items, ...next } = await store.cases.incidents(caller.scope, {
        ...pageRequest(query),
        ...(organisationId === undefined ? {} : { organisationId }),
        ...(state === undefined ? {} : { state }),
      });
      return { status: 200, body: { items: items.map((view) => showView(view)), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/incidents/{incidentId}',
      operationId: 'getIncident',
      tag,
      summary: 'Read an incident',
      access: 'read incident',
      params,
      responses: { 200: { description: 'The incident.', schema: incidentSchema } },
    })(async ({ caller, params: { incidentId } }) => {
      const shown = showIncident(await reading.incident(caller.scope, incidentId));
      const [withFees, provider] = await Promise.all([withCaseFees(shown), findProvider(shown)]);
      return { status: 200, body: { ...withFees, ...showProvider(provider) } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/incidents/{incidentId}/timeline',
      operationId: 'getIncidentTimeline',
      tag,
      summary: 'Read what happened',
      access: 'read incident',
      params,
      query: timelineQuery,
      responses: { 200: { description: 'A stretch of the timeline.', schema: timelineSchema } },
    })(async ({ caller, params: { incidentId }, query }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const { organisationId } = read.from === 'view' ? read.view : read.start;
      return {
        status: 200,
        body: await timelines.show({ caller, of: incidentId, organisationId, query }),
      };
    }),
  ];
}
