import { createHmac } from 'node:crypto';
import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { KnownChannel } from '../../domain/readiness/channel-test.js';
import { mayTouch } from '../../domain/scope.js';
import type { ChannelTestRepository, StoredChannelTest } from '../channel-test-store.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { ChannelTestDocument } from '../models/channel-test.js';
import { assertMayTouch, ownedBy } from '../scope-filter.js';
import type { Sealer } from '../sealer.js';

/** More tests of one organisation than these are not looked at: the newest count. */
const mostTests = 5_000;

export function createChannelTestRepository(
  tests: Model<ChannelTestDocument>,
  sealer: Pick<Sealer, 'keysFor'>,
  within: Within,
): ChannelTestRepository {
  const [key, ...formerKeys] = sealer.keysFor('channel-tests');
  /** Numbers are few enough to be tried out, so a digest without a key would be the number itself. */
  const digestWith = (secret: Uint8Array, address: string) =>
    createHmac('sha256', secret).update(address.trim().toLowerCase()).digest('hex');
  const digestsOf = (address: string) => [key, ...formerKeys].map((each) => digestWith(each, address));

  return {
    put: (scope, { id, ...test }, address) =>
      within('other', async (maxTimeMS) => {
        assertMayTouch(scope, test.organisationId);
        const outcome = { state: 'requested', at: test.requestedAt.getTime() } as const;
        const document = { ...test, _id: id, digest: digestWith(key, address), outcome };
        try {
          await tests.insertOne(document);
          return { created: true, test: toTest(document) };
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          const stored = await tests
            .findOne({ _id: id, ...ownedBy(scope) }, null, { maxTimeMS })
            .lean<ChannelTestDocument>();
          if (stored === null) throw error;
          return { created: false, test: toTest(stored) };
        }
      }),

    find: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const found = await tests
          .findOne({ _id: id, ...ownedBy(scope) }, null, { maxTimeMS })
          .lean<ChannelTestDocument>();
        return found ? toTest(found) : undefined;
      }),

    isOf: (id, address) =>
      within('other', async (maxTimeMS) => {
        const found = await tests
          .findOne({ _id: id }, { digest: 1 }, { maxTimeMS })
          .lean<Pick<ChannelTestDocument, 'digest'>>();
        return found !== null && digestsOf(address).includes(found.digest);
      }),

    note: (id, outcome, by) =>
      within('other', async () => {
        const confirmed = outcome.state === 'confirmed' && by !== undefined;
        await tests.updateOne(
          { _id: id, 'outcome.state': trusted({ $ne: 'confirmed' }) },
          { $set: { outcome, ...(confirmed ? { confirmedBy: by, unaudited: true } : {}) } },
        );
      }),

    unaudited: (limit) =>
      within('other', async (maxTimeMS) => {
        const found = await tests
          .find({ unaudited: true }, null, { maxTimeMS })
          .sort({ requestedAt: -1 })
          .limit(limit)
          .lean<ChannelTestDocument[]>();
        return found.map(toTest);
      }),

    markAudited: (id) =>
      within('other', async () => {
        await tests.updateOne({ _id: id }, { $unset: { unaudited: 1 } });
      }),

    remove: (scope, id) =>
      within('other', async () => {
        await tests.deleteOne({ _id: id, ...ownedBy(scope) });
      }),

    known: (scope, organisationId, channels) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return [];
        const newestFirst = await tests
          .find({ organisationId }, null, { maxTimeMS })
          .sort({ requestedAt: -1 })
          .limit(mostTests)
          .lean<ChannelTestDocument[]>();
        return channels.flatMap(({ address, ...channel }): readonly KnownChannel[] => {
          const digests = digestsOf(address);
          const own = newestFirst.filter(
            (test) =>
              test.contactId === channel.contactId &&
              test.channel === channel.channel &&
              digests.includes(test.digest),
          );
          const [latest] = own;
          const confirmed = own.filter(({ outcome }) => outcome.state === 'confirmed');
          if (latest === undefined) return [];
          return [
            {
              ...channel,
              last: latest.outcome,
              ...(confirmed.length === 0
                ? {}
                : { confirmedAt: Math.max(...confirmed.map(({ outcome }) => outcome.at)) }),
            },
          ];
        });
      }),
  };
}

function toTest({ _id, digest: _digest, unaudited: _mark, ...test }: ChannelTestDocument): StoredChannelTest {
  return { ...test, id: _id };
}
