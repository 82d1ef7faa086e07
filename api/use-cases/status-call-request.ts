import type { Cases } from '../../cases/cases.js';
import type { Intake, Store } from '../../db/store.js';
import {
  incidentIdOfStatusCall,
  type OrganisationId,
  type StatusCallId,
  type TravellerId,
} from '../../domain/identifiers.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { Actor } from '../../domain/timeline.js';
import type { StatusCallStart } from '../../workflows/status-call/status-call.messages.js';
import type { BackgroundWork } from '../background-work.js';
import { asStartDocument } from './case-starts.js';
import { hashBody } from './identifiers.js';
import { hasStarted, type IntakeKeeping } from './intake-keeping.js';
import { isUnavailable } from './time-limit.js';

export interface RequestedStatusCall {
  readonly requested: 'started' | 'exists' | 'accepted';
  readonly start: StatusCallStart;
  readonly intake: Intake;
}

export interface StatusCallRequests {
  /**
   * Asks one traveller for their status (I2). Repeating it changes nothing, also when Temporal has forgotten the workflow
   * since: the intake knows that it was started.
   *
   * @throws DomainError `unavailable` when neither MongoDB nor Temporal answers.
   */
  request(
    scope: Scope,
    wanted: {
      readonly statusCallId: StatusCallId;
      readonly organisationId: OrganisationId;
      readonly travellerId: TravellerId;
      readonly requestedBy: Actor;
    },
  ): Promise<RequestedStatusCall>;
}

export function createStatusCallRequests({
  intakeKeeping,
  intakes,
  statusCalls,
  background,
  now,
}: {
  readonly intakeKeeping: IntakeKeeping;
  readonly intakes: Pick<Store['intakes'], 'markStarted'>;
  readonly statusCalls: Pick<Cases['statusCalls'], 'start'>;
  readonly background: BackgroundWork;
  readonly now: () => number;
}): StatusCallRequests {
  return {
    async request(scope, { statusCallId, organisationId, travellerId, requestedBy }) {
      const start: StatusCallStart = {
        statusCallId,
        organisationId,
        travellerId,
        incidentId: incidentIdOfStatusCall(statusCallId),
        requestedBy,
      };
      const intake: Intake = {
        id: statusCallId,
        organisationId,
        kind: 'status-call',
        bodyHash: hashBody({ organisationId, travellerId }),
        start: asStartDocument(start),
        createdAt: new Date(now()),
      };
      const kept = await intakeKeeping.keep(scope, intake, 'same-body');
      const known = kept.kept === 'stored' ? kept.intake : intake;
      if (hasStarted(kept)) return { requested: 'exists', start, intake: known };
      try {
        const requested = await statusCalls.start(start);
        if (kept.kept === 'stored') {
          background.run('noting that a status call has started', () =>
            intakes.markStarted(deskScope, statusCallId, new Date(now())),
          );
        }
        return { requested, start, intake: known };
      } catch (error) {
        if (kept.kept === 'stored' && isUnavailable(error)) {
          return { requested: 'accepted', start, intake: known };
        }
        throw error;
      }
    },
  };
}
