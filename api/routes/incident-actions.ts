import { z } from 'zod';
import type { Ability } from '../../domain/access/ability-table.js';
import type { Cases } from '../../cases/cases.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import { contactIdSchema, incidentIdSchema } from '../../domain/identifiers.js';
import { closureOutcomeSchema, serviceSchema, threatSchema } from '../../domain/incident/incident.js';
import { principalKey } from '../../domain/timeline.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import { asMoment, momentSchema } from '../representations/shared.js';
import { incidentSchema, showIncident, showView, type ShownIncident } from '../representations/incident.js';
import type { CaseReading, ReadIncident } from '../use-cases/case-reading.js';
import { derivedIdentifier, newIdentifier } from '../use-cases/identifiers.js';
import {
  requireInternalContacts,
  updateIdOf,
  type ActionName,
  type Notes,
} from '../use-cases/incident-actions.js';
import { idempotencyHeaders } from './idempotency.js';

export interface IncidentActionDependencies {
  readonly incidents: Cases['incidents'];
  readonly reading: CaseReading;
  readonly notes: Notes;
  readonly contactBook: Pick<ContactBook, 'internalContacts'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const params = z.strictObject({ incidentId: incidentIdSchema });
const incidentAnswer = z.strictObject({ incident: incidentSchema });
const asSchema = z
  .enum(['internal', 'provider', 'mandate'])
  .default('internal')
  .meta({
    description:
      '`internal`: an internal emergency contact takes over. `provider`: the incident is taken. `mandate`: the ' +
      'life-safety mandate is accepted.',
  });
const textSchema = z.string().trim().min(1).max(4000);

const abilityOf = {
  acknowledge: 'acknowledge incident',
  decline: 'acknowledge incident',
  threat: 'steer incident',
  route: 'steer incident',
  notes: 'annotate incident',
  'contacts-reached': 'acknowledge incident',
  'life-safety-override': 'override incident',
  close: 'steer incident',
  reopen: 'steer incident',
  call: 'steer incident',
  'call-back': 'steer incident',
} as const satisfies Readonly<Record<ActionName, Ability>>;

/** How long an answer waits to show the incident as it is after the action. */
const patience = 1_500;

/** What can be done to an incident (I12): each is an update of its running workflow, never a write around it. */
export function incidentActionRoutes(dependencies: IncidentActionDependencies): readonly Route[] {
  const { incidents, reading, notes, contactBook, now } = dependencies;

  /** The definition's part that all actions share. */
  const action = <const Name extends ActionName>(name: Name, operationId: string, summary: string) =>
    ({
      method: 'post',
      path: `/v1/incidents/{incidentId}/${name}`,
      operationId,
      tag: 'Incident actions',
      summary,
      access: abilityOf[name],
      audit: { body: 'sealed' },
      params,
      headers: idempotencyHeaders,
      problems: [409],
    }) as const;

  const done = { 200: { description: 'Done.', schema: incidentAnswer } } as const;

  return [
    defineRoute({
      ...action('acknowledge', 'acknowledgeIncident', 'Take over, or take the incident'),
      body: z.strictObject({ as: asSchema }).default({ as: 'internal' }),
      responses: {
        200: {
          description: 'Done; `accepted` says what came of it.',
          schema: z.strictObject({
            accepted: z.enum([
              'acknowledged',
              'already-acknowledged',
              'mandate-accepted',
              'ratification-asked',
            ]),
            incident: incidentSchema,
          }),
        },
      },
    })(async ({ caller, params: { incidentId }, headers, body: { as } }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const updateId = updateIdOf(caller.by, 'acknowledge', { as }, headers['idempotency-key']);
      const message = { by: caller.by, means: 'operator', as } as const;
      const { accepted } = await incidents.acknowledge(incidentId, message, updateId);
      return { status: 200, body: { accepted, incident: await after(reading, read) } };
    }),
    defineRoute({
      ...action('decline', 'declineIncident', 'Say that nobody there can take over'),
      body: z.strictObject({ as: z.enum(['internal', 'provider']).default('internal') }).default({
        as: 'internal',
      }),
      responses: done,
    })(async ({ caller, params: { incidentId }, headers, body: { as } }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const updateId = updateIdOf(caller.by, 'decline', { as }, headers['idempotency-key']);
      await incidents.decline(incidentId, { by: caller.by, means: 'operator', as }, updateId);
      return { status: 200, body: { incident: await after(reading, read) } };
    }),
    defineRoute({
      ...action('threat', 'setThreat', 'Say whether a life is in danger'),
      body: z.strictObject({ threat: threatSchema }),
      responses: {
        200: {
          description: 'Done; `overrideAt` is the deadline of the life-safety override, if one runs.',
          schema: z.strictObject({ overrideAt: momentSchema.exactOptional(), incident: incidentSchema }),
        },
      },
    })(async ({ caller, params: { incidentId }, headers, body: { threat } }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const updateId = updateIdOf(caller.by, 'threat', { threat }, headers['idempotency-key']);
      const { overrideAt } = await incidents.setThreat(incidentId, { by: caller.by, threat }, updateId);
      return {
        status: 200,
        body: {
          ...(overrideAt === undefined ? {} : { overrideAt: asMoment(overrideAt) }),
          incident: await after(reading, read),
        },
      };
    }),
    defineRoute({
      ...action('route', 'routeIncident', 'Send it to another provider'),
      body: z.strictObject({ service: serviceSchema }),
      responses: done,
    })(async ({ caller, params: { incidentId }, headers, body: { service } }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const updateId = updateIdOf(caller.by, 'route', { service }, headers['idempotency-key']);
      await incidents.route(incidentId, { by: caller.by, service }, updateId);
      return { status: 200, body: { incident: await after(reading, read) } };
    }),
    defineRoute({
      ...action('notes', 'addNote', 'Add a note'),
      body: z.strictObject({ text: textSchema }),
      problems: [409, 422],
      responses: {
        201: {
          description: 'Added.',
          schema: z.strictObject({ noteId: z.string(), incident: incidentSchema }),
        },
      },
    })(async ({ caller, params: { incidentId }, headers, body: { text } }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const noteId = noteIdOf(incidentId, caller, headers['idempotency-key']);
      await notes.add({ ...noteFrame(read, caller, now()), incidentId, noteId, text });
      return { status: 201, body: { noteId, incident: await after(reading, read) } };
    }),
    defineRoute({
      ...action('contacts-reached', 'markContactsReached', 'Say that internal contacts were reached'),
      body: z.strictObject({ contacts: z.array(contactIdSchema).min(1).max(50) }),
      responses: done,
    })(async ({ caller, params: { incidentId }, headers, body }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const contacts = await requireInternalContacts(contactBook, organisationOf(read), body.contacts);
      const updateId = updateIdOf(caller.by, 'contacts-reached', body, headers['idempotency-key']);
      await incidents.markContactsReached(incidentId, { by: caller.by, contacts }, updateId);
      return { status: 200, body: { incident: await after(reading, read) } };
    }),
    defineRoute({
      ...action('close', 'closeIncident', 'Close it'),
      description: 'A note is added first. The incident can be reopened until `incident.reopenUntil`.',
      body: z.strictObject({ outcome: closureOutcomeSchema, note: textSchema.optional() }),
      problems: [409, 422],
      responses: done,
    })(async ({ caller, params: { incidentId }, headers, body: { outcome, note } }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const key = headers['idempotency-key'];
      if (note !== undefined) {
        const noteId = noteIdOf(incidentId, caller, key === undefined ? undefined : `close:${key}`);
        await notes.add({ ...noteFrame(read, caller, now()), incidentId, noteId, text: note });
      }
      const updateId = updateIdOf(caller.by, 'close', { outcome, note }, key);
      await incidents.close(incidentId, { by: caller.by, outcome }, updateId);
      return { status: 200, body: { incident: await after(reading, read) } };
    }),
    defineRoute({
      ...action('reopen', 'reopenIncident', 'Reopen it'),
      body: z.strictObject({}).default({}),
      responses: done,
    })(async ({ caller, params: { incidentId }, headers }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const updateId = updateIdOf(caller.by, 'reopen', {}, headers['idempotency-key']);
      await incidents.reopen(incidentId, { by: caller.by }, updateId);
      return { status: 200, body: { incident: await after(reading, read) } };
    }),
  ];
}

export function organisationOf(read: ReadIncident): OrganisationId {
  return read.from === 'view' ? read.view.organisationId : read.start.organisationId;
}

function noteIdOf(incidentId: IncidentId, caller: Caller, key: string | undefined): string {
  return key === undefined
    ? newIdentifier('not')
    : derivedIdentifier('not', incidentId, principalKey(caller.by), key);
}

function noteFrame(read: ReadIncident, caller: Caller, at: number) {
  return { scope: caller.scope, organisationId: organisationOf(read), by: caller.by, at };
}

/** The incident as its workflow sees it after the action; as it was read before when that takes too long. */
export async function after(reading: CaseReading, read: ReadIncident): Promise<ShownIncident> {
  const id = read.from === 'view' ? read.view.id : read.start.incidentId;
  const view = await reading.runningIncident(id, patience);
  return view === undefined ? showIncident(read) : showView(view, read.intake);
}
