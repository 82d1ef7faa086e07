import type { Logger } from 'pino';
import { isAlive } from '../activities/attempts/call-outcome.js';
import type { Cases } from '../cases/cases.js';
import type { Store } from '../db/store.js';
import { describeError } from '../domain/describe-error.js';
import { callerHasLeft } from '../domain/incident/conference.js';
import type { Telephony } from '../providers/telephony/telephony.js';
import { unlessAway } from './use-cases/time-limit.js';

export interface CallerWatchDependencies {
  readonly projection: Pick<Store['cases'], 'withCallers'>;
  readonly telephony: Pick<Telephony, 'lookUpCall'>;
  readonly incidents: Pick<Cases['incidents'], 'tellPresence'>;
  readonly log: Logger;
}

const mostIncidents = 200;

/**
 * Looks whether callers are still on the line. That they have left is told by webhooks, all within a second: an API that was
 * away in it hears of none, and whoever was cut off would be called back by nobody (I4).
 *
 * @returns one round of looking; what cannot be asked now is asked in the next one.
 */
export function createCallerWatch({ projection, telephony, incidents, log }: CallerWatchDependencies) {
  return async (): Promise<void> => {
    const found = (await unlessAway(() => projection.withCallers(mostIncidents))) ?? [];
    const calls = found.flatMap(({ incidentId, callerCalls }) =>
      callerCalls.map((call) => ({ incidentId, ...call })),
    );
    for (const { incidentId, callSid, account } of calls) {
      try {
        const facts = await telephony.lookUpCall({ sid: callSid, account });
        if (facts === undefined || isAlive(facts)) continue;
        await incidents.tellPresence(incidentId, callerHasLeft(callSid));
      } catch (error) {
        log.warn(
          { incidentId, ...describeError(error) },
          'Nobody could tell whether a caller is still there',
        );
      }
    }
  };
}
