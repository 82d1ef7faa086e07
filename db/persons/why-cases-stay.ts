import type { KeptBecause } from '../../domain/persons/erasure-report.js';
import { keptFromErasure } from '../../domain/persons/erasure-verdict.js';
import { peopleSought, type Holding } from '../../domain/retention/legal-hold.js';
import type { RetentionRegistry } from '../retention/registry.js';

export type CaseClasses = Pick<RetentionRegistry, 'incidents' | 'status-calls'>;

/** Why cases, and texts and calls of no case, stay although somebody is erased; undefined: one goes. What is none of them is left out. */
export async function whyCasesStay(
  classes: CaseClasses,
  ids: readonly string[],
  holds: readonly Holding[],
): Promise<ReadonlyMap<string, KeptBecause | undefined>> {
  const sought = peopleSought(holds);
  const items = [
    ...(await classes.incidents.read(ids, sought)),
    ...(await classes['status-calls'].read(ids, sought)),
  ];
  return new Map(items.map((item) => [item.id, keptFromErasure(item, holds)]));
}
