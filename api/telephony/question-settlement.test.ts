import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { AttemptResult } from '../../domain/attempt.js';
import { conflict, DomainError, unavailable } from '../../domain/errors.js';
import type { ChannelTestOutcome } from '../../domain/readiness/channel-test.js';
import { createBackgroundWork } from '../background-work.js';
import { casesInMemory, type CasesInMemory } from '../testing/cases-in-memory.js';
import type { Answer, Decision } from './answers.js';
import { createQuestionSettlement, type Question } from './question-settlement.js';

let cases: CasesInMemory;
let completed: AttemptResult[];
let repliesLost: number;
let counted: string[];
let noted: { readonly id: string; readonly outcome: ChannelTestOutcome }[];
/** The case has taken the answer before. */
let again: boolean;

beforeEach(async () => {
  cases = casesInMemory();
  await cases.incidents.start({
    incidentId: 'inc_abcdef',
    organisationId: 'org_abcdef',
    source: 'api',
    kind: 'security',
    threat: 'unknown',
    reportedBy: { by: 'token', tokenId: 'tok_abcdef' },
    reportedAt: 1,
    callerWaiting: false,
    callBack: false,
  });
  completed = [];
  repliesLost = 0;
  counted = [];
  noted = [];
  again = false;
});

/** As Temporal does it: the first completion counts, whether its reply arrives or not. */
function complete(result: AttemptResult): Promise<boolean> {
  if (completed.length > 0) return Promise.resolve(false);
  completed.push(result);
  if (repliesLost === 0) return Promise.resolve(true);
  repliesLost -= 1;
  return Promise.reject(unavailable('The case engine'));
}

const question: Question = {
  organisationId: 'org_abcdef',
  subject: { case: 'incident', incidentId: 'inc_abcdef' },
  purpose: 'inform',
  target: { role: 'internal-contact', id: 'con_abcdef' },
  attempt: { workflowId: 'incident:inc_abcdef', activityId: 'attempt-3' },
};

function settle(answer: Answer | Decision, asked = question) {
  const settlement = createQuestionSettlement({
    cases: {
      ...cases,
      attempts: { complete: (_key, result) => complete(result) },
      incidents: {
        ...cases.incidents,
        decideOrder: async (...told) => ({
          ...(await cases.incidents.decideOrder(...told)),
          ...(again ? { again } : {}),
        }),
        acknowledge: async (...told) => ({
          ...(await cases.incidents.acknowledge(...told)),
          ...(again ? { again } : {}),
        }),
      },
    },
    projection: { recordedThrough: () => Promise.resolve(7) },
    channelTests: {
      note: (id, outcome) => {
        noted.push({ id, outcome });
        return Promise.resolve();
      },
    },
    now: () => 1_000,
    background: createBackgroundWork({ log: pino({ level: 'silent' }) }),
    metrics: {
      attemptSettled: (reason, settled) => {
        counted.push(`${reason} ${settled}`);
      },
    },
  });
  return settlement.settle(asked, answer, { means: 'key', updateId: 'CA1-attempt-3', patience: 5_000 });
}

describe('passing on an answer', () => {
  it('completes the attempt, under the ID that the answer would have as an update', async () => {
    expect(await settle({ answer: 'yes', lifeInDanger: false })).toBe('in-time');
    expect(completed).toEqual([
      { reason: 'acknowledged', means: 'key', answerId: 'CA1-attempt-3', recordedThrough: 7 },
    ]);
    expect(cases.told).toEqual([]);
    expect(counted).toEqual(['acknowledged in-time']);
  });

  it('is in time although the reply was lost: the case knows the answer by its ID, and nothing is said twice', async () => {
    repliesLost = 1;
    again = true;
    expect(await settle({ answer: 'yes', lifeInDanger: true })).toBe('in-time');
    expect(completed).toHaveLength(1);
    expect(cases.told).toMatchObject([{ what: 'acknowledge', updateId: 'CA1-attempt-3' }]);
    expect(counted).toEqual(['acknowledged in-time']);
  });

  it('is late when the case has gone on without it, and still counts, with the danger it names', async () => {
    completed.push({ reason: 'expired' });
    expect(await settle({ answer: 'yes', lifeInDanger: true })).toBe('late');
    expect(cases.told.map(({ what, updateId }) => [what, updateId])).toEqual([
      ['acknowledge', 'CA1-attempt-3'],
      ['setThreat', 'CA1-attempt-3-threat'],
    ]);
    expect(counted).toEqual(['acknowledged late']);
  });

  it('goes to the case alone when it was asked in a notice', async () => {
    const { attempt: _attempt, ...inNotice } = question;
    expect(await settle({ answer: 'no' }, inNotice)).toBe('late');
    expect(completed).toEqual([]);
    expect(cases.told).toMatchObject([{ what: 'decline', message: { as: 'internal' } }]);
  });
});

describe('passing on the confirmation of a channel test (I13)', () => {
  const test: Question = {
    organisationId: 'org_abcdef',
    subject: { case: 'channel-test', channelTestId: 'tst_abcdef' },
    purpose: 'test',
    target: { role: 'internal-contact', id: 'con_abcdef' },
    attempt: { workflowId: 'channel-test:tst_abcdef', activityId: 'attempt-1' },
  };

  it('completes the attempt', async () => {
    expect(await settle({ answer: 'yes', lifeInDanger: false }, test)).toBe('in-time');
    expect(completed).toEqual([{ reason: 'acknowledged', means: 'key', answerId: 'CA1-attempt-3' }]);
    expect(noted).toEqual([]);
  });

  it('counts after its time too: whoever confirms was reached', async () => {
    completed.push({ reason: 'expired' });
    expect(await settle({ answer: 'yes', lifeInDanger: false }, test)).toBe('late');
    expect(noted).toEqual([
      {
        id: 'tst_abcdef',
        outcome: { state: 'confirmed', at: 1_000, reason: 'acknowledged', means: 'key' },
      },
    ]);
  });
});

describe('passing on a decision about an order (I9)', () => {
  const asked: Question = {
    ...question,
    purpose: 'approve',
    target: { role: 'authorising-person', id: 'con_frieda' },
    orderId: 'ord_abcdef',
  };

  it('completes the attempt, or goes to the incident when that is over', async () => {
    expect(await settle({ answer: 'approved' }, asked)).toBe('in-time');
    expect(completed).toMatchObject([
      { reason: 'acknowledged', answer: 'approved', answerId: 'CA1-attempt-3' },
    ]);
    expect(await settle({ answer: 'refused' }, asked)).toBe('late');
    expect(cases.told).toMatchObject([
      {
        what: 'decideOrder',
        message: { by: { by: 'target', target: asked.target }, orderId: 'ord_abcdef', answer: 'refused' },
        updateId: 'CA1-attempt-3',
      },
    ]);
  });

  it('is in time when only the reply was lost, and over when the order is', async () => {
    completed.push({ reason: 'expired' });
    again = true;
    expect(await settle({ answer: 'approved' }, asked)).toBe('in-time');
    again = false;
    cases.decision = { decided: 'over', state: 'refused' };
    expect(await settle({ answer: 'approved' }, asked)).toBe('over');
  });

  it.each([conflict('No such order.'), new DomainError('forbidden', 'The limit does not reach so far.')])(
    'is over at once when the incident refuses it: %s',
    async (refusal) => {
      completed.push({ reason: 'expired' });
      cases.refusal = refusal;
      expect(await settle({ answer: 'approved' }, asked)).toBe('over');
    },
  );

  it('takes no other answer for one, nor one to no order', async () => {
    completed.push({ reason: 'expired' });
    const { orderId: _orderId, ...ofNoOrder } = asked;
    for (const answer of ['yes', 'no'] as const) {
      expect(await settle({ answer, lifeInDanger: false }, asked)).toBe('over');
    }
    expect(await settle({ answer: 'approved' }, ofNoOrder)).toBe('over');
    expect(await settle({ answer: 'approved' })).toBe('over');
    expect(cases.told).toEqual([]);
  });
});
