import { trusted } from 'mongoose';
import { isContact, isUser } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import type { ChannelTestDocument } from '../models/channel-test.js';
import { inUse, notTheirsAlone, staying, type PersonRoom } from './person-room.js';

/** Tests of somebody's channels, and those that somebody ordered. One whose confirmation is still to be audited waits for that. */
export function channelTestRoom({ channelTests }: Pick<Models, 'channelTests'>): PersonRoom {
  return {
    collections: ['channel_tests'],

    async *collect({ id, organisationId }) {
      const contactId = isContact(id) ? id : undefined;
      const whose = contactId === undefined ? { 'requestedBy.userId': id } : { contactId };
      if (contactId === undefined && !isUser(id)) return;
      const found = await channelTests.find({ ...whose, organisationId }).lean<ChannelTestDocument[]>();
      for (const { _id, digest: _digest, unaudited, ...data } of found) {
        const because = contactId === undefined ? notTheirsAlone : unaudited === true ? inUse : undefined;
        yield {
          collection: 'channel_tests',
          id: _id,
          data,
          ...staying(because),
        };
      }
    },

    async erase({ id, organisationId }) {
      const contactId = isContact(id) ? id : undefined;
      if (contactId === undefined) return;
      await channelTests.deleteMany({ contactId, organisationId, unaudited: trusted({ $exists: false }) });
    },
  };
}
