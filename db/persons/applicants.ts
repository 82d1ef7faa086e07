import { trusted } from 'mongoose';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { holdOnPerson } from '../../domain/persons/erasure-verdict.js';
import { isApplicant, type PersonTraces } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import type { PartnerApplicationDocument } from '../models/partner-application.js';
import { inAnyCase } from './any-case.js';
import { staying, type PersonRecord, type PersonRoom } from './person-room.js';
import type { TheirsAlone } from './theirs-alone.js';

/**
 * What somebody wrote who wanted to become a partner: an applicant's own, and of a user what was sent from their address. Reads
 * all applications: there are few. One whose applicant is held stays, whoever it was found by.
 */
export function applicantRoom(
  { partnerApplications }: Pick<Models, 'partnerApplications'>,
  theirsAlone: TheirsAlone,
): PersonRoom {
  async function theirs(person: PersonTraces): Promise<readonly PartnerApplicationDocument[]> {
    const { id, organisationId } = person;
    if (organisationId !== deskOrganisationId) return [];
    if (isApplicant(id)) return partnerApplications.find({ _id: id }).lean<PartnerApplicationDocument[]>();
    const { emails } = await theirsAlone(person, 'everybody');
    return partnerApplications.find({ 'form.email': inAnyCase(emails) }).lean<PartnerApplicationDocument[]>();
  }

  return {
    collections: ['partner_applications'],

    async *collect(person, holds = []) {
      for (const { _id, bodyHash: _hash, ...data } of await theirs(person)) {
        const hold = holdOnPerson(_id, holds);
        yield {
          collection: 'partner_applications',
          id: _id,
          data,
          ...staying(hold && { why: 'held', holdId: hold.id }),
        } satisfies PersonRecord;
      }
    },

    async erase(person, holds) {
      const going = (await theirs(person)).filter(({ _id }) => holdOnPerson(_id, holds) === undefined);
      const ids = going.map(({ _id }) => _id);
      await partnerApplications.deleteMany({ _id: trusted({ $in: ids }) });
    },
  };
}
