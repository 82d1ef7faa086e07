/**
 * The classes of data that have a time of their own (E4). Mass checks, alerts, trips and broker calls join by another name here,
 * and by an entry in the registry of `db/retention/`, which knows where the data of a class stand.
 */
export const dataClasses = [
  'status-calls',
  /** Where people were, inside of incidents that are kept for longer. */
  'locations',
  'incidents',
  'support-cases',
  /** The bytes of mails as they came; what a case took over of them belongs to the case. */
  'mail-originals',
  'audit',
] as const;
export type DataClass = (typeof dataClasses)[number];
