import { z } from 'zod';
import type { Cases } from '../../cases/cases.js';
import { conflict } from '../../domain/errors.js';
import { moneySchema, type Money } from '../../domain/escalation/policy.js';
import { incidentIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { principalKey } from '../../domain/timeline.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { incidentSchema } from '../representations/incident.js';
import { momentSchema } from '../representations/shared.js';
import type { CaseReading, ReadIncident } from '../use-cases/case-reading.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import type { OverrideConfirmations } from '../use-cases/override-confirmation.js';
import { after, organisationOf } from './incident-actions.js';

export interface LifeSafetyOverrideDependencies {
  readonly incidents: Pick<Cases['incidents'], 'fireOverride'>;
  readonly reading: CaseReading;
  readonly confirmations: OverrideConfirmations;
  /** What the override would do, in words. */
  readonly tellEffect: (organisationId: OrganisationId, ceiling: Money | undefined) => Promise<string>;
}

/** Firing the life-safety override early, in two steps (I8). */
export function lifeSafetyOverrideRoutes({
  incidents,
  reading,
  confirmations,
  tellEffect,
}: LifeSafetyOverrideDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/incidents/{incidentId}/life-safety-override',
      operationId: 'fireLifeSafetyOverride',
      tag: 'Incident actions',
      summary: 'Tell the provider to act without authorisation',
      description:
        'Two steps: the first answers 202 with what it would do and a confirmation; the second sends the confirmation ' +
        'within two minutes and fires. The confirmation holds for this incident, override incident and ceiling only.',
      access: 'override incident',
      audit: { body: 'secret' },
      params: z.strictObject({ incidentId: incidentIdSchema }),
      body: z
        .strictObject({
          ceiling: moneySchema.optional().meta({
            description: 'What the provider may spend without asking; absent: the ceiling of the policy.',
          }),
          confirmation: z.string().min(1).max(1000).optional(),
        })
        .default({}),
      problems: [409],
      responses: {
        200: { description: 'Fired.', schema: z.strictObject({ incident: incidentSchema }) },
        202: {
          description: 'Nothing has happened yet: it is to be confirmed.',
          schema: z.strictObject({
            confirmation: z.string(),
            expiresAt: momentSchema,
            effect: z.string().meta({ description: 'What the second step does, in words.' }),
          }),
        },
      },
    })(async ({ caller, params: { incidentId }, body: { ceiling, confirmation } }) => {
      const read = await reading.incident(caller.scope, incidentId);
      const intent = {
        incidentId,
        principal: principalKey(caller.by),
        ...(ceiling === undefined ? {} : { ceiling }),
      };
      if (confirmation === undefined) {
        refuseImpossible(read);
        const issued = confirmations.issue(intent);
        const effect = await tellEffect(organisationOf(read), ceiling);
        return {
          status: 202,
          body: {
            confirmation: issued.confirmation,
            expiresAt: issued.expiresAt.toISOString(),
            effect,
          },
        };
      }
      const confirmed = confirmations.verify(confirmation, intent);
      await incidents.fireOverride(
        incidentId,
        {
          by: caller.by,
          ...(confirmed.ceiling === undefined ? {} : { ceiling: confirmed.ceiling }),
        },
        // Sending the same confirmation twice fires once.
        derivedIdentifier('act', 'life-safety-override', confirmation),
      );
      return { status: 200, body: { incident: await after(reading, read) } };
    }),
  ];
}

/** What the workflow would refuse in the second step is refused in the first. */
function refuseImpossible(read: ReadIncident): void {
  if (read.from === 'start') return;
  if (read.view.state !== 'open') throw conflict('The incident is closed.');
  if (read.view.override.state === 'fired') throw conflict('The life-safety override has fired already.');
}
