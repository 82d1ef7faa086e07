import type { KeptBecause } from '../../domain/persons/erasure-report.js';
import type { PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import type { TextTrace } from '../../domain/text-trace.js';
import { byKeys } from '../key-parts.js';
import type { Models } from '../models/models.js';
import { textsOf } from '../retention/retained-texts.js';
import { staying, type PersonRoom } from './person-room.js';
import type { TheirsAlone } from './theirs-alone.js';
import { whyCasesStay, type CaseClasses } from './why-cases-stay.js';

type FoundText = TextTrace & { readonly stays: KeptBecause | undefined };

/**
 * Texts to somebody and from them, whatever they were about: their words lie at the telephony provider, and are deleted there.
 * Those of a case that goes on, or is held, stay with it.
 */
export function textRoom(
  { textTraces }: Pick<Models, 'textTraces'>,
  classes: CaseClasses,
  theirsAlone: TheirsAlone,
): PersonRoom {
  async function found(person: PersonTraces, holds: readonly Holding[]): Promise<readonly FoundText[]> {
    const { id: personId, organisationId } = person;
    const { phones } = await theirsAlone(person, 'their-organisation');
    const texts = [
      ...(await textsOf(textTraces, { personId, organisationId })),
      ...(await Promise.all(phones.map((number) => textsOf(textTraces, { number, organisationId })))).flat(),
    ];
    const unique = [...new Map(texts.map((text) => [text.id, text])).values()];
    // Those that go with no case have a verdict of their own.
    const ids = [
      ...new Set(unique.flatMap(({ id, caseId }) => [id, ...(caseId === undefined ? [] : [caseId])])),
    ];
    const why = await whyCasesStay(classes, ids, holds);
    return unique.map((text) => ({
      ...text,
      stays: why.get(why.has(text.caseId ?? '') ? (text.caseId ?? '') : text.id),
    }));
  }

  const going = async (person: PersonTraces, holds: readonly Holding[]) =>
    (await found(person, holds)).filter(({ stays }) => stays === undefined);

  return {
    collections: ['text_traces'],

    async *collect(person, holds = []) {
      for (const { id, caseId, number, at, stays } of await found(person, holds)) {
        const data = { caseId, number, at };
        yield { collection: 'text_traces', id, data, ...staying(stays) };
      }
    },

    outside: async (person, holds) => ({ calls: [], texts: await going(person, holds) }),

    async erase(person, holds) {
      const ids = (await going(person, holds)).map(({ id }) => id);
      await byKeys(ids, (_id) => textTraces.deleteMany({ _id }));
    },
  };
}
