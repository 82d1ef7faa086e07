import { holdOn, type Holding, type RetainedItem } from '../retention/legal-hold.js';
import type { KeptBecause } from './erasure-report.js';

/** Why something that is a person's own stays, whatever its period says; undefined: it goes (R4). */
export function keptFromErasure(item: RetainedItem, holds: readonly Holding[]): KeptBecause | undefined {
  const hold = holdOn(item, holds);
  if (hold !== undefined) return { why: 'held', holdId: hold.id };
  if (item.endOfUse === undefined || item.neededBy !== undefined) return { why: 'in-use' };
  return undefined;
}

/** The hold on everything about somebody. */
export function holdOnPerson(id: string, holds: readonly Holding[]): Holding | undefined {
  return holds.find(({ subject }) => subject.of === 'person' && subject.id === id);
}
