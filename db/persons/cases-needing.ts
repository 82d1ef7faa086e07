import { trusted } from 'mongoose';
import { personsIn } from '../../domain/audit/personal-values.js';
import type { ContactId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { KeptBecause } from '../../domain/persons/erasure-report.js';
import { isContact, isTraveller, type PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import type { Models } from '../models/models.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';
import { batchesOf } from '../retention/batches.js';
import { reportedFor } from './own-cases.js';
import { inUse } from './person-room.js';
import { whyCasesStay, type CaseClasses } from './why-cases-stay.js';

const batchSize = 100;

/**
 * Why somebody has to stay known for the sake of cases: one that goes on or is held, whose traveller they are, or that names them as
 * a contact. undefined: no case needs them.
 */
export type CasesNeeding = (
  person: Pick<PersonTraces, 'id' | 'organisationId'>,
  holds: readonly Holding[],
) => Promise<KeptBecause | undefined>;

/**
 * The same, asked once for each list of holds as long as the answer is a reason to stay. Lists are read anew before each room: so a
 * reason that has ended meanwhile keeps somebody until the next try. That nothing needs somebody is asked again each time, since
 * what goes by it does not come back.
 */
export function createCasesNeeding(
  models: Pick<Models, 'cases' | 'intakes' | 'timelineEntries'>,
  classes: CaseClasses,
): CasesNeeding {
  const ask = createAsking(models, classes);
  const reasons = new WeakMap<readonly Holding[], Map<string, KeptBecause>>();
  return async (person, holds) => {
    const key = `${person.organisationId} ${person.id}`;
    const known = reasons.get(holds)?.get(key);
    if (known !== undefined) return known;
    const because = await ask(person, holds);
    if (because !== undefined) reasons.set(holds, new Map([...(reasons.get(holds) ?? []), [key, because]]));
    return because;
  };
}

/** There is no index by contact: all cases of the organisation are read once for one, and the timelines of those that stay. */
function createAsking(
  { cases, intakes, timelineEntries }: Pick<Models, 'cases' | 'intakes' | 'timelineEntries'>,
  classes: CaseClasses,
): CasesNeeding {
  /** A case that was reported and has not begun counts as well. */
  async function ofTraveller(id: TravellerId, holds: readonly Holding[]): Promise<KeptBecause | undefined> {
    if ((await reportedFor(intakes, id)).length > 0) return inUse;
    for await (const ids of batchesOf(cases.find({ travellerId: id }, { _id: 1 }), batchSize)) {
      for (const because of (await whyCasesStay(classes, ids, holds)).values()) {
        if (because !== undefined) return because;
      }
    }
    return undefined;
  }

  async function namingContact(
    organisationId: OrganisationId,
    id: ContactId,
    holds: readonly Holding[],
  ): Promise<KeptBecause | undefined> {
    for await (const ids of batchesOf(cases.find({ organisationId }, { _id: 1 }), batchSize)) {
      const why = await whyCasesStay(classes, ids, holds);
      const staying = ids.filter((caseId) => why.get(caseId) !== undefined);
      if (staying.length === 0) continue;
      const entries = timelineEntries
        .find({ caseId: trusted({ $in: staying }) }, { caseId: 1, event: 1 })
        .lean<Pick<TimelineEntryDocument, 'caseId' | 'event'>[]>()
        .cursor({ batchSize: 500 });
      for await (const { caseId, event } of entries) {
        if (personsIn(event).includes(id)) return why.get(caseId);
      }
    }
    return undefined;
  }

  return async ({ id, organisationId }, holds) => {
    if (isTraveller(id)) return ofTraveller(id, holds);
    return isContact(id) ? namingContact(organisationId, id, holds) : undefined;
  };
}
