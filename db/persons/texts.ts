import { trusted } from 'mongoose';
import { isTraveller, type PersonTraces } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import type { TextTraceDocument } from '../models/text-trace.js';
import { inUse, type PersonRoom } from './person-room.js';
import type { TheirsAlone } from './theirs-alone.js';

/**
 * Texts to and from somebody in other people's cases, and in none: by what each is deleted at the telephony provider. The trace
 * stays until then, without number and person. Only a text whose SID never came is found by the number, which is in use for it as
 * long as the text is there.
 */
export function textRoom(
  { textTraces, cases }: Pick<Models, 'textTraces' | 'cases'>,
  theirsAlone: TheirsAlone,
): PersonRoom {
  async function theirs(person: PersonTraces): Promise<readonly TextTraceDocument[]> {
    const { id, organisationId } = person;
    const { phones } = await theirsAlone(person);
    const found = await textTraces
      .find({ organisationId, $or: [{ personId: id }, { number: trusted({ $in: [...phones] }) }] })
      .lean<TextTraceDocument[]>();
    if (!isTraveller(id)) return found;
    const caseIds = [...new Set(found.flatMap(({ caseId }) => caseId ?? []))];
    const own = await cases
      .find({ _id: trusted({ $in: caseIds }), travellerId: id, organisationId }, { _id: 1 })
      .lean<{ readonly _id: string }[]>();
    const isOwn = new Set(own.map(({ _id }) => _id));
    return found.filter(({ caseId }) => caseId === undefined || !isOwn.has(caseId));
  }

  return {
    collections: ['text_traces'],

    async *collect(person) {
      for (const { _id: id, caseId, number, at, soughtBy } of await theirs(person)) {
        yield {
          collection: 'text_traces',
          id,
          data: { caseId, number, at },
          ...(soughtBy === undefined ? {} : { stays: inUse }),
        };
      }
    },

    async erase(person) {
      const known = (await theirs(person)).filter(({ soughtBy }) => soughtBy === undefined);
      await textTraces.updateMany(
        { _id: trusted({ $in: known.map(({ _id }) => _id) }) },
        { $unset: { number: 1, personId: 1 } },
      );
    },
  };
}
