import type { ReadRetentionRule } from '../../activities/retention/retention-rule.js';
import type { Store } from '../../db/store.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { dataClassesOf, type DataClass } from '../../domain/retention/data-class.js';
import { peopleSought, type RetainedItem } from '../../domain/retention/legal-hold.js';
import { latestEndOfUse } from '../../domain/retention/retention-period.js';
import type { KeptFor } from '../../domain/retention/retention-policy.js';
import {
  retentionVerdict,
  type KeepingReason,
  type RetentionRule,
} from '../../domain/retention/retention-verdict.js';

/** What a run would do with one class now (R1). Moments are epoch milliseconds. */
export interface ClassPreview {
  readonly dataClass: DataClass;
  readonly keptFor: KeptFor;
  readonly goes: {
    readonly count: number;
    /** When the use of the first and of the last of them ended; absent: there are none. */
    readonly oldestEndOfUse?: number;
    readonly newestEndOfUse?: number;
  };
  /** How many stay that began before the period, and why. */
  readonly stays: Readonly<Record<Exclude<KeepingReason, 'kept-for-ever'>, number>>;
}

const batchSize = 500;

/**
 * A dry run: everything in the database is judged as a run judges it, and nothing is changed. The engine is not asked, case by case,
 * which workflows still run.
 */
export function createRetentionPreview({
  store,
  readRule,
  now,
}: {
  readonly store: Pick<Store, 'retentionClasses'>;
  readonly readRule: ReadRetentionRule;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): (organisationId: OrganisationId) => Promise<readonly ClassPreview[]> {
  async function previewOf(
    organisationId: OrganisationId,
    dataClass: DataClass,
    rule: RetentionRule,
  ): Promise<ClassPreview> {
    const keptFor = rule.policy[dataClass];
    const counting = createCounting();
    if (keptFor !== 'for-ever') {
      const entry = store.retentionClasses[dataClass];
      const moment = new Date(latestEndOfUse(keptFor, now(), rule.timeZone));
      for await (const ids of entry.begunBefore(organisationId, moment, batchSize)) {
        for (const item of await entry.read(ids, peopleSought(rule.holds))) {
          counting.count(item, rule, now());
        }
      }
    }
    return { dataClass, keptFor, ...counting.result() };
  }

  return async (organisationId) => {
    const rule = await readRule(organisationId);
    const previews: ClassPreview[] = [];
    for (const dataClass of dataClassesOf(organisationId)) {
      previews.push(await previewOf(organisationId, dataClass, rule));
    }
    return previews;
  };
}

function createCounting() {
  let count = 0;
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  const stays = { 'in-use': 0, needed: 0, held: 0, 'not-yet': 0 };
  return {
    count(item: RetainedItem, rule: RetentionRule, now: number): void {
      const verdict = retentionVerdict(item, rule, now);
      if (verdict.goes) {
        count += 1;
        oldest = Math.min(oldest, item.endOfUse ?? oldest);
        newest = Math.max(newest, item.endOfUse ?? newest);
      } else if (verdict.why !== 'kept-for-ever') stays[verdict.why] += 1;
    },
    result: () => ({
      goes: { count, ...(count === 0 ? {} : { oldestEndOfUse: oldest, newestEndOfUse: newest }) },
      stays,
    }),
  };
}
