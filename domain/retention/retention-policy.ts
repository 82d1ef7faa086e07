import { z } from 'zod';
import { dataClassesOf, type DataClass } from './data-class.js';
import { retentionPeriodSchema, type RetentionPeriod } from './retention-period.js';

/** How long a class is kept after the use of its data has ended. */
export const keptForSchema = z.union([retentionPeriodSchema, z.literal('for-ever')]);
export type KeptFor = z.infer<typeof keptForSchema>;

const shape = {
  'status-calls': keptForSchema.optional(),
  locations: keptForSchema.optional(),
  incidents: keptForSchema.optional(),
  'support-cases': keptForSchema.optional(),
  'mail-originals': keptForSchema.optional(),
  audit: keptForSchema.optional(),
} as const satisfies Record<DataClass, z.ZodType>;

/** What an organisation has set (E4). Absent: the default counts, also when it changes. */
export const retentionPeriodsSchema = z.strictObject(shape).meta({ id: 'RetentionPeriods' });
export type RetentionPeriods = z.infer<typeof retentionPeriodsSchema>;

/** For how long each class of data is kept. */
export type RetentionPolicy = Readonly<Record<DataClass, KeptFor>>;

/**
 * What counts where an organisation has set nothing: claims about an incident or a case lapse after three years in most of
 * Europe, where somebody was is of use for weeks only, and who did what is asked for longest.
 */
export const defaultRetentionPolicy: RetentionPolicy = {
  'status-calls': { count: 13, unit: 'months' },
  locations: { count: 90, unit: 'days' },
  incidents: { count: 3, unit: 'years' },
  'support-cases': { count: 3, unit: 'years' },
  'mail-originals': { count: 6, unit: 'months' },
  audit: { count: 10, unit: 'years' },
};

/** What is set, and the defaults for everything else. */
export function retentionPolicyOf(periods: RetentionPeriods): RetentionPolicy {
  const set = (dataClass: DataClass): KeptFor => periods[dataClass] ?? defaultRetentionPolicy[dataClass];
  return {
    'status-calls': set('status-calls'),
    locations: set('locations'),
    incidents: set('incidents'),
    'support-cases': set('support-cases'),
    'mail-originals': set('mail-originals'),
    audit: set('audit'),
  };
}

/** The same as an organisation has it: without the classes of which it cannot have data. */
export function periodsShown(policy: RetentionPolicy, organisationId: string): RetentionPeriods {
  return Object.fromEntries(dataClassesOf(organisationId).map((each) => [each, policy[each]]));
}

/** In words of a problem, e.g. `30 days`. */
export function describePeriod({ count, unit }: RetentionPeriod): string {
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}
