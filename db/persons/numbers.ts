import { trusted } from 'mongoose';
import { isTraveller, type PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import type { Models } from '../models/models.js';
import type { OptOuts } from '../repositories/opt-outs.js';
import { subjectOfAttempt, unrecordedCallsAmong } from '../retention/retained-calls.js';
import { inUse, notTheirsAlone, staying, type PersonRecord, type PersonRoom } from './person-room.js';
import type { TheirsAlone } from './theirs-alone.js';
import { whyCasesStay, type CaseClasses } from './why-cases-stay.js';

type NumberModels = Pick<
  Models,
  'intakes' | 'calls' | 'cases' | 'channelTests' | 'textedNumbers' | 'numberLeases' | 'attemptCounts'
>;

/** As rate-limiter-flexible names the count of replies to a number. */
const replyCount = (phone: string) => `text-reply/number:${phone}`;

/**
 * What is kept by somebody's phone numbers, in other people's cases of their organisation as well: who called from them, calls to
 * them, questions by text, leases. Numbers that somebody else has as well are left alone. That a number wants no texts stays as
 * a digest: it is a wish of theirs that outlives them here.
 */
export function numberRoom(
  models: NumberModels,
  classes: CaseClasses,
  optOuts: OptOuts,
  theirsAlone: TheirsAlone,
): PersonRoom {
  const { intakes, calls, cases, channelTests, textedNumbers, numberLeases, attemptCounts } = models;

  const oneOf = (values: readonly string[]) => trusted({ $in: [...values] });

  /** Reports of other people's cases that came from these numbers. */
  async function reportsFrom(
    { id, organisationId }: PersonTraces,
    phones: readonly string[],
    holds: readonly Holding[],
  ) {
    const found = await intakes
      .find({ callerPhone: oneOf(phones), organisationId }, { callerPhone: 1, createdAt: 1 })
      .lean();
    const ids = found.map(({ _id }) => _id);
    const begun = await cases.find({ _id: oneOf(ids) }, { travellerId: 1 }).lean();
    const why = await whyCasesStay(classes, ids, holds);
    return found
      .filter(({ _id }) => !begun.some((each) => each._id === _id && each.travellerId === id))
      .map((each) => ({
        ...each,
        // What was reported and has no case yet is about to be one.
        stays: begun.some(({ _id }) => _id === each._id) ? why.get(each._id) : inUse,
      }));
  }

  /** Calls to these numbers for other people's cases, and of no case that is recorded: tests of channels, or what just began. */
  async function callsTo(
    { id, organisationId }: PersonTraces,
    phones: readonly string[],
    holds: readonly Holding[],
  ) {
    const found = await calls.find({ to: oneOf(phones) }).lean();
    const ids = [...new Set(found.map(({ attempt }) => subjectOfAttempt(attempt)))];
    const [ofCases, unrecorded] = await Promise.all([
      cases.find({ _id: oneOf(ids), organisationId, ...ofOthers(id) }, { _id: 1 }).lean(),
      unrecordedCallsAmong({ cases, channelTests, intakes }, found, new Date()),
    ]);
    const known = new Set<string>(ofCases.map(({ _id }) => _id));
    const ofNoCase = new Map(
      unrecorded.filter((call) => call.organisationId === organisationId).map((call) => [call.sid, call]),
    );
    const why = await whyCasesStay(classes, [...ids, ...ofNoCase.keys()], holds);
    return found
      .filter(({ _id, attempt }) => ofNoCase.has(_id) || known.has(subjectOfAttempt(attempt)))
      .map((each) => {
        const call = ofNoCase.get(each._id);
        if (call === undefined)
          return { ...each, isStray: false, stays: why.get(subjectOfAttempt(each.attempt)) };
        return { ...each, isStray: true, stays: call.mayBeRecorded ? inUse : why.get(each._id) };
      });
  }

  return {
    collections: ['intakes', 'calls', 'texted_numbers', 'number_leases', 'attempt_counts'],

    async *collect(person, holds = []) {
      const own = await theirsAlone(person, 'their-organisation');
      for (const { _id: id, callerPhone, createdAt, stays } of await reportsFrom(person, own.phones, holds)) {
        const data = { callerPhone, createdAt };
        yield { collection: 'intakes', id, data, ...staying(stays) };
      }
      for (const { _id: id, attempt, to, claimedAt, stays } of await callsTo(person, own.phones, holds)) {
        const data = { attempt, to, claimedAt };
        yield { collection: 'calls', id, data, ...staying(stays) };
      }
      const { phones } = await theirsAlone(person, 'everybody');
      for (const { _id, optedOut, questions } of await textedNumbers.find({ _id: oneOf(phones) }).lean()) {
        const asked = questions.map(({ caseId, askedAt, expiresAt }) => ({
          caseId,
          askedAt,
          until: expiresAt,
        }));
        const data = { number: _id, wantsNoTexts: optedOut, questions: asked };
        yield {
          collection: 'texted_numbers',
          id: _id,
          data,
          ...staying(isAsked(questions) ? inUse : undefined),
        } satisfies PersonRecord;
      }
      for (const phone of phones) {
        const digest = await optOuts.find(phone);
        if (digest === undefined) continue;
        const data = { number: phone, wantsNoTexts: true };
        yield { collection: 'texted_numbers', id: digest, data, stays: notTheirsAlone };
      }
      for (const { _id, kind, expiresAt } of await numberLeases.find({ _id: oneOf(phones) }).lean()) {
        const because = expiresAt > new Date() ? inUse : undefined;
        yield {
          collection: 'number_leases',
          id: _id,
          data: { kind, until: expiresAt },
          ...staying(because),
        };
      }
      const counted = await attemptCounts.find({ key: oneOf(phones.map(replyCount)) }).lean();
      for (const { key, points, expire } of counted) {
        yield { collection: 'attempt_counts', id: key, data: { replies: points, until: expire } };
      }
    },

    async outside(person, holds) {
      const { phones } = await theirsAlone(person, 'their-organisation');
      const going = (await callsTo(person, phones, holds)).filter(({ stays }) => stays === undefined);
      return { calls: going.map(({ _id: sid, account }) => ({ account, sid })), texts: [] };
    },

    async erase(person, holds) {
      const own = await theirsAlone(person, 'their-organisation');
      const over = (await reportsFrom(person, own.phones, holds)).filter(({ stays }) => stays === undefined);
      await intakes.updateMany({ _id: oneOf(over.map(({ _id }) => _id)) }, { $unset: { callerPhone: 1 } });
      const called = (await callsTo(person, own.phones, holds)).filter(({ stays }) => stays === undefined);
      const sidsOf = (isStray: boolean) =>
        oneOf(called.filter((call) => call.isStray === isStray).map(({ _id }) => _id));
      await calls.deleteMany({ _id: sidsOf(true) });
      await calls.updateMany({ _id: sidsOf(false) }, { $unset: { to: 1 } });
      const { phones } = await theirsAlone(person, 'everybody');
      for (const document of await textedNumbers.find({ _id: oneOf(phones) }).lean()) {
        if (isAsked(document.questions)) continue;
        // The digest first: no text goes out in between.
        if (document.optedOut) await optOuts.keep(document._id);
        await textedNumbers.updateOne(
          { _id: document._id },
          { $pull: { questions: { expiresAt: { $lte: new Date() } } } },
        );
        await textedNumbers.deleteOne({ _id: document._id, questions: trusted({ $size: 0 }) });
      }
      await numberLeases.deleteMany({ _id: oneOf(phones), expiresAt: trusted({ $lte: new Date() }) });
      await attemptCounts.deleteMany({ key: oneOf(phones.map(replyCount)) });
    },
  };
}

/** Not those whose traveller they are. */
function ofOthers(id: PersonTraces['id']) {
  return isTraveller(id) ? { travellerId: trusted({ $ne: id }) } : {};
}

function isAsked(questions: readonly { readonly expiresAt: Date }[]): boolean {
  return questions.some(({ expiresAt }) => expiresAt > new Date());
}
