import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { attemptPurposes, type AttemptOrder, type AttemptPurpose } from '../../domain/attempt.js';
import { keyText, LineBook } from '../../test/model/line-book.js';
import type { NumberLeaseRepository } from '../store.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
let leases: NumberLeaseRepository;
beforeAll(async () => {
  temporary = await temporaryStore();
  leases = temporary.store.numberLeases;
});
afterAll(() => temporary.remove());

let numbers = 0;
function newNumber(): string {
  numbers += 1;
  return `+4930${String(8_000_000 + numbers)}`;
}

function orderOf(attempt: number, purpose: AttemptPurpose): AttemptOrder {
  const incidentId = `inc_model${attempt}` as const;
  return {
    key: { workflowId: `incident:${incidentId}`, activityId: `attempt-${attempt}` },
    organisationId: 'org_company1',
    subject: { case: 'incident', incidentId },
    purpose,
    target: { role: 'desk', id: 'desk' },
    step: { channel: 'voice', position: 0 },
    round: 1,
    ringSeconds: 25,
    talkSeconds: 90,
    dialBefore: 1_800_000_000_000,
    lifeSafety: false,
  };
}

const textsOf = (orders: readonly AttemptOrder[] | undefined) => orders?.map(({ key }) => keyText(key));

const anHour = 3_600_000;
const attempts = fc.nat({ max: 2 });
const calls = fc.constantFrom('CA0', 'CA0', 'CA0', 'CA1');
/** From now on, in milliseconds: expired already, or for as long as the test lasts. */
const lasting = fc.constantFrom(-anHour, anHour, anHour);
const taking = fc.record({
  do: fc.constant('take' as const),
  attempt: attempts,
  purpose: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('take' as const, 'mandate' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...attemptPurposes) },
  ),
  lasting,
});
const leaving = fc.record({ do: fc.constant('leave' as const), attempt: attempts });
const commands = fc.oneof(
  taking,
  taking,
  taking,
  taking,
  leaving,
  leaving,
  fc.record({ do: fc.constant('noteCall' as const), attempt: attempts, call: calls }),
  fc.record({ do: fc.constant('readOut' as const), call: calls }),
  fc.record({ do: fc.constant('settle' as const), call: calls, lasting }),
  fc.record({ do: fc.constant('release' as const), call: calls }),
  fc.record({ do: fc.constant('abandon' as const), attempt: attempts }),
);
type Command = typeof commands extends fc.Arbitrary<infer Value> ? Value : never;

/** Somebody takes the number and dials. */
const dialled: readonly Command[] = [
  { do: 'take', attempt: 0, purpose: 'take', lasting: anHour },
  { do: 'noteCall', attempt: 0, call: 'CA0' },
];
const plans = fc
  .tuple(fc.boolean(), fc.array(commands, { minLength: 5, maxLength: 20, size: 'max' }))
  .map(([isDialled, plan]) => (isDialled ? [...dialled, ...plan] : plan));

/** Does the same to the database and to the book; gives back what each of them says. */
async function doBoth(
  command: Command,
  number: string,
  book: LineBook,
): Promise<readonly [unknown, unknown]> {
  switch (command.do) {
    case 'take': {
      const now = Date.now();
      const order = orderOf(command.attempt, command.purpose);
      const expiresAt = now + command.lasting;
      const { lease, current } = await leases.take(number, order, new Date(expiresAt));
      const booked = book.take(number, order, { now, expiresAt });
      return [
        [lease, textsOf(current.orders), current.call?.sid],
        [booked, textsOf(book.find(number)?.orders), book.find(number)?.call],
      ];
    }
    case 'noteCall': {
      const { key } = orderOf(command.attempt, 'take');
      await leases.noteCall(number, key, { sid: command.call, account: 'AC1' });
      book.noteCall(number, key, command.call);
      return [(await leases.find(number))?.call?.sid, book.find(number)?.call];
    }
    case 'readOut': {
      const lease = await leases.readOut(number, command.call);
      return [textsOf(lease?.orders), textsOf(book.readOut(number, command.call)?.orders)];
    }
    case 'settle': {
      const until = Date.now() + command.lasting;
      const settled = await leases.settle(number, command.call, new Date(until));
      return [textsOf(settled), textsOf(book.settle(number, command.call, until))];
    }
    case 'leave': {
      const { key } = orderOf(command.attempt, 'take');
      const lease = await leases.leave(number, key);
      return [textsOf(lease?.orders), textsOf(book.leave(number, key)?.orders)];
    }
    case 'release':
      return [
        textsOf(await leases.release(number, command.call)),
        textsOf(book.release(number, command.call)),
      ];
    case 'abandon': {
      const { key } = orderOf(command.attempt, 'take');
      return [textsOf(await leases.abandon(number, key)), textsOf(book.abandon(number, key))];
    }
  }
}

/** How a case deals with a number, and what comes of its call. */
const dealings = fc.record({
  purpose: fc.constantFrom('take' as const, 'mandate' as const, 'inform' as const, 'ratify' as const),
  /** What becomes of the call, if it is this case that dials. */
  ending: fc.constantFrom('answered', 'rings-out', 'never-placed'),
  /** Whether the case, if it has joined somebody else's call, changes its mind. */
  leaves: fc.boolean(),
  /** Milliseconds before each step. */
  pauses: fc.array(fc.nat({ max: 4 }), { minLength: 4, maxLength: 4 }),
});

describe('the lease of a number against its model (X1)', () => {
  it('answers as the pure decision does, whatever came before', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const number = newNumber();
        const book = new LineBook();
        for (const [index, command] of plan.entries()) {
          const [database, model] = await doBoth(command, number, book);
          expect({ index, command, answer: database }).toEqual({ index, command, answer: model });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never lets two calls live at once, and settles every question exactly once, however cases race', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(dealings, { minLength: 2, maxLength: 8, size: 'max' }), async (cases) => {
        const number = newNumber();
        const settled: string[] = [];
        const asked: string[] = [];
        /** Their questions may have been settled before they left. */
        const leavers = new Set<string>();
        let live = 0;
        let mostLive = 0;
        const later = () => new Date(Date.now() + anHour);

        async function deal({ purpose, ending, leaves, pauses }: (typeof cases)[number], index: number) {
          const order = orderOf(index, purpose);
          const attempt = keyText(order.key);
          const settle = (orders: readonly AttemptOrder[]) =>
            settled.push(...orders.map(({ key }) => keyText(key)));
          await pause(pauses[0]);
          const { lease } = await leases.take(number, order, later());
          if (lease === 'occupied') return;
          asked.push(attempt);
          if (lease === 'joined') {
            await pause(pauses[1]);
            if (!leaves) return;
            leavers.add(attempt);
            await leases.leave(number, order.key);
            return;
          }
          if (ending === 'never-placed') {
            await pause(pauses[1]);
            settle(await leases.abandon(number, order.key));
            settled.push(attempt);
            return;
          }
          live += 1;
          mostLive = Math.max(mostLive, live);
          const sid = `CA${attempt}`;
          await leases.noteCall(number, order.key, { sid, account: 'AC1' });
          await pause(pauses[1]);
          await leases.readOut(number, sid);
          await pause(pauses[2]);
          if (ending === 'answered') settle(await leases.settle(number, sid, later()));
          await pause(pauses[3]);
          live -= 1;
          settle(await leases.release(number, sid));
        }

        await Promise.all(cases.map(deal));
        expect(mostLive).toBeLessThanOrEqual(1);
        expect(new Set(settled).size).toBe(settled.length);
        const forgotten = asked.filter((attempt) => !settled.includes(attempt) && !leavers.has(attempt));
        expect(forgotten).toEqual([]);
        expect(await leases.find(number)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});
