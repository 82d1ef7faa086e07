import { describe, expect, it } from '@jest/globals';
import type { TimelineEvent } from '../timeline.js';
import { webhookEventTypes } from './event-types.js';
import { eventIdOf, incidentEventOf } from './incident-event.js';

const of = { organisationId: 'org_company1', incidentId: 'inc_abc123' } as const;
const by = { by: 'target', target: { role: 'internal-contact', id: 'con_anna0001' } } as const;
const at = Date.parse('2026-11-21T08:30:00Z');
const ceiling = { amountMinor: 100_00, currency: 'EUR' };

const order = { orderId: 'ord_first1', service: 'transport', estimate: ceiling } as const;

const told: readonly TimelineEvent[] = [
  { type: 'reported', source: 'api', kind: 'security', threat: 'unknown' },
  { type: 'threat-set', threat: 'immediate', by, overrideAt: at },
  { type: 'duress-noted' },
  { type: 'routed', service: 'medical', by },
  { type: 'taken', by, means: 'key' },
  { type: 'acknowledged', by, means: 'key', expiresAt: at },
  { type: 'acknowledgement-expired', by },
  { type: 'override-fired', basis: 'rule', by: { by: 'rule' }, ceiling, attempts: 3 },
  { type: 'mandate-accepted', by, means: 'key' },
  { type: 'ratification-given', by, answer: 'ratified', means: 'link', covers: ceiling },
  { type: 'ratification-lapsed' },
  { type: 'order-placed', ...order, by, expiresAt: at },
  { type: 'order-approved', ...order, by, means: 'link' },
  { type: 'order-refused', ...order, by, means: 'key' },
  { type: 'order-expired', ...order },
  { type: 'order-overridden', ...order, ratification: 'asked' },
  { type: 'order-ratification-given', ...order, by, answer: 'ratified', means: 'console' },
  { type: 'order-ratification-asked', ...order },
  { type: 'order-ratification-lapsed', ...order },
  { type: 'order-withdrawn', ...order, by: { by: 'rule' } },
  { type: 'cost-recorded', ...order, by, cost: ceiling },
  { type: 'excess-decided', ...order, total: ceiling, by, answer: 'approved', means: 'key' },
  { type: 'excess-lapsed', ...order, total: ceiling },
  { type: 'closed', outcome: 'resolved', by, reopenUntil: at },
  { type: 'reopened', by },
];

describe('what receivers learn of an incident (X3)', () => {
  it('is there for every kind of event that is offered', () => {
    const types = told.map((event) => incidentEventOf({ sequence: 1, at, event }, of)?.type);
    expect(types).toEqual(webhookEventTypes);
  });

  it('names the incident, the place on its timeline and the moment', () => {
    const event: TimelineEvent = { type: 'closed', outcome: 'resolved', by, reopenUntil: at + 1000 };
    expect(incidentEventOf({ sequence: 7, at, event }, of)).toEqual({
      type: 'incident.closed',
      timestamp: '2026-11-21T08:30:00.000Z',
      data: {
        ...of,
        sequence: 7,
        state: 'closed',
        outcome: 'resolved',
        by,
        reopenUntil: '2026-11-21T08:30:01.000Z',
      },
    });
  });

  it('tells with everything that the traveller is under duress, and must not be contacted (I14)', () => {
    for (const event of told) {
      const payload = incidentEventOf({ sequence: 7, at, event }, { ...of, silent: true });
      expect([event.type, payload?.data['silent']]).toEqual([event.type, true]);
    }
  });

  it('is nothing of what happens on the way', () => {
    for (const event of [
      { type: 'noted', noteId: 'not_abc123', by },
      { type: 'caller-waiting' },
      { type: 'round-ended', track: 'internal', round: 1, nextRoundAt: at },
    ] as const) {
      expect(incidentEventOf({ sequence: 1, at, event }, of)).toBeUndefined();
    }
  });

  it('has an ID that follows from the case, without the full stop that delimits what is signed', () => {
    expect(eventIdOf('inc_abc123', { sequence: 12, at: 1_700_000_000_000 })).toBe('inc_abc123-12-loyw3v28');
  });
});
