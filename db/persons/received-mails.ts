import { trusted } from 'mongoose';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { keptFromErasure } from '../../domain/persons/erasure-verdict.js';
import type { PersonTraces } from '../../domain/persons/person.js';
import { peopleSought, type Holding } from '../../domain/retention/legal-hold.js';
import { correspondentDeeds } from '../correspondent-store.js';
import type { Models } from '../models/models.js';
import type { ReceivedMailDocument } from '../models/received-mail.js';
import { inBatches } from '../retention/batches.js';
import type { RetentionRegistry } from '../retention/registry.js';
import { sentFromAny } from './any-case.js';
import { staying, type PersonRecord, type PersonRoom } from './person-room.js';
import type { TheirsAlone } from './theirs-alone.js';

const batchSize = 50;

/**
 * Mails that came from somebody's addresses, in batches; only the desk gets any. Addresses that somebody else has as well are left
 * alone. Reads all mails that came in once, since nothing has an index by sender.
 */
export async function* mailsOf(
  receivedMails: Models['receivedMails'],
  theirsAlone: TheirsAlone,
  person: PersonTraces,
  batchSize: number,
): AsyncGenerator<readonly ReceivedMailDocument[]> {
  if (person.organisationId !== deskOrganisationId) return;
  const { emails } = await theirsAlone(person, 'everybody');
  if (emails.length === 0) return;
  const found = receivedMails.find(sentFromAny(emails)).lean<ReceivedMailDocument[]>().cursor({ batchSize });
  yield* inBatches(found, batchSize);
}

/**
 * Mails that came from somebody's addresses: their heads, the original bytes, and how many there were lately. What has not been
 * decided yet, or stands in an open case, stays until then. Erasing leaves the mails: they are deleted as mails are, in batches.
 */
export function receivedMailRoom(
  { receivedMails, correspondents }: Pick<Models, 'receivedMails' | 'correspondents'>,
  originals: RetentionRegistry['mail-originals'],
  theirsAlone: TheirsAlone,
): PersonRoom {
  const theirs = (person: PersonTraces) => mailsOf(receivedMails, theirsAlone, person, batchSize);

  async function stayingAmong(mails: readonly ReceivedMailDocument[], holds: readonly Holding[]) {
    const items = await originals.read(
      mails.map(({ _id }) => _id),
      peopleSought(holds),
    );
    return new Map(
      items.flatMap((item) => {
        const because = keptFromErasure(item, holds);
        return because === undefined ? [] : [[item.id, because] as const];
      }),
    );
  }

  async function counts(person: PersonTraces) {
    if (person.organisationId !== deskOrganisationId) return [];
    const { emails } = await theirsAlone(person, 'everybody');
    const ids = emails.flatMap((email) => correspondentDeeds.map((deed) => `${deed}:${email}` as const));
    return correspondents.find({ _id: trusted({ $in: ids }) }).lean();
  }

  return {
    collections: ['received_mails', 'stored_chunks', 'correspondents'],

    async *collect(person, holds = []) {
      for await (const mails of theirs(person)) {
        const reasons = await stayingAmong(mails, holds);
        for (const { _id: id, envelope, head, receivedAt, sizeBytes, state, caseId } of mails) {
          yield {
            collection: 'received_mails',
            id,
            data: { sender: envelope.sender, head, receivedAt, originalBytes: sizeBytes, state, caseId },
            ...staying(reasons.get(id)),
          } satisfies PersonRecord;
        }
      }
      for (const { _id, times } of await counts(person)) {
        yield { collection: 'correspondents', id: _id, data: { times: times.map(({ at }) => at) } };
      }
    },

    async erase(person) {
      const ids = (await counts(person)).map(({ _id }) => _id);
      await correspondents.deleteMany({ _id: trusted({ $in: ids }) });
    },
  };
}
