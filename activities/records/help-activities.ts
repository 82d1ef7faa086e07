import { createHash } from 'node:crypto';
import type { IncidentCases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { IncidentReport } from '../../domain/incident/incident.js';
import { deskScope } from '../../domain/scope.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
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
 * the stored intake stays, and the running incident is only told again.
 */
export function createHelpActivities({ incidents, store, now }: HelpDependencies): HelpActivities {
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
        await quietly('the intake of the incident', () =>
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
        await incidents.startWithHelp(start, { callerWaiting: false, callBack, lifeInDanger, ...forced });
        await quietly('that the incident has started', () =>
          store.intakes.markStarted(deskScope, incidentId, new Date(now())),
        );
      }),
  };
}
