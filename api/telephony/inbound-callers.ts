import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import { rankTravellers, type Candidate } from '../../domain/directory/likeliest-traveller.js';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import type { OrganisationChoice } from '../../domain/incident/incident.js';
import type { Language } from '../../domain/language.js';
import type { Traveller } from '../../domain/organisation/traveller.js';
import { deskScope } from '../../domain/scope.js';
import type { CallersIncidents } from '../use-cases/callers-incidents.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { InboundCaller } from './inbound-addresses.js';

/** Who calls or texts the emergency number (I5). Somebody unknown is served all the same. */
export interface InboundParty {
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  readonly traveller: Traveller | undefined;
  readonly language: Language;
  /** Why this organisation, where the number is known in several; absent: there was nothing to choose. */
  readonly chosenBy?: OrganisationChoice;
  /** Who it may be instead, in other organisations, the likelier first. */
  readonly others: readonly Traveller[];
}

export interface InboundCallers {
  /**
   * By the organisation whose number was called, else by the number that calls. A number that is known in several
   * organisations is taken for whoever is likeliest. Never fails.
   */
  identify(webhook: { readonly from: string; readonly to: string }): Promise<InboundParty>;
  /** Somebody who was identified before. Never fails. */
  recognise(caller: InboundCaller): Promise<InboundParty>;
}

const patience = 600;
/** What speaks for one traveller or another is worth less of a caller's time. */
const patienceForTraces = 300;
/** An open incident that lies behind so many newer ones of the same traveller is not why they call. */
const mostLookedAt = 20;

export function createInboundCallers({
  contactBook,
  projection,
  callersIncidents,
  desk,
  now,
}: {
  readonly contactBook: Pick<
    ContactBook,
    'organisation' | 'organisationByInboundNumber' | 'traveller' | 'travellersByPhone'
  >;
  readonly projection: Pick<Store['cases'], 'incidents' | 'statusCalls'>;
  readonly callersIncidents: Pick<CallersIncidents, 'remembered'>;
  readonly desk: { readonly name: string; readonly language: Language };
  /** Epoch milliseconds. */
  readonly now: () => number;
}): InboundCallers {
  const organisationOf = (id: OrganisationId) => ifKnown(patience, () => contactBook.organisation(id));

  async function tracesOf(traveller: Traveller): Promise<Traveller & Candidate> {
    const { organisationId, id: travellerId } = traveller;
    const of = { organisationId, travellerId };
    const [incidents, statusCalls] = await Promise.all([
      ifKnown(patienceForTraces, () => projection.incidents(deskScope, { ...of, limit: mostLookedAt })),
      ifKnown(patienceForTraces, () => projection.statusCalls(deskScope, { ...of, limit: 1 })),
    ]);
    const moments = [incidents, statusCalls].flatMap((page) => page?.items[0]?.openedAt ?? []);
    return {
      ...traveller,
      hasOpenIncident: incidents?.items.some(({ state }) => state === 'open') ?? false,
      ...(moments.length === 0 ? {} : { lastAskedAt: Math.max(...moments) }),
    };
  }

  /** Whom the number may belong to, the likeliest first. */
  async function rank(
    phone: string,
    travellers: readonly Traveller[],
  ): Promise<{ readonly travellers: readonly Traveller[]; readonly by?: OrganisationChoice }> {
    if (travellers.length <= 1) return { travellers };
    const [remembered, ...candidates] = await Promise.all([
      callersIncidents.remembered(phone),
      ...travellers.map(tracesOf),
    ]);
    const known = candidates.map((candidate) => ({
      ...candidate,
      // While MongoDB is away this process still knows what it has opened.
      hasOpenIncident: candidate.hasOpenIncident || remembered?.organisationId === candidate.organisationId,
    }));
    return rankTravellers(known, now());
  }

  return {
    async identify({ from, to }) {
      const [called, known = []] = await Promise.all([
        ifKnown(patience, () => contactBook.organisationByInboundNumber(to)),
        ifKnown(patience, () => contactBook.travellersByPhone(from)),
      ]);
      // Whoever calls an organisation's own number means that organisation.
      const { travellers, by } = await rank(
        from,
        called === undefined ? known : known.filter(({ organisationId }) => organisationId === called.id),
      );
      const [traveller, ...others] = travellers;
      const organisationId = called?.id ?? traveller?.organisationId ?? deskOrganisationId;
      const organisation = called ?? (await organisationOf(organisationId));
      return {
        organisationId,
        organisation: organisation?.settings.name ?? desk.name,
        traveller,
        language: traveller?.language ?? organisation?.settings.language ?? desk.language,
        ...(by === undefined ? {} : { chosenBy: by }),
        others,
      };
    },

    async recognise({ organisation: organisationId, traveller: travellerId, language, chosenBy }) {
      const [organisation, traveller] = await Promise.all([
        organisationOf(organisationId),
        travellerId === undefined
          ? undefined
          : ifKnown(patience, () => contactBook.traveller(organisationId, travellerId)),
      ]);
      return {
        organisationId,
        organisation: organisation?.settings.name ?? desk.name,
        traveller,
        language: traveller?.language ?? organisation?.settings.language ?? language,
        ...(chosenBy === undefined ? {} : { chosenBy }),
        others: [],
      };
    },
  };
}

/** What stands in the addresses of a call's conversation. */
export function inboundCaller({
  organisationId,
  traveller,
  language,
  chosenBy,
}: InboundParty): InboundCaller {
  return {
    organisation: organisationId,
    language,
    ...(traveller === undefined ? {} : { traveller: traveller.id }),
    ...(chosenBy === undefined ? {} : { chosenBy }),
  };
}
