import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { unavailable } from '../domain/errors.js';
import type { IncidentId } from '../domain/identifiers.js';
import type { Presence } from '../domain/incident/conference.js';
import type { CallFacts } from '../providers/telephony/telephony.js';
import { createCallerWatch } from './caller-watch.js';

const account = 'AC1';
const facts = (sid: string, state: CallFacts['state']): CallFacts => ({
  sid,
  account,
  to: '+493023125000',
  from: '+4930901820',
  state,
  answeredBy: 'unknown',
  createdAt: new Date(0),
});

/** Callers by their calls, and what the provider knows of each; undefined: it does not answer. */
function watch(states: Readonly<Record<string, CallFacts['state'] | undefined>>) {
  const told: { readonly incidentId: IncidentId; readonly presence: Presence }[] = [];
  const round = createCallerWatch({
    projection: {
      withCallers: () =>
        Promise.resolve(
          Object.keys(states).map((callSid) => ({
            incidentId: `inc_${callSid.toLowerCase()}` as const,
            callerCalls: [{ callSid, account }],
          })),
        ),
    },
    telephony: {
      lookUpCall: ({ sid }) => {
        const state = states[sid];
        return state === undefined
          ? Promise.reject(unavailable('The telephony provider'))
          : Promise.resolve(facts(sid, state));
      },
    },
    incidents: {
      tellPresence: (incidentId, presence) => {
        told.push({ incidentId, presence });
        return Promise.resolve();
      },
    },
    log: pino({ level: 'silent' }),
  });
  return { round, told };
}

describe('callers in conferences, of whom no webhook tells (I4)', () => {
  it('have left when their call is over, and stay when it goes on', async () => {
    const { round, told } = watch({ CAOVER: 'completed', CATHERE: 'in-progress' });
    await round();
    expect(told).toMatchObject([
      { incidentId: 'inc_caover', presence: { callSid: 'CAOVER', label: 'caller', present: false } },
    ]);
  });

  it('are looked after although nobody can tell of one of them', async () => {
    const { round, told } = watch({ CAUNKNOWN: undefined, CAOVER: 'completed' });
    await round();
    expect(told.map(({ incidentId }) => incidentId)).toEqual(['inc_caover']);
  });
});
