import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import { DomainError } from '../../domain/errors.js';
import {
  deskOrganisationId,
  type AccountId,
  type OrganisationId,
  type TravellerId,
} from '../../domain/identifiers.js';
import type { PartnerAccount } from '../../domain/partners/partner-account.js';
import { mayTouch, type Scope } from '../../domain/scope.js';
import { isUnavailable } from './time-limit.js';

export interface ReferenceDependencies {
  readonly contactBook: Pick<ContactBook, 'organisation' | 'traveller'>;
  readonly store: Pick<Store, 'organisations' | 'travellers' | 'accounts'>;
}

/** Whether the identifiers in a body name something that the caller may name. */
export interface KnownReferences {
  /** @throws DomainError `not-found` naming the field; `unavailable` when nobody can tell. */
  requireOrganisation(scope: Scope, id: OrganisationId): Promise<void>;
  /** @throws DomainError `not-found` naming the field. */
  requireAccount(scope: Scope, id: AccountId): Promise<PartnerAccount>;
  /** @throws DomainError `not-found` naming the field. A traveller whom nobody can look up now is taken as given. */
  requireTraveller(scope: Scope, organisationId: OrganisationId, id: TravellerId): Promise<void>;
}

/**
 * Asks the ContactBook first, which answers without MongoDB too. Its local copy may not know what another process saved
 * a moment ago, so what it does not know is asked of MongoDB.
 */
export function createKnownReferences({ contactBook, store }: ReferenceDependencies): KnownReferences {
  return {
    async requireOrganisation(scope, id) {
      if (!mayTouch(scope, id)) throw unknownReference('organisation', '/organisationId');
      if (id === deskOrganisationId) return;
      try {
        if ((await contactBook.organisation(id)) !== undefined) return;
        if ((await store.organisations.find(scope, id)) !== undefined) return;
      } catch (error) {
        // The token itself proves that its organisation exists.
        if (isUnavailable(error) && scope.of === 'organisation') return;
        throw error;
      }
      throw unknownReference('organisation', '/organisationId');
    },

    async requireAccount(scope, id) {
      const found = await store.accounts.find(scope, id);
      if (found === undefined) throw unknownReference('partner account', '/accountId');
      return found;
    },

    async requireTraveller(scope, organisationId, id) {
      try {
        if ((await contactBook.traveller(organisationId, id)) !== undefined) return;
        const found = await store.travellers.find(scope, id);
        if (found?.organisationId === organisationId) return;
      } catch (error) {
        // A call for help is not refused because of a name that cannot be looked up.
        if (isUnavailable(error)) return;
        throw error;
      }
      throw unknownReference('traveller', '/travellerId');
    },
  };
}

function unknownReference(what: string, path: string): DomainError {
  const message = `There is no such ${what}.`;
  return new DomainError('not-found', message, [{ path, message }]);
}
