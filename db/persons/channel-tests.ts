import { trusted } from 'mongoose';
import { channelTestWorkflowId } from '../../domain/identifiers.js';
import type { KeptBecause } from '../../domain/persons/erasure-report.js';
import { isContact, isUser, type PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import type { CallDocument } from '../models/call.js';
import type { ChannelTestDocument } from '../models/channel-test.js';
import type { Models } from '../models/models.js';
import { inUse, notTheirsAlone, staying, type PersonRoom } from './person-room.js';
import { whyCasesStay, type CaseClasses } from './why-cases-stay.js';

interface FoundTest {
  readonly test: ChannelTestDocument;
  readonly calls: readonly CallDocument[];
  /** Why both stay: a call is found by its test. */
  readonly stays: KeptBecause | undefined;
}

/**
 * Tests of somebody's channels with the calls that were made for them, and those that somebody ordered. One whose confirmation is
 * still to be audited waits for that.
 */
export function channelTestRoom(
  { channelTests, calls }: Pick<Models, 'channelTests' | 'calls'>,
  classes: CaseClasses,
): PersonRoom {
  async function callsOf(test: ChannelTestDocument): Promise<readonly CallDocument[]> {
    const attempt = trusted({ $regex: `^${channelTestWorkflowId(test._id)}#` });
    return calls.find({ attempt }).lean<CallDocument[]>();
  }

  async function testsOf(
    { id, organisationId }: PersonTraces,
    holds: readonly Holding[],
  ): Promise<readonly FoundTest[]> {
    if (!isContact(id)) return [];
    const tests = await channelTests.find({ contactId: id, organisationId }).lean<ChannelTestDocument[]>();
    const found: FoundTest[] = [];
    for (const test of tests) {
      const ofTest = await callsOf(test);
      const why = await whyCasesStay(
        classes,
        ofTest.map(({ _id }) => _id),
        holds,
      );
      const [held] = [...why.values()].flatMap((each) => each ?? []);
      found.push({ test, calls: ofTest, stays: test.unaudited === true ? inUse : held });
    }
    return found;
  }

  async function orderedBy({ id, organisationId }: PersonTraces): Promise<readonly FoundTest[]> {
    if (!isUser(id)) return [];
    const tests = channelTests.find({ 'requestedBy.userId': id, organisationId });
    return (await tests.lean<ChannelTestDocument[]>()).map((test) => ({
      ...{ test, calls: [], stays: notTheirsAlone },
    }));
  }

  const going = async (person: PersonTraces, holds: readonly Holding[]) =>
    (await testsOf(person, holds)).filter(({ stays }) => stays === undefined);

  return {
    collections: ['channel_tests', 'calls'],

    async *collect(person, holds = []) {
      const found = [...(await testsOf(person, holds)), ...(await orderedBy(person))];
      for (const { test, calls: ofTest, stays } of found) {
        const because = staying(stays);
        const { _id, digest: _digest, unaudited: _unaudited, ...data } = test;
        yield { collection: 'channel_tests', id: _id, data, ...because };
        for (const { _id: sid, attempt, to, claimedAt } of ofTest) {
          yield { collection: 'calls', id: sid, data: { attempt, to, claimedAt }, ...because };
        }
      }
    },

    async outside(person, holds) {
      const ofTests = (await going(person, holds)).flatMap((each) => each.calls);
      return { calls: ofTests.map(({ _id: sid, account }) => ({ account, sid })), texts: [] };
    },

    async erase(person, holds) {
      const found = await going(person, holds);
      const sids = found.flatMap((each) => each.calls.map(({ _id }) => _id));
      await calls.deleteMany({ _id: trusted({ $in: sids }) });
      // By them the calls are found.
      await channelTests.deleteMany({
        _id: trusted({ $in: found.map(({ test }) => test._id) }),
        unaudited: trusted({ $exists: false }),
      });
    },
  };
}
