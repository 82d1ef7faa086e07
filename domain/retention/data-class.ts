import { deskOrganisationId } from '../desk-organisation.js';

/**
 * The classes of data that have a time of their own (E4). Mass checks, alerts, trips, recordings and broker calls join by
 * another name here, and by an entry in the registry of `db/retention/`, which knows where the data of a class stand.
 */
export const dataClasses = [
  'status-calls',
  /** Where people were, inside of incidents that are kept for longer. */
  'locations',
  'incidents',
  'support-cases',
  /** The bytes of mails as they came; what a case took over of them belongs to the case. */
  'mail-originals',
  /** Old and new values beside the audit chain; the chain itself holds digests, and stays whole (X5). */
  'audit',
] as const;
export type DataClass = (typeof dataClasses)[number];

/** What partner accounts write belongs to the desk: no other organisation has any of it. */
const ofDeskOnly: ReadonlySet<DataClass> = new Set(['support-cases', 'mail-originals']);

/** The classes of which an organisation can have data. */
export function dataClassesOf(organisationId: string): readonly DataClass[] {
  return organisationId === deskOrganisationId
    ? dataClasses
    : dataClasses.filter((each) => !ofDeskOnly.has(each));
}
