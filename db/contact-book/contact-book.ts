import type { DeskLines, Reachable } from '../../domain/directory/people.js';
import type { OrganisationId, TokenId, TravellerId } from '../../domain/identifiers.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import type { Traveller } from '../../domain/organisation/traveller.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { Target } from '../../domain/target.js';
import type { Service } from '../../domain/incident/incident.js';
import type { StoredToken } from '../store.js';

export type { DeskLines, Reachable };

export interface DirectoryEntry {
  readonly id: OrganisationId;
  readonly settings: OrganisationSettings;
}

/**
 * Numbers and saved settings for everything that must work while MongoDB is away: asks MongoDB for at most 300 ms,
 * else answers from an encrypted local copy that is refreshed on every save and at start.
 */
export interface ContactBook {
  organisation(id: OrganisationId): Promise<DirectoryEntry | undefined>;
  traveller(organisationId: OrganisationId, id: TravellerId): Promise<Traveller | undefined>;
  /** Whom a phone number belongs to; several organisations may know the same number. */
  travellersByPhone(phone: string): Promise<readonly Traveller[]>;
  /** The organisation whose own inbound number was called. */
  organisationByInboundNumber(phone: string): Promise<DirectoryEntry | undefined>;
  /** Contacts, providers and authorising persons with this phone number, in all organisations. */
  targetsByPhone(
    phone: string,
  ): Promise<readonly { readonly organisationId: OrganisationId; readonly target: Target }[]>;
  /** Undefined: not (or no longer) in the settings. The desk and its duty lead are in every organisation. */
  reach(organisationId: OrganisationId, target: Target): Promise<Reachable | undefined>;
  /** The ladder of a service: provider, backups, desk, duty lead, without repeated numbers (I3, I5). */
  providerLadder(organisationId: OrganisationId, service: Service): Promise<readonly Reachable[]>;
  internalContacts(organisationId: OrganisationId): Promise<readonly Reachable[]>;
  authorisingPersons(organisationId: OrganisationId): Promise<readonly Reachable[]>;
  /** The number that stands in every mail (I11, E1): the own provider's while it is open, else the desk's. */
  emergencyNumber(organisationId: OrganisationId): Promise<PhoneNumber>;
  /**
   * The service token with this hash, if there is one.
   *
   * @throws DomainError `unavailable` when MongoDB does not answer and the copy does not know it: nobody can tell.
   */
  token(hash: string): Promise<StoredToken | undefined>;
  /** A token was revoked: it does not count while MongoDB is away either. */
  forgetToken(id: TokenId): void;
  /** Called after every save and at start. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
