import type { OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { Traveller } from '../../domain/organisation/traveller.js';
import type { Target } from '../../domain/target.js';
import type { Organisation } from '../store.js';
import { everybodyIn } from '../../domain/directory/reachable.js';

/** What is known of one organisation: the contents of one file of the local copy. */
export interface OrganisationCopy {
  readonly organisation: Organisation;
  readonly travellers: readonly Traveller[];
}

/** All organisations and travellers in memory, found by ID and by phone number. */
export interface DirectoryCopy {
  organisation(id: OrganisationId): Organisation | undefined;
  traveller(organisationId: OrganisationId, id: TravellerId): Traveller | undefined;
  organisationIds(): readonly OrganisationId[];
  copyOf(id: OrganisationId): OrganisationCopy | undefined;
  travellersByPhone(phone: string): readonly Traveller[];
  organisationByInboundNumber(phone: string): Organisation | undefined;
  targetsByPhone(
    phone: string,
  ): readonly { readonly organisationId: OrganisationId; readonly target: Target }[];
  /** True when this is news. What is older than the copy is not taken: answers may overtake each other. */
  keepOrganisation(organisation: Organisation): boolean;
  /** True when this is news. */
  keepTraveller(traveller: Traveller): boolean;
  forgetOrganisation(id: OrganisationId): void;
  /** True when there was such a traveller. */
  forgetTraveller(organisationId: OrganisationId, id: TravellerId): boolean;
}

/** A multimap of phone numbers. */
function phoneIndex<Entry>() {
  const entries = new Map<string, Map<string, Entry>>();
  return {
    add(phone: string, key: string, entry: Entry) {
      const found = entries.get(phone) ?? new Map<string, Entry>();
      entries.set(phone, found.set(key, entry));
    },
    remove(phone: string, key: string) {
      const found = entries.get(phone);
      found?.delete(key);
      if (found?.size === 0) entries.delete(phone);
    },
    get(phone: string): readonly Entry[] {
      return [...(entries.get(phone)?.values() ?? [])];
    },
  };
}

function sameTraveller(one: Traveller, other: Traveller): boolean {
  return (
    one.name === other.name &&
    one.email === other.email &&
    one.language === other.language &&
    one.phones.length === other.phones.length &&
    one.phones.every((phone, position) => phone === other.phones[position])
  );
}

export function createDirectoryCopy(): DirectoryCopy {
  const organisations = new Map<OrganisationId, Organisation>();
  const travellers = new Map<OrganisationId, Map<TravellerId, Traveller>>();
  const byTravellerPhone = phoneIndex<Traveller>();
  const byInboundNumber = phoneIndex<Organisation>();
  const byTargetPhone = phoneIndex<{ organisationId: OrganisationId; targets: Target[] }>();

  function unindexOrganisation({ id, settings }: Organisation): void {
    if (settings.inboundNumber !== undefined) byInboundNumber.remove(settings.inboundNumber, id);
    for (const { phones } of everybodyIn(settings)) {
      for (const phone of phones) byTargetPhone.remove(phone, id);
    }
  }

  function indexOrganisation(organisation: Organisation): void {
    const { id, settings } = organisation;
    if (settings.inboundNumber !== undefined) byInboundNumber.add(settings.inboundNumber, id, organisation);
    const targets = new Map<string, Target[]>();
    for (const { phones, target } of everybodyIn(settings)) {
      for (const phone of new Set(phones)) targets.set(phone, [...(targets.get(phone) ?? []), target]);
    }
    for (const [phone, found] of targets) {
      byTargetPhone.add(phone, id, { organisationId: id, targets: found });
    }
  }

  function forgetTraveller(organisationId: OrganisationId, id: TravellerId): boolean {
    const traveller = travellers.get(organisationId)?.get(id);
    if (!traveller) return false;
    for (const phone of traveller.phones) byTravellerPhone.remove(phone, id);
    travellers.get(organisationId)?.delete(id);
    return true;
  }

  return {
    organisation: (id) => organisations.get(id),
    traveller: (organisationId, id) => travellers.get(organisationId)?.get(id),
    organisationIds: () => [...organisations.keys()],
    copyOf(id) {
      const organisation = organisations.get(id);
      return organisation && { organisation, travellers: [...(travellers.get(id)?.values() ?? [])] };
    },
    travellersByPhone: (phone) => byTravellerPhone.get(phone),
    organisationByInboundNumber: (phone) => byInboundNumber.get(phone)[0],
    targetsByPhone: (phone) =>
      byTargetPhone
        .get(phone)
        .flatMap(({ organisationId, targets }) => targets.map((target) => ({ organisationId, target }))),

    keepOrganisation(organisation) {
      const known = organisations.get(organisation.id);
      if (known) {
        // Either is enough: clocks of processes differ, and a database that was set up anew counts from 1 again.
        const isNewer = organisation.revision > known.revision || organisation.updatedAt > known.updatedAt;
        if (!isNewer) return false;
        unindexOrganisation(known);
      }
      organisations.set(organisation.id, organisation);
      indexOrganisation(organisation);
      return true;
    },
    keepTraveller(traveller) {
      const { organisationId, id } = traveller;
      const ofOrganisation = travellers.get(organisationId) ?? new Map<TravellerId, Traveller>();
      const known = ofOrganisation.get(id);
      if (known && sameTraveller(known, traveller)) return false;
      for (const phone of known?.phones ?? []) byTravellerPhone.remove(phone, id);
      travellers.set(organisationId, ofOrganisation.set(id, traveller));
      for (const phone of traveller.phones) byTravellerPhone.add(phone, id, traveller);
      return true;
    },
    forgetOrganisation(id) {
      const organisation = organisations.get(id);
      if (organisation) unindexOrganisation(organisation);
      organisations.delete(id);
      for (const travellerId of travellers.get(id)?.keys() ?? []) forgetTraveller(id, travellerId);
      travellers.delete(id);
    },
    forgetTraveller,
  };
}
