import type { PersonTraces } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import { inUse, notTheirsAlone, type PersonRoom } from './person-room.js';
import type { TheirsAlone } from './theirs-alone.js';

/** Reports that are mailed to somebody's address: it stays until somebody takes it out of the plan. */
export function reportPlanRoom(
  { retentionSettings }: Pick<Models, 'retentionSettings'>,
  theirsAlone: TheirsAlone,
): PersonRoom {
  return {
    collections: ['retention_settings'],

    async *collect(person: PersonTraces) {
      const plan = await retentionSettings.findOne({ _id: person.organisationId }, { reports: 1 }).lean();
      const own = new Set((await theirsAlone(person, 'their-organisation')).emails);
      for (const [index, { recipients, ...report }] of (plan?.reports ?? []).entries()) {
        const addresses = recipients.filter((each) => person.emails.includes(each.toLowerCase()));
        if (addresses.length === 0) continue;
        yield {
          collection: 'retention_settings',
          id: `${person.organisationId}/${index}`,
          data: { report, addresses },
          stays: addresses.some((each) => own.has(each.toLowerCase())) ? inUse : notTheirsAlone,
        };
      }
    },

    erase: () => Promise.resolve(),
  };
}
