import type { AccountDetails, AccountState, PartnerAccount } from '../domain/partners/partner-account.js';
import type {
  ApplicationDecision,
  ApplicationState,
  IncompleteReason,
  PartnerApplication,
} from '../domain/partners/partner-application.js';
import type { AccountId, PartnerApplicationId } from '../domain/identifiers.js';
import type { Scope } from '../domain/scope.js';
import type { Page, PageRequest } from './paging.js';

/** Partner accounts (C1, C8). A partner finds its own only. */
export interface PartnerAccountRepository {
  /** The account that is stored: an earlier one where the ID exists. Only the desk makes accounts. */
  create(
    scope: Scope,
    id: AccountId,
    details: AccountDetails,
    at: Date,
  ): Promise<{ readonly stored: 'new' | 'exists'; readonly account: PartnerAccount }>;
  find(scope: Scope, id: AccountId): Promise<PartnerAccount | undefined>;
  /** Accounts that are known by this number, whatever its type; a few at most. @param value in its one form. */
  findByIdentifier(scope: Scope, value: string): Promise<readonly AccountId[]>;
  /** Oldest first. */
  list(scope: Scope, query: PageRequest & { readonly state?: AccountState }): Promise<Page<PartnerAccount>>;
  /** undefined: no such account; `conflict` when `ifRevision` is not the current one. */
  save(
    scope: Scope,
    id: AccountId,
    details: AccountDetails,
    ifRevision?: number,
  ): Promise<PartnerAccount | undefined>;
}

/** Applications of those who want to become partners (C1). They are the desk's alone. */
export interface PartnerApplicationRepository {
  /** Keeps what anybody has sent. The application that is stored: an earlier one where the ID exists. */
  keep(
    application: PartnerApplication,
  ): Promise<{ readonly stored: 'new' | 'exists'; readonly application: PartnerApplication }>;
  find(scope: Scope, id: PartnerApplicationId): Promise<PartnerApplication | undefined>;
  /** Newest first. */
  list(
    scope: Scope,
    query: PageRequest & { readonly state?: ApplicationState },
  ): Promise<Page<PartnerApplication>>;
  /**
   * Decides it, once: the decision that counts may be an earlier one. An accepted one waits for its invitation from then on.
   * undefined: no such application.
   */
  decide(
    scope: Scope,
    id: PartnerApplicationId,
    decision: Exclude<ApplicationDecision, { readonly state: 'received' }>,
  ): Promise<{ readonly decided: 'now' | 'before'; readonly application: PartnerApplication } | undefined>;
  /**
   * An accepted application whose invitation was due by a moment; nobody else gets it until the next one.
   *
   * @param id only this application; absent: whichever has waited longest.
   */
  claimInvitation(
    before: Date,
    next: Date,
    id?: PartnerApplicationId,
  ): Promise<PartnerApplication | undefined>;
  /** The invitation was mailed, or nobody needs it. */
  noteInvited(id: PartnerApplicationId): Promise<void>;
  /** The account cannot have its first user, until the invitation was mailed after all. */
  noteIncomplete(id: PartnerApplicationId, why: IncompleteReason): Promise<void>;
}
