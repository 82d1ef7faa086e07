import type { RetentionClass } from './retention-class.js';

/** Things of one kind, which their identifiers tell from others of their class. */
export interface KindOfThing {
  readonly isOne: (id: string) => boolean;
  readonly kept: RetentionClass;
}

/** One class made of several kinds of things that have one period. */
export function joinedClasses(first: KindOfThing, ...others: readonly KindOfThing[]): RetentionClass {
  const kinds = [first, ...others];
  const ofKind = ({ isOne }: KindOfThing, ids: readonly string[]) => ids.filter(isOne);

  return {
    dataClass: first.kept.dataClass,
    collections: [...new Set(kinds.flatMap(({ kept }) => kept.collections))],

    async *begunBefore(organisationId, moment, batchSize) {
      for (const { kept } of kinds) yield* kept.begunBefore(organisationId, moment, batchSize);
    },

    async read(ids, options) {
      const items = await Promise.all(kinds.map((kind) => kind.kept.read(ofKind(kind, ids), options)));
      return items.flat();
    },

    workflowOf: (id) => kinds.find(({ isOne }) => isOne(id))?.kept.workflowOf(id),

    async prepare(ids) {
      const erasures = await Promise.all(kinds.map((kind) => kind.kept.prepare(ofKind(kind, ids))));
      return {
        calls: erasures.flatMap(({ calls }) => calls),
        texts: erasures.flatMap(({ texts }) => texts),
        async erase() {
          const kept: string[] = [];
          for (const erasure of erasures) kept.push(...(await erasure.erase()));
          return kept;
        },
      };
    },
  };
}
