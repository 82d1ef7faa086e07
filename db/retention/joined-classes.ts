import type { RetentionClass } from './retention-class.js';

/**
 * One class whose data are of two kinds, the identifiers of which are told apart.
 *
 * @param isOfFirst whether an identifier is one of the first kind.
 */
export function joinedClasses(
  first: RetentionClass,
  second: RetentionClass,
  isOfFirst: (id: string) => boolean,
): RetentionClass {
  const divided = (ids: readonly string[]) =>
    [
      { entry: first, own: ids.filter(isOfFirst) },
      { entry: second, own: ids.filter((id) => !isOfFirst(id)) },
    ].filter(({ own }) => own.length > 0);

  return {
    dataClass: first.dataClass,
    collections: [...new Set([...first.collections, ...second.collections])],

    async *begunBefore(organisationId, moment, batchSize) {
      yield* first.begunBefore(organisationId, moment, batchSize);
      yield* second.begunBefore(organisationId, moment, batchSize);
    },

    async read(ids, options) {
      const items = await Promise.all(divided(ids).map(({ entry, own }) => entry.read(own, options)));
      return items.flat();
    },

    workflowOf: (id) => (isOfFirst(id) ? first : second).workflowOf(id),

    async prepare(ids) {
      const erasures = await Promise.all(divided(ids).map(({ entry, own }) => entry.prepare(own)));
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
