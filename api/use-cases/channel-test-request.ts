import type { Cases } from '../../cases/cases.js';
import type { StoredChannelTest } from '../../db/channel-test-store.js';
import type { Store } from '../../db/store.js';
import { conflict, DomainError, invalidInput, notFound } from '../../domain/errors.js';
import type { ChannelTestId, OrganisationId } from '../../domain/identifiers.js';
import { addressOf, type TestedChannel } from '../../domain/readiness/channel-test.js';
import { peopleOf } from '../../domain/readiness/readiness-question.js';
import type { Scope } from '../../domain/scope.js';
import type { Principal } from '../../domain/timeline.js';
import type { BackgroundWork } from '../background-work.js';

export interface ChannelTestRequests {
  /**
   * Tests one channel of somebody in the settings (I13). Repeating it changes nothing.
   *
   * @throws DomainError `not-found`, `invalid-input` when the person has no such channel, `conflict` while another test of
   *   it is under way, `idempotency-key-reused` when the key was used for another one.
   */
  request(
    scope: Scope,
    wanted: TestedChannel & {
      readonly id: ChannelTestId;
      readonly organisationId: OrganisationId;
      readonly requestedBy: Principal;
    },
  ): Promise<{ readonly requested: 'started' | 'exists'; readonly test: StoredChannelTest }>;
}

/** A test that has not come to its end within this time keeps nobody from another one. Milliseconds. */
const longestUnderWay = 10 * 60_000;

export function createChannelTestRequests({
  store,
  channelTests,
  background,
  now,
}: {
  readonly store: Pick<Store, 'organisations' | 'channelTests'>;
  readonly channelTests: Cases['channelTests'];
  readonly background: BackgroundWork;
  readonly now: () => number;
}): ChannelTestRequests {
  async function addressOfWanted(
    scope: Scope,
    organisationId: OrganisationId,
    { contactId, channel, position }: TestedChannel,
  ): Promise<string> {
    const settings = (await store.organisations.find(scope, organisationId))?.settings;
    if (settings === undefined) throw notFound('organisation');
    const found = peopleOf({ settings }).find(({ id }) => id === contactId);
    if (found === undefined) {
      const message = 'There is no such person in these settings.';
      throw new DomainError('not-found', message, [{ path: '/contactId', message }]);
    }
    const address = addressOf(found.person, channel, position);
    if (address === undefined) {
      throw invalidInput('The body of the request is not valid.', [
        { path: '/channel', message: 'is none of this person’s channels at this position' },
      ]);
    }
    return address;
  }

  /** Nobody is called again before they could answer. */
  async function mustBeFree(
    scope: Scope,
    organisationId: OrganisationId,
    channel: TestedChannel,
    address: string,
  ): Promise<void> {
    const [known] = await store.channelTests.known(scope, organisationId, [{ ...channel, address }]);
    const { state, at = 0 } = known?.last ?? {};
    const isUnderWay = state === 'requested' || state === 'under-way';
    if (state === 'waiting' || (isUnderWay && now() - at < longestUnderWay)) {
      throw conflict('A test of this channel is under way.');
    }
  }

  return {
    async request(scope, { id, organisationId, requestedBy, contactId, channel, position }) {
      const tested: TestedChannel = { contactId, channel, position };
      const before = await store.channelTests.find(scope, id);
      if (before !== undefined) return { requested: 'exists', test: mustBeSame(before, tested) };
      const address = await addressOfWanted(scope, organisationId, tested);
      await mustBeFree(scope, organisationId, tested, address);
      const { created, test } = await store.channelTests.put(
        scope,
        { id, organisationId, ...tested, requestedBy, requestedAt: new Date(now()) },
        address,
      );
      if (!created) return { requested: 'exists', test: mustBeSame(test, tested) };
      try {
        await channelTests.start({ channelTestId: id, organisationId, ...tested });
      } catch (error) {
        // Nobody starts it later: whoever wants it asks again.
        background.run('removing a test that was not begun', () => store.channelTests.remove(scope, id));
        throw error;
      }
      return { requested: 'started', test };
    },
  };
}

function mustBeSame(test: StoredChannelTest, wanted: TestedChannel): StoredChannelTest {
  const { contactId, channel, position } = test;
  if (contactId === wanted.contactId && channel === wanted.channel && position === wanted.position)
    return test;
  throw new DomainError(
    'idempotency-key-reused',
    'This Idempotency-Key was used for another request; please choose a new one.',
  );
}
