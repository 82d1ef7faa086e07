import { z } from 'zod';
import type { Cases } from '../../cases/cases.js';
import { conflict } from '../../domain/errors.js';
import { incidentIdSchema } from '../../domain/identifiers.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { incidentSchema } from '../representations/incident.js';
import type { StepUp } from '../sign-in/step-up.js';
import type { RequireApprover } from '../use-cases/approving-user.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { updateIdOf } from '../use-cases/incident-actions.js';
import { idempotencyHeaders } from './idempotency.js';
import { after, organisationOf } from './incident-actions.js';
import { approverProofSchema } from './proof.js';

export interface RatificationRouteDependencies {
  readonly incidents: Pick<Cases['incidents'], 'giveRatification'>;
  readonly reading: CaseReading;
  readonly requireApprover: RequireApprover;
  readonly stepUp: Pick<StepUp, 'proveApprover'>;
}

/** Answering for a life-safety override afterwards, signed in as the person who may (I8, I9). */
export function ratificationRoutes({
  incidents,
  reading,
  requireApprover,
  stepUp,
}: RatificationRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/incidents/{incidentId}/ratification',
      operationId: 'giveRatification',
      tag: 'Incident actions',
      summary: 'Approve or refuse a life-safety override afterwards, as an authorising person',
      description:
        'The caller has to stand among the authorising persons of the organisation with their e-mail address. Their answer ' +
        'counts for what the override has started as far as their limit reaches in total; the rest is asked about by itself. ' +
        'Whoever ratifies it proves anew who they are; refusing needs no proof. ' +
        'The first answer counts: 409 when there is one. It can be given also when the incident is closed.',
      access: 'ratify incident',
      audit: { body: 'by-handler' },
      params: z.strictObject({ incidentId: incidentIdSchema }),
      headers: idempotencyHeaders,
      problems: [409],
      body: z.discriminatedUnion('answer', [
        z.strictObject({ answer: z.literal('ratified'), proof: approverProofSchema }),
        z.strictObject({ answer: z.literal('refused') }),
      ]),
      responses: { 200: { description: 'Decided.', schema: z.strictObject({ incident: incidentSchema }) } },
    })(async ({ caller, visit: { address }, params: { incidentId }, headers, body, audit }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const override = read.from === 'view' ? read.view.override : undefined;
      const ceiling = override?.state === 'fired' ? override.ceiling : undefined;
      const organisationId = organisationOf(read);
      const target = await requireApprover(caller, organisationId, ceiling);
      if (body.answer === 'ratified') {
        const owner = { organisationId, contactId: target.id };
        await stepUp.proveApprover(caller.by, owner, body.proof, address);
      }
      const { answer } = body;
      const updateId = updateIdOf(caller.by, 'ratification', { answer }, headers['idempotency-key']);
      const message = { by: { by: 'target', target }, means: 'console', answer } as const;
      const { decided } = await incidents.giveRatification(incidentId, message, updateId);
      if (decided === 'over') throw conflict('Somebody has decided about the override already.');
      audit.changed({
        after: { answer, ...(body.answer === 'ratified' ? { provedBy: body.proof.by } : {}) },
      });
      return { status: 200, body: { incident: await after(reading, read) } };
    }),
  ];
}
