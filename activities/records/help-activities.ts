import { createHash } from 'node:crypto';
import type { IncidentCases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import { DomainError } from '../../domain/errors.js';
import type { IncidentId } from '../../domain/identifiers.js';
import type { IncidentReport } from '../../domain/incident/incident.js';
import { deskScope } from '../../domain/scope.js';
import type { HelpAsked, IncidentStart } from '../../workflows/incident/incident.messages.js';
import { quietly, withSafeFailures } from '../activity-failures.js';
import type { HelpActivities } from '../contract.js';

export interface HelpDependencies {
  readonly incidents: IncidentCases;
  readonly store: Pick<Store, 'intakes'>;
  readonly now: () => number;
}

/** What stands in the incident as the report; the traveller's own words are not known yet. */
const summary = 'The traveller answered a status call with "Help".';
const duressSummary = 'The traveller answered a status call with the duress code.';

/**
 * Opens the incident of a status call that was answered "Help" (I2, I3). The call itself may have opened it before: then
 * the stored intake stays, and the running incident is only told again. It is never begun anew, not even when it is over
 * and Temporal has forgotten it: this call for help has had its incident.
 */
export function createHelpActivities({ incidents, store, now }: HelpDependencies): HelpActivities {
  async function tellUnlessOver(id: IncidentId, help: HelpAsked): Promise<void> {
    try {
      await incidents.tellHelp(id, help);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not-found') throw error;
    }
  }

  return {
    openIncidentForStatusCall: (request) =>
      withSafeFailures(async () => {
        const { organisationId, travellerId, incidentId, lifeInDanger, callBack, silent } = request;
        const forced = silent === undefined ? {} : { silent };
        const words = silent === undefined ? summary : duressSummary;
        const start: IncidentStart = {
          incidentId,
          organisationId,
          travellerId,
          source: 'status-call',
          kind: 'security',
          threat: lifeInDanger ? 'immediate' : 'unknown',
          reportedBy: { by: 'target', target: { role: 'traveller', id: travellerId } },
          reportedAt: now(),
          callerWaiting: false,
          callBack,
          ...forced,
        };
        const report: Omit<IncidentReport, 'organisationId'> = {
          kind: start.kind,
          threat: start.threat,
          travellerId,
          summary: words,
        };
        // Nothing of the report is lost if it cannot be stored: it says no more than the workflow knows.
        const kept = await quietly('the intake of the incident', () =>
          store.intakes.put(deskScope, {
            id: incidentId,
            organisationId,
            kind: 'incident',
            bodyHash: createHash('sha256').update(`${incidentId} ${words}`).digest('hex'),
            report,
            start: { ...start },
            createdAt: new Date(start.reportedAt),
          }),
        );
        const help = { callerWaiting: false, callBack, lifeInDanger, ...forced };
        if (kept?.intake.startedAt !== undefined) {
          await tellUnlessOver(incidentId, help);
          return;
        }
        await incidents.startWithHelp(start, help);
        await quietly('that the incident has started', () =>
          store.intakes.markStarted(deskScope, incidentId, new Date(now())),
        );
      }),
  };
}
