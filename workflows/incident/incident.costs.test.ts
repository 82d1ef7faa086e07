import { describe, expect, it } from '@jest/globals';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import type { OrderId } from '../../domain/identifiers.js';
import type { Actor } from '../../domain/timeline.js';
import { Journal } from '../journal.js';
import { IncidentCase } from './incident.case.js';
import { beginIncident } from './incident.state.js';

const operator = { by: 'token', tokenId: 'tok_operator' } as const;
const frieda = { role: 'authorising-person', id: 'con_frieda' } as const;
const order: OrderId = 'ord_first1';
const expiresInSeconds = 600;
const expiry = 1_000 * expiresInSeconds;

/** An incident in which something is ordered at the moment 0. */
function ordered(): IncidentCase {
  const start = {
    incidentId: 'inc_costly01',
    organisationId: 'org_payers1',
    source: 'api',
    kind: 'security',
    threat: 'unknown',
    reportedBy: operator,
    reportedAt: 0,
    callerWaiting: false,
    callBack: false,
  } as const;
  const data = { ...beginIncident(start), policy: defaultEscalationPolicy, authorising: [frieda] };
  const incident = new IncidentCase(data, new Journal(undefined, () => 0), { add: () => undefined });
  const estimate = { amountMinor: 1_200_00, currency: 'EUR' };
  incident.orders.place(
    { by: operator, orderId: order, service: 'transport', estimate, expiresInSeconds },
    0,
  );
  return incident;
}

const decide = (incident: IncidentCase, answer: 'approved' | 'refused', now: number) => {
  const by: Actor = { by: 'target', target: frieda };
  return incident.costs.decide(order, { answer }, { by, means: 'console', now }, 'answer-1');
};

describe.each(['approved', 'refused'] as const)('an answer that an order is %s', (answer) => {
  it('counts a millisecond before the order expires, which it does not any more (I9)', () => {
    const incident = ordered();
    incident.passDeadlines(expiry - 1);
    expect(decide(incident, answer, expiry - 1)).toEqual({ decided: answer, state: answer });
    incident.passDeadlines(expiry);
    expect(incident.orders.find(order)).toMatchObject({ state: answer, decision: { at: expiry - 1 } });
  });

  it('is over in the moment in which the order expires (I9)', () => {
    const incident = ordered();
    // Before each message, what was due until then comes first.
    incident.passDeadlines(expiry);
    expect(decide(incident, answer, expiry)).toEqual({ decided: 'over', state: 'expired' });
    expect(incident.orders.find(order)).not.toHaveProperty('startedAt');
  });

  it('is over in that moment also where it is heard before the clock is, as by telephone (I9)', () => {
    const incident = ordered();
    expect(decide(incident, answer, expiry)).toMatchObject({ decided: 'over' });
    incident.passDeadlines(expiry);
    const after = incident.orders.find(order);
    expect(after?.state).toBe('expired');
    expect(after).not.toHaveProperty('decision');
    expect(after).not.toHaveProperty('startedAt');
  });
});
