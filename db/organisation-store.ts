import type { OrganisationId, TravellerId } from '../domain/identifiers.js';
import type { OrganisationSettings } from '../domain/organisation/organisation.js';
import type { Traveller, TravellerInput } from '../domain/organisation/traveller.js';
import type { Scope } from '../domain/scope.js';
import type { Principal } from '../domain/timeline.js';
import type { Page, PageRequest } from './paging.js';

export interface Organisation {
  readonly id: OrganisationId;
  /** Rises with every save; shown as ETag. */
  readonly revision: number;
  readonly settings: OrganisationSettings;
  /** Who saved this revision, where it is known. */
  readonly savedBy?: Principal;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface OrganisationRepository {
  create(
    scope: Scope,
    id: OrganisationId,
    settings: OrganisationSettings,
    by?: Principal,
  ): Promise<Organisation>;
  /** Saves the whole settings document, and keeps what was saved before (E5); undefined: no such organisation; `conflict` when `ifRevision` is not the current one. */
  save(
    scope: Scope,
    id: OrganisationId,
    settings: OrganisationSettings,
    ifRevision?: number,
    by?: Principal,
  ): Promise<Organisation | undefined>;
  find(scope: Scope, id: OrganisationId): Promise<Organisation | undefined>;
  list(scope: Scope, page: PageRequest): Promise<Page<Organisation>>;
  changedSince(scope: Scope, moment: Date): Promise<readonly Organisation[]>;
}

export interface TravellerRepository {
  create(scope: Scope, id: TravellerId, traveller: TravellerInput): Promise<Traveller>;
  save(scope: Scope, id: TravellerId, traveller: TravellerInput): Promise<Traveller | undefined>;
  find(scope: Scope, id: TravellerId): Promise<Traveller | undefined>;
  findByPhone(scope: Scope, phone: string): Promise<readonly Traveller[]>;
  list(
    scope: Scope,
    query: PageRequest & { readonly organisationId?: OrganisationId },
  ): Promise<Page<Traveller>>;
  changedSince(scope: Scope, moment: Date): Promise<readonly Traveller[]>;
}
