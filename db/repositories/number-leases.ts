import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { AttemptOrder } from '../../domain/attempt.js';
import { unavailable } from '../../domain/errors.js';
import { lineFor, questionKind, type NumberLine } from '../../domain/number-line.js';
import { attemptOfText, attemptText } from '../attempt-text.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { NumberLeaseDocument } from '../models/number-lease.js';
import type { NumberLease, NumberLeaseRepository } from '../store.js';

/** A lease can change between two steps of taking it, but not this often. */
const stepsToTake = 10;

function toLease({ _id: number, call, orders, expiresAt }: NumberLeaseDocument): NumberLease {
  return { number, ...(call && { call }), orders: orders.map(({ order }) => order), expiresAt };
}

function toLine({ holder, kind, joined, orders, readOut, expiresAt }: NumberLeaseDocument): NumberLine {
  return {
    holder,
    kind,
    joined,
    openQuestions: orders.length,
    readOut: readOut === true,
    expiresAt: expiresAt.getTime(),
  };
}

function ordersOf(document: NumberLeaseDocument | null): readonly AttemptOrder[] {
  return document ? toLease(document).orders : [];
}

/**
 * One document per number, its `_id`: every step is one atomic write to it, so of any number of takers one dials, and of
 * any number of settling and releasing webhooks one gets each question.
 */
export function createNumberLeaseRepository(
  leases: Model<NumberLeaseDocument>,
  within: Within,
): NumberLeaseRepository {
  /** Takes a number without a lease or with an expired one. Null when the number has a lease that counts. */
  async function takeFree(
    number: string,
    lease: Omit<NumberLeaseDocument, '_id' | 'call'>,
    now: Date,
  ): Promise<NumberLeaseDocument | null> {
    try {
      return await leases
        .findOneAndUpdate(
          { _id: number, expiresAt: trusted({ $lte: now }) },
          { $set: lease, $unset: { call: 1, readOut: 1 } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<NumberLeaseDocument>();
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /** Joins a call that still asks a question of the same kind. */
  function join(number: string, attempt: string, kind: string, order: AttemptOrder, now: Date) {
    return leases
      .findOneAndUpdate(
        {
          _id: number,
          kind,
          holder: trusted({ $ne: attempt }),
          joined: trusted({ $ne: attempt }),
          expiresAt: trusted({ $gt: now }),
          'orders.0': trusted({ $exists: true }),
          readOut: trusted({ $ne: true }),
        },
        { $push: { orders: { attempt, order }, joined: attempt } },
        { returnDocument: 'after' },
      )
      .lean<NumberLeaseDocument>();
  }

  return {
    take: (number, order, expiresAt) =>
      within('dial', async () => {
        const attempt = attemptText(order.key);
        const { kind, mayBeShared } = questionKind(order.purpose);
        const fresh = { holder: attempt, kind, orders: [{ attempt, order }], joined: [], expiresAt };
        for (let step = 0; step < stepsToTake; step += 1) {
          const now = new Date();
          const taken = await takeFree(number, fresh, now);
          if (taken) return { lease: 'taken', current: toLease(taken) };
          const joined = mayBeShared ? await join(number, attempt, kind, order, now) : null;
          if (joined) return { lease: 'joined', current: toLease(joined) };
          const standing = await leases.findOne({ _id: number }).lean<NumberLeaseDocument>();
          if (!standing) continue;
          const answer = lineFor(toLine(standing), { attempt, purpose: order.purpose }, now.getTime());
          if (answer === 'held') return { lease: 'taken', current: toLease(standing) };
          if (answer === 'joined' || answer === 'occupied')
            return { lease: answer, current: toLease(standing) };
          // `free` or `open`: it has changed since it was tried.
        }
        throw unavailable('The lease of the number');
      }),

    noteCall: (number, key, call) =>
      within('dial', async (maxTimeMS) => {
        await leases.updateOne({ _id: number, holder: attemptText(key) }, { $set: { call } }, { maxTimeMS });
      }),

    find: (number) =>
      within('dial', async (maxTimeMS) => {
        const lease = await leases.findOne({ _id: number }, null, { maxTimeMS }).lean<NumberLeaseDocument>();
        return lease ? toLease(lease) : undefined;
      }),

    readOut: (number, callSid) =>
      within('dial', async () => {
        const lease = await leases
          .findOneAndUpdate(
            { _id: number, 'call.sid': callSid },
            { $set: { readOut: true } },
            { returnDocument: 'after' },
          )
          .lean<NumberLeaseDocument>();
        return lease ? toLease(lease) : undefined;
      }),

    settle: (number, callSid, occupiedUntil) =>
      within('dial', async () => {
        const before = await leases
          .findOneAndUpdate(
            { _id: number, 'call.sid': callSid, 'orders.0': trusted({ $exists: true }) },
            { $set: { orders: [], expiresAt: occupiedUntil } },
            { returnDocument: 'before' },
          )
          .lean<NumberLeaseDocument>();
        return ordersOf(before);
      }),

    leave: (number, key) =>
      within('dial', async () => {
        const attempt = attemptText(key);
        const lease = await leases
          .findOneAndUpdate(
            { _id: number },
            { $pull: { orders: { attempt }, joined: attempt } },
            { returnDocument: 'after' },
          )
          .lean<NumberLeaseDocument>();
        return lease ? toLease(lease) : undefined;
      }),

    releaseSettled: (number, callSid) =>
      within('dial', async () => {
        const { deletedCount } = await leases.deleteOne({
          _id: number,
          'call.sid': callSid,
          'orders.0': trusted({ $exists: false }),
        });
        return deletedCount === 1;
      }),

    release: (number, callSid) =>
      within('dial', async () => {
        const released = await leases
          .findOneAndDelete({ _id: number, 'call.sid': callSid })
          .lean<NumberLeaseDocument>();
        return ordersOf(released);
      }),

    askedBy: (number, callSid) =>
      within('dial', async (maxTimeMS) => {
        const lease = await leases
          .findOne({ _id: number, 'call.sid': callSid }, null, { maxTimeMS })
          .lean<NumberLeaseDocument>();
        return lease ? [lease.holder, ...lease.joined].map(attemptOfText) : [];
      }),

    abandon: (number, key) =>
      within('dial', async () => {
        const attempt = attemptText(key);
        const abandoned = await leases
          .findOneAndDelete({ _id: number, holder: attempt, call: trusted({ $exists: false }) })
          .lean<NumberLeaseDocument>();
        return ordersOf(abandoned).filter(({ key: other }) => attemptText(other) !== attempt);
      }),
  };
}
