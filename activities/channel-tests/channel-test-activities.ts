import type { ContactBook, Reachable } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { AttemptDetail } from '../../domain/attempt.js';
import { whenAvailable } from '../../domain/directory/available-intervals.js';
import { everybodyIn } from '../../domain/directory/reachable.js';
import { isWithin } from '../../domain/interval.js';
import { addressOf, outcomeOfTest } from '../../domain/readiness/channel-test.js';
import { quietly, withSafeFailures } from '../activity-failures.js';
import type { ChannelTestActivities, ChannelTestOrder, ChannelTestPlan } from '../contract.js';

export interface ChannelTestDependencies {
  readonly contactBook: Pick<ContactBook, 'organisation'>;
  readonly store: Pick<Store, 'channelTests' | 'texts'>;
  readonly now: () => number;
}

/** Who is not available within this time is not tested. */
const longestWaitHours = 7 * 24;

/** What stands before and behind the attempt of a channel test; all of it may be repeated. */
export function createChannelTestActivities({
  contactBook,
  store,
  now,
}: ChannelTestDependencies): ChannelTestActivities {
  async function giveUp(order: ChannelTestOrder, detail: AttemptDetail): Promise<ChannelTestPlan> {
    const outcome = { state: 'failed', at: now(), reason: 'failed', detail } as const;
    await store.channelTests.note(order.channelTestId, outcome);
    return { next: 'nothing' };
  }

  return {
    prepareChannelTest: (order) =>
      withSafeFailures(async () => {
        const { channelTestId: id, organisationId, contactId, channel, position } = order;
        const settings = (await contactBook.organisation(organisationId))?.settings;
        const person = settings && everybodyIn(settings).find(({ target }) => target.id === contactId);
        const address = person && addressOf(person, channel, position);
        if (settings === undefined || person === undefined || address === undefined) {
          return giveUp(order, 'no-usable-channel');
        }
        // What would be confirmed is not what was to be tested.
        if (!(await store.channelTests.isOf(id, address))) return giveUp(order, 'never-placed');
        const until = channel === 'email' ? now() : nextAvailable(person, now());
        if (until === undefined) return giveUp(order, 'never-placed');
        if (until > now()) {
          await store.channelTests.note(id, { state: 'waiting', at: now(), notBefore: until });
          return { next: 'wait', until };
        }
        await store.channelTests.note(id, { state: 'under-way', at: now() });
        const { ringSeconds, talkSeconds } = settings.escalationPolicy;
        return { next: 'ask', target: person.target, ringSeconds, talkSeconds };
      }),

    concludeChannelTest: ({ channelTestId: id }, result, asked) =>
      withSafeFailures(async () => {
        await store.channelTests.note(id, outcomeOfTest(result, now()), asked);
        await quietly('closing the question of the test', () => store.texts.closeQuestions(id));
      }),
  };
}

/** The next moment outside the person's quiet hours; undefined: there is none soon. */
function nextAvailable(person: Reachable, now: number): number | undefined {
  const available = whenAvailable(person, new Date(now), longestWaitHours);
  if (available === undefined || isWithin(available, now)) return now;
  return available[0]?.from;
}
