import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptOrder, AttemptPurpose } from '../../domain/attempt.js';
import { attemptPurposes } from '../../domain/attempt.js';
import type { NumberLeaseRepository } from '../store.js';
import type { TemporaryStore } from '../store.fixture.js';
import { temporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
let leases: NumberLeaseRepository;
beforeAll(async () => {
  temporary = await temporaryStore();
  leases = temporary.store.numberLeases;
});
afterAll(() => temporary.remove());

let counter = 0;
function newNumber(): string {
  counter += 1;
  return `+4930${String(9_000_000 + counter)}`;
}

function order(caseNumber: number, purpose: AttemptPurpose = 'inform'): AttemptOrder {
  const incidentId = `inc_order${String(caseNumber).padStart(4, '0')}` as const;
  return {
    key: { workflowId: `incident:${incidentId}`, activityId: `internal-1-${caseNumber}` },
    organisationId: 'org_company1',
    subject: { case: 'incident', incidentId },
    purpose,
    target: { role: 'internal-contact', id: 'con_anna001' },
    step: { channel: 'voice', position: 0 },
    round: 1,
    ringSeconds: 25,
    talkSeconds: 90,
    dialBefore: 1_800_000_000_000,
    lifeSafety: false,
  };
}

const later = () => new Date(Date.now() + 60_000);
const call = { sid: 'CA1', account: 'AC1' };

async function dialled(number: string, ...orders: AttemptOrder[]): Promise<void> {
  const [first] = orders;
  for (const each of orders) await leases.take(number, each, later());
  if (first) await leases.noteCall(number, first.key, call);
}

describe('the lease of a number: one live call at any time (X1)', () => {
  it('lets the first dial and the second join, and shows both questions', async () => {
    const number = newNumber();
    const taken = await leases.take(number, order(1), later());
    expect(taken).toMatchObject({ lease: 'taken', current: { number, orders: [order(1)] } });
    const joined = await leases.take(number, order(2), later());
    expect(joined).toMatchObject({ lease: 'joined', current: { orders: [order(1), order(2)] } });
    expect((await leases.find(number))?.orders).toEqual([order(1), order(2)]);
  });

  it('lets exactly one of 200 takers dial, and all others join once', async () => {
    const number = newNumber();
    const orders = Array.from({ length: 200 }, (_, index) => order(index));
    const answers = await Promise.all(orders.map((each) => leases.take(number, each, later())));
    expect(answers.filter(({ lease }) => lease === 'taken')).toHaveLength(1);
    expect(answers.filter(({ lease }) => lease === 'joined')).toHaveLength(199);
    const asked = (await leases.find(number))?.orders.map(({ key }) => key.workflowId) ?? [];
    expect(asked).toHaveLength(200);
    expect(new Set(asked).size).toBe(200);
  });

  it('lets exactly one of 50 takers dial where the questions cannot share a call', async () => {
    const number = newNumber();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => leases.take(number, order(index, 'status'), later())),
    );
    expect(answers.filter(({ lease }) => lease === 'taken')).toHaveLength(1);
    expect(answers.filter(({ lease }) => lease === 'occupied')).toHaveLength(49);
  });

  it('lets only questions that one answer settles share a call', async () => {
    const sharing: string[] = [];
    for (const first of attemptPurposes) {
      for (const second of attemptPurposes) {
        const number = newNumber();
        await leases.take(number, order(1, first), later());
        const { lease } = await leases.take(number, order(2, second), later());
        if (lease === 'joined') sharing.push(`${first}+${second}`);
        else expect(lease).toBe('occupied');
      }
    }
    expect(sharing).toEqual([
      'take+take',
      'take+mandate',
      'mandate+take',
      'mandate+mandate',
      'inform+inform',
    ]);
  });

  it('gives the same attempt the same answer, before and after the question is settled', async () => {
    const number = newNumber();
    await dialled(number, order(1), order(2));
    const answers = async () => {
      const holder = await leases.take(number, order(1), later());
      const joiner = await leases.take(number, order(2), later());
      return [holder.lease, joiner.lease];
    };
    expect(await answers()).toEqual(['taken', 'joined']);
    expect((await leases.find(number))?.orders).toHaveLength(2);
    await leases.settle(number, call.sid, later());
    expect(await answers()).toEqual(['taken', 'joined']);
    expect((await leases.find(number))?.orders).toEqual([]);
  });

  it('is occupied once the question is answered, until the call is over', async () => {
    const number = newNumber();
    await dialled(number, order(1));
    expect(await leases.settle(number, call.sid, later())).toEqual([order(1)]);
    expect((await leases.take(number, order(2), later())).lease).toBe('occupied');
    expect(await leases.release(number, call.sid)).toEqual([]);
    expect((await leases.take(number, order(2), later())).lease).toBe('taken');
  });

  it('is free as soon as the call ends whose questions are all settled, and not before (X1)', async () => {
    const number = newNumber();
    await dialled(number, order(1), order(2));
    expect(await leases.releaseSettled(number, call.sid)).toBe(false);
    expect((await leases.find(number))?.orders).toHaveLength(2);
    await leases.settle(number, call.sid, later());
    expect(await leases.releaseSettled(number, 'CA-earlier')).toBe(false);
    expect(await leases.releaseSettled(number, call.sid)).toBe(true);
    expect(await leases.find(number)).toBeUndefined();
  });

  it('stays occupied after the answer no longer than told', async () => {
    const number = newNumber();
    await dialled(number, order(1));
    await leases.settle(number, call.sid, new Date(Date.now() - 1));
    expect((await leases.take(number, order(2), later())).lease).toBe('taken');
  });

  it('returns the questions that were open when the call ends', async () => {
    const number = newNumber();
    await dialled(number, order(1), order(2));
    expect(await leases.release(number, call.sid)).toEqual([order(1), order(2)]);
    expect(await leases.release(number, call.sid)).toEqual([]);
    expect(await leases.find(number)).toBeUndefined();
  });

  it('knows all whose questions a call asks or has asked, until it is over', async () => {
    const number = newNumber();
    await dialled(number, order(1), order(2));
    const keys = [order(1).key, order(2).key];
    expect(await leases.askedBy(number, call.sid)).toEqual(keys);
    await leases.settle(number, call.sid, later());
    expect(await leases.askedBy(number, call.sid)).toEqual(keys);
    expect(await leases.askedBy(number, 'CA-another')).toEqual([]);
    await leases.release(number, call.sid);
    expect(await leases.askedBy(number, call.sid)).toEqual([]);
  });

  it('returns each question exactly once, however settling, releasing, joining and leaving race', async () => {
    for (let round = 0; round < 20; round += 1) {
      const number = newNumber();
      await dialled(number, order(1), order(2));
      const late = order(3);
      const leaving = leases.leave(number, order(2).key);
      const joining = leases.take(number, late, later());
      const ended = await Promise.all([
        leases.settle(number, call.sid, later()),
        leases.release(number, call.sid),
        leases.settle(number, call.sid, later()),
      ]);
      await leaving;
      const { lease } = await joining;
      const settled = ended.flat().map(({ key }) => key.workflowId);
      const standing = ((await leases.find(number))?.orders ?? []).map(({ key }) => key.workflowId);
      const all = [...settled, ...standing];
      expect(new Set(all).size).toBe(all.length);
      expect(settled).toContain(order(1).key.workflowId);
      // Whoever joined is either told the outcome or still asked; whoever was refused is neither.
      expect(all.includes(late.key.workflowId)).toBe(lease !== 'occupied');
    }
  });

  it('does not hear webhooks of another call', async () => {
    const number = newNumber();
    await dialled(number, order(1));
    expect(await leases.settle(number, 'CA-earlier', later())).toEqual([]);
    expect(await leases.release(number, 'CA-earlier')).toEqual([]);
    expect((await leases.find(number))?.orders).toEqual([order(1)]);
  });

  it('notes the call of the order that dials only', async () => {
    const number = newNumber();
    await leases.take(number, order(1), later());
    await leases.take(number, order(2), later());
    await leases.noteCall(number, order(2).key, { sid: 'CA2', account: 'AC1' });
    expect((await leases.find(number))?.call).toBeUndefined();
    await leases.noteCall(number, order(1).key, call);
    expect((await leases.find(number))?.call).toEqual(call);
  });

  it('takes one question off and leaves the others on the call', async () => {
    const number = newNumber();
    await dialled(number, order(1), order(2));
    expect((await leases.leave(number, order(1).key))?.orders).toEqual([order(2)]);
    expect((await leases.leave(number, order(1).key))?.orders).toEqual([order(2)]);
    expect((await leases.leave(number, order(2).key))?.orders).toEqual([]);
    expect((await leases.take(number, order(3), later())).lease).toBe('occupied');
    expect(await leases.leave(newNumber(), order(1).key)).toBeUndefined();
  });

  it('frees a lease that was never dialled and names who had joined', async () => {
    const number = newNumber();
    await leases.take(number, order(1), later());
    await leases.take(number, order(2), later());
    expect(await leases.abandon(number, order(2).key)).toEqual([]);
    expect(await leases.abandon(number, order(1).key)).toEqual([order(2)]);
    expect((await leases.take(number, order(3), later())).lease).toBe('taken');
  });

  it('does not abandon a lease whose call was placed', async () => {
    const number = newNumber();
    await dialled(number, order(1));
    expect(await leases.abandon(number, order(1).key)).toEqual([]);
    expect((await leases.find(number))?.call).toEqual(call);
  });

  it('is taken over by exactly one once it has expired, without its old call', async () => {
    const number = newNumber();
    const expiring = new Date(Date.now() + 50);
    await leases.take(number, order(1), expiring);
    await leases.noteCall(number, order(1).key, call);
    await sleep(60);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => leases.take(number, order(10 + index, 'ratify'), later())),
    );
    expect(answers.filter(({ lease }) => lease === 'taken')).toHaveLength(1);
    expect(answers.filter(({ lease }) => lease === 'occupied')).toHaveLength(19);
    expect((await leases.find(number))?.call).toBeUndefined();
    expect(await leases.release(number, call.sid)).toEqual([]);
  });

  it('does not let anybody join a call whose lease has expired', async () => {
    const number = newNumber();
    await leases.take(number, order(1), new Date(Date.now() - 1));
    expect(await leases.take(number, order(2), later())).toMatchObject({
      lease: 'taken',
      current: { orders: [order(2)] },
    });
  });
});

describe('the calls of attempts', () => {
  const call = (sid: string) => ({ sid, account: 'AC1' });

  it('finds the call of an attempt, and takes a claim twice', async () => {
    const { calls } = temporary.store;
    const number = newNumber();
    await calls.claim(call('CA100'), order(100), number);
    await calls.claim(call('CA100'), order(100), number);
    expect(await calls.sidOf(order(100).key)).toEqual({ sid: 'CA100', account: 'AC1' });
    expect(await calls.sidOf(order(101).key)).toBeUndefined();
  });

  it('gives a call to one attempt and an attempt one call', async () => {
    const { calls } = temporary.store;
    const number = newNumber();
    await calls.claim(call('CA110'), order(110), number);
    await expect(calls.claim(call('CA110'), order(111), number)).rejects.toMatchObject({
      kind: 'conflict',
    });
    await expect(calls.claim(call('CA111'), order(110), number)).rejects.toMatchObject({
      kind: 'conflict',
    });
    const claims = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => calls.claim(call('CA112'), order(120 + index), number)),
    );
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('tells which calls others have claimed', async () => {
    const { calls } = temporary.store;
    const number = newNumber();
    await calls.claim(call('CA120'), order(150), number);
    await calls.claim(call('CA121'), order(151), number);
    const claimed = await calls.claimedAmong(['CA120', 'CA121', 'CA122'], order(151).key);
    expect([...claimed]).toEqual(['CA120']);
  });
});
