import { z } from 'zod';
import type { Cases } from '../../cases/cases.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import { DomainError } from '../../domain/errors.js';
import { incidentIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import { incidentSchema } from '../representations/incident.js';
import { calledPersonSchema, requireCalledPerson } from '../use-cases/called-person.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { updateIdOf } from '../use-cases/incident-actions.js';
import { idempotencyHeaders } from './idempotency.js';
import { after, organisationOf } from './incident-actions.js';

export interface IncidentCallDependencies {
  readonly incidents: Pick<Cases['incidents'], 'callPerson' | 'callBack'>;
  readonly reading: CaseReading;
  readonly contactBook: Pick<ContactBook, 'reach'>;
}

const common = {
  method: 'post',
  tag: 'Incident actions',
  access: 'steer incident',
  audit: { body: 'sealed' },
  params: z.strictObject({ incidentId: incidentIdSchema }),
  headers: idempotencyHeaders,
  problems: [409],
} as const;

/** Calls by order of an operator (I12): each is an update of the running workflow, which dials. */
export function incidentCallRoutes({
  incidents,
  reading,
  contactBook,
}: IncidentCallDependencies): readonly Route[] {
  return [
    defineRoute({
      ...common,
      path: '/v1/incidents/{incidentId}/call',
      operationId: 'callIntoIncident',
      summary: 'Call somebody into the conversation',
      description:
        'Their phones ring one after the other, once each; on key 1 they enter the conference of the incident, where its ' +
        'caller is or will be. The timeline tells how it ended (`ordered-call-ended`); to try again, order it again. For the ' +
        'caller there is `call-back`.',
      body: z.strictObject({ target: calledPersonSchema }),
      responses: {
        200: {
          description:
            '`calling`: their phone rings in a moment. `already-calling`: an earlier order is under way. `already-there`: ' +
            'they are in the conversation; nothing was ordered.',
          schema: z.strictObject({
            ordered: z.enum(['calling', 'already-calling', 'already-there']),
            incident: incidentSchema,
          }),
        },
      },
    })(async ({ caller, params: { incidentId }, headers, body }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const person = await requireCalledPerson(contactBook, organisationOf(read), body.target, '/target');
      const updateId = updateIdOf(caller.by, 'call', body, headers['idempotency-key']);
      const message = { by: caller.by, ...person };
      const { ordered } = await incidents.callPerson(incidentId, message, updateId);
      return { status: 200, body: { ordered, incident: await after(reading, read) } };
    }),
    defineRoute({
      ...common,
      path: '/v1/incidents/{incidentId}/call-back',
      operationId: 'callBackCaller',
      summary: 'Call the caller back, and join them',
      description:
        'Whoever needs help is called, as often as the policy says, and joined with whoever has taken the incident. With ' +
        '`with` that person is called first, and the caller as soon as they have pressed 1: `{"with": {"who": "desk"}}` ' +
        'bridges the desk’s telephone with the caller, whether or not anybody has taken the incident. A caller who is under ' +
        'duress (`silent`) is not called, unless `despiteDuress` is true, which only the desk decides (403).',
      body: z
        .strictObject({ with: calledPersonSchema.optional(), despiteDuress: z.boolean().optional() })
        .default({}),
      responses: {
        200: {
          description:
            '`calling`: a phone rings in a moment. `when-taken`: the caller is called as soon as somebody has taken the ' +
            'incident. `already-calling`: an earlier order is under way. `already-there`: the caller is on the line; ' +
            'nothing was ordered.',
          schema: z.strictObject({
            ordered: z.enum(['calling', 'when-taken', 'already-calling', 'already-there']),
            incident: incidentSchema,
          }),
        },
      },
    })(async ({ caller, params: { incidentId }, headers, body }) => {
      const read = await reading.incident(caller.scope, incidentId);
      if (body.despiteDuress === true) requireDeskDecision(caller, organisationOf(read));
      const company =
        body.with === undefined
          ? {}
          : { with: await requireCalledPerson(contactBook, organisationOf(read), body.with, '/with') };
      const updateId = updateIdOf(caller.by, 'call-back', body, headers['idempotency-key']);
      const knowingly = body.despiteDuress === true ? { despiteDuress: true as const } : {};
      const message = { by: caller.by, ...company, ...knowingly };
      const { ordered } = await incidents.callBack(incidentId, message, updateId);
      return { status: 200, body: { ordered, incident: await after(reading, read) } };
    }),
  ];
}

/**
 * A ringing phone can cost somebody under duress their life: an operator weighs that, and nobody else (I14).
 *
 * @throws DomainError `forbidden`.
 */
function requireDeskDecision({ may }: Pick<Caller, 'may'>, organisationId: OrganisationId): void {
  if (may.canFor('call person-under-duress', organisationId)) return;
  throw new DomainError(
    'forbidden',
    'Only the desk decides to call somebody who is under duress; please ask it.',
    [{ path: '/despiteDuress', message: 'may be decided by the desk only' }],
  );
}
