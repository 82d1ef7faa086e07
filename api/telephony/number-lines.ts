import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../../db/store.js';
import type { AttemptKey, AttemptOrder } from '../../domain/attempt.js';
import type { CallHandle } from '../../providers/telephony/telephony.js';
import { ifKnown } from '../use-cases/time-limit.js';

/** Which questions a call asks. While MongoDB is away: its own only. */
export interface NumberLines {
  /** All questions of the call, its own first; an order that somebody else answered stays out. */
  questionsOn(number: string, own: AttemptOrder, call: CallHandle): Promise<readonly AttemptOrder[]>;
  /** Takes all questions off the call, each exactly once; the number stays occupied until then. Its own comes first. */
  settle(
    number: string,
    own: AttemptOrder,
    call: CallHandle,
    occupiedUntil: Date,
  ): Promise<readonly AttemptOrder[]>;
  /** Whose questions the call asks or has asked, its own first. */
  askedBy(number: string, own: AttemptOrder, call: CallHandle): Promise<readonly AttemptKey[]>;
  /** The call is over: frees the number if all its questions are settled. False: one is left, or nobody can tell. */
  releaseSettled(number: string, call: CallHandle): Promise<boolean>;
  /** The call is over: frees the number. Returns the questions nobody answered, its own first. */
  release(number: string, own: AttemptOrder, call: CallHandle): Promise<readonly AttemptOrder[]>;
}

/** Before a person on the phone gets an answer. Milliseconds. */
const patience = 300;
/** A line that could not be freed at once is freed by another try. */
const triesToRelease = 3;

export function createNumberLines({
  numberLeases,
  calls,
}: Pick<Store, 'numberLeases' | 'calls'>): NumberLines {
  /**
   * Any webhook proves that the call was placed (the reply of the POST may have been lost, or not be stored yet), and
   * settling needs the call on the lease.
   */
  async function noteCall(number: string, own: AttemptOrder, call: CallHandle): Promise<void> {
    const { sid, account } = call;
    await Promise.all([
      ifKnown(patience, () => numberLeases.noteCall(number, own.key, { sid, account })),
      ifKnown(patience, () => calls.claim({ sid, account }, own, number)),
    ]);
  }

  return {
    async questionsOn(number, own, call) {
      await noteCall(number, own, call);
      const lease = await ifKnown(patience, () => numberLeases.readOut(number, call.sid));
      return withOwn(own, lease?.orders ?? []);
    },

    async settle(number, own, call, occupiedUntil) {
      const settled = await ifKnown(patience, () => numberLeases.settle(number, call.sid, occupiedUntil));
      return withOwn(own, settled ?? []);
    },

    async askedBy(number, own, call) {
      const asked = await ifKnown(patience, () => numberLeases.askedBy(number, call.sid));
      return [own.key, ...(asked ?? [])];
    },

    releaseSettled: async (number, call) =>
      (await ifKnown(patience, () => numberLeases.releaseSettled(number, call.sid))) ?? false,

    async release(number, own, call) {
      await noteCall(number, own, call);
      for (let tries = 1; tries <= triesToRelease; tries += 1) {
        const released = await ifKnown(patience, () => numberLeases.release(number, call.sid));
        if (released !== undefined) return withOwn(own, released);
        await pause(patience);
      }
      return [own];
    },
  };
}

function withOwn(own: AttemptOrder, orders: readonly AttemptOrder[]): readonly AttemptOrder[] {
  const others = orders.filter(
    ({ key }) => key.activityId !== own.key.activityId || key.workflowId !== own.key.workflowId,
  );
  return [own, ...others];
}
