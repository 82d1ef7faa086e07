import { describe, expect, it } from '@jest/globals';
import type { TravellerId } from '../identifiers.js';
import type { Actor, TimelineEvent } from '../timeline.js';
import { deedIn } from './timeline-deeds.js';

const anna = { role: 'internal-contact', id: 'con_anna0001' } as const;
const byAnna: Actor = { by: 'target', target: anna };
const toni: TravellerId = 'trv_toni0001';
const at = 2e12;
const cost = { amountMinor: 1, currency: 'EUR' } as const;

type WithActor = Extract<TimelineEvent, { by: Actor }>;

/** Everything that somebody can do to a case, done by one of them. A kind of event that is missing does not compile. */
function deedsOf(by: Actor): Readonly<Record<WithActor['type'], WithActor>> {
  const order = { orderId: 'ord_abc123', service: 'transport', estimate: cost } as const;
  return {
    taken: { type: 'taken', by, means: 'key' },
    acknowledged: { type: 'acknowledged', by, means: 'speech', expiresAt: at },
    'acknowledgement-expired': { type: 'acknowledgement-expired', by },
    declined: { type: 'declined', by, means: 'sms' },
    'threat-set': { type: 'threat-set', threat: 'immediate', by, means: 'key' },
    'override-fired': { type: 'override-fired', basis: 'operator', by, ceiling: cost, attempts: 1 },
    'mandate-accepted': { type: 'mandate-accepted', by, means: 'key' },
    'ratification-given': { type: 'ratification-given', by, answer: 'ratified', means: 'link' },
    'override-word-given': { type: 'override-word-given', by, answer: 'refused', means: 'key' },
    'answer-not-counted': { type: 'answer-not-counted', by, means: 'key', why: 'limit-too-low' },
    routed: { type: 'routed', service: 'medical', by },
    noted: { type: 'noted', noteId: 'not_abc123', by, means: 'sms' },
    'contacts-reached': { type: 'contacts-reached', contacts: [anna], by },
    'call-ordered': { type: 'call-ordered', target: anna, by },
    'call-back-ordered': { type: 'call-back-ordered', by },
    'order-placed': { type: 'order-placed', ...order, by },
    'order-approved': { type: 'order-approved', ...order, by, means: 'key' },
    'order-refused': { type: 'order-refused', ...order, by, means: 'link' },
    'order-ratification-given': {
      type: 'order-ratification-given',
      ...order,
      by,
      answer: 'refused',
      means: 'key',
    },
    'excess-decided': {
      type: 'excess-decided',
      ...order,
      by,
      total: cost,
      answer: 'approved',
      means: 'link',
    },
    'order-withdrawn': { type: 'order-withdrawn', ...order, by },
    'cost-recorded': { type: 'cost-recorded', ...order, by, cost },
    closed: { type: 'closed', outcome: 'resolved', by, reopenUntil: at },
    reopened: { type: 'reopened', by },
  };
}

const ended = {
  type: 'attempt-ended',
  track: 'internal',
  attempt: 'attempt-1',
  target: anna,
  channel: 'voice',
} as const;

describe('what the timeline of a case tells of deeds (X5)', () => {
  it('is every deed of somebody who did not sign in, by the way that it was done', () => {
    const { 'acknowledgement-expired': lapsed, ...deeds } = deedsOf(byAnna);
    expect(deedIn(lapsed, toni)).toBeUndefined();
    const told = Object.values(deeds).map((event) => deedIn(event, toni));
    expect(told.filter((deed) => deed === undefined)).toEqual([]);
    expect(told.map((deed) => deed?.action)).toEqual(Object.keys(deeds));
    expect(told.every((deed) => deed?.target === anna)).toBe(true);
    const refused = told.filter((deed) => deed?.stage === 'refused');
    expect(refused).toMatchObject([{ action: 'answer-not-counted', result: 'limit-too-low' }]);
    expect(deedIn(deeds['threat-set'], toni)).toMatchObject({ result: 'immediate', channel: 'voice' });
    expect(deedIn(deeds.declined, toni)).toMatchObject({ channel: 'sms' });
    expect(deedIn(deeds['order-refused'], toni)).toMatchObject({ channel: 'link', orderId: 'ord_abc123' });
  });

  it('is nothing that a rule has done, nor what was recorded where it was done', () => {
    const others: readonly Actor[] = [
      { by: 'rule' },
      { by: 'user', userId: 'usr_lead0001' },
      { by: 'token', tokenId: 'tok_machine1' },
    ];
    for (const by of others) {
      for (const event of Object.values(deedsOf(by))) expect(deedIn(event, toni)).toBeUndefined();
    }
    for (const means of ['operator', 'console'] as const) {
      expect(deedIn({ type: 'taken', by: byAnna, means }, toni)).toBeUndefined();
      expect(deedIn({ ...ended, reason: 'acknowledged', means }, toni)).toBeUndefined();
    }
  });

  it('is the answer to a call, a refused PIN and whoever has only listened, and no voicemail', () => {
    expect(deedIn({ ...ended, reason: 'declined', means: 'key' }, toni)).toEqual({
      target: anna,
      stage: 'done',
      action: 'answered',
      result: 'declined',
      channel: 'voice',
    });
    expect(
      deedIn({ ...ended, reason: 'failed', detail: 'pin-refused', orderId: 'ord_abc123' }, toni),
    ).toEqual({
      target: anna,
      stage: 'refused',
      action: 'entered-pin',
      result: 'pin-refused',
      channel: 'voice',
      orderId: 'ord_abc123',
    });
    expect(deedIn({ ...ended, reason: 'expired', detail: 'answered-without-key' }, toni)).toMatchObject({
      action: 'answered',
      result: 'answered-without-key',
    });
    for (const reason of ['voicemail', 'no-answer', 'busy'] as const) {
      expect(deedIn({ ...ended, reason }, toni)).toBeUndefined();
    }
  });

  it('is the call for help of the traveller, or of a caller whom nobody knows', () => {
    const reported = { type: 'reported', kind: 'medical', threat: 'unknown' } as const;
    expect(deedIn({ ...reported, source: 'inbound-call' }, toni)).toMatchObject({
      target: { role: 'traveller', id: toni },
      channel: 'voice',
    });
    expect(deedIn({ ...reported, source: 'inbound-text' }, undefined)).toMatchObject({
      target: { role: 'traveller', id: 'caller' },
      channel: 'sms',
    });
    expect(deedIn({ ...reported, source: 'status-call' }, toni)).toMatchObject({ action: 'reported' });
    expect(deedIn({ ...reported, source: 'api' }, toni)).toBeUndefined();
    expect(deedIn({ ...reported, source: 'operator' }, toni)).toBeUndefined();
    expect(deedIn({ type: 'status-answered', answer: 'help', means: 'link' }, toni)).toMatchObject({
      target: { role: 'traveller', id: toni },
      action: 'status-answered',
      result: 'help',
      channel: 'link',
    });
  });
});
