import type { ContactBook } from '../../db/contact-book/contact-book.js';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import type { Traveller } from '../../domain/organisation/traveller.js';
import { ifKnown } from '../use-cases/time-limit.js';

/** Who calls or texts the emergency number (I5). Somebody unknown is served all the same. */
export interface InboundParty {
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  readonly traveller: Traveller | undefined;
  readonly language: Language;
}

/** Identifies by the number that was called, else by the number that calls. Never fails. */
export type IdentifyInbound = (webhook: {
  readonly from: string;
  readonly to: string;
}) => Promise<InboundParty>;

const patience = 600;

export function createIdentifyInbound({
  contactBook,
  desk,
}: {
  readonly contactBook: Pick<
    ContactBook,
    'organisation' | 'organisationByInboundNumber' | 'travellersByPhone'
  >;
  readonly desk: { readonly name: string; readonly language: Language };
}): IdentifyInbound {
  return async ({ from, to }) => {
    const [called, travellers] = await Promise.all([
      ifKnown(patience, () => contactBook.organisationByInboundNumber(to)),
      ifKnown(patience, () => contactBook.travellersByPhone(from)),
    ]);
    const traveller =
      called === undefined
        ? travellers?.[0]
        : travellers?.find(({ organisationId }) => organisationId === called.id);
    const organisationId = called?.id ?? traveller?.organisationId ?? deskOrganisationId;
    const organisation = called ?? (await ifKnown(patience, () => contactBook.organisation(organisationId)));
    return {
      organisationId,
      organisation: organisation?.settings.name ?? desk.name,
      traveller,
      language: traveller?.language ?? organisation?.settings.language ?? desk.language,
    };
  };
}
