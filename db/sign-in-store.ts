import type { AttemptKind } from '../domain/access/lockout.js';
import type { UserRole } from '../domain/access/role.js';
import type { Profile, SupportMails, User } from '../domain/access/user.js';
import type { AccountId, OrganisationId, UserId } from '../domain/identifiers.js';
import type { Scope } from '../domain/scope.js';
import type { Page, PageRequest } from './paging.js';

/** Users as others see them: nothing secret. */
export interface UserRepository {
  /** `conflict` when somebody in the scope has this address already. */
  create(scope: Scope, user: User): Promise<User>;
  find(scope: Scope, id: UserId): Promise<User | undefined>;
  list(
    scope: Scope,
    query: PageRequest & { readonly organisationId?: OrganisationId; readonly accountId?: AccountId },
  ): Promise<Page<User>>;
  /** Everybody who signs in for a partner account, with language and `supportMails` (C5, C8). */
  activeOfAccount(scope: Scope, accountId: AccountId): Promise<readonly User[]>;
  /** The desk's own people who can sign in, oldest first; none for any other scope. */
  activeOfDesk(scope: Scope): Promise<readonly User[]>;
  /** The one active user whom the address signs in, with the account they belong to, if they do (C4). */
  findActiveByEmail(scope: Scope, email: string): Promise<User | undefined>;
  /** The same, also of somebody who is disabled; nobody who was only invited. */
  findByEmail(scope: Scope, email: string): Promise<User | undefined>;
  /** Ends all sessions. Whoever is enabled again is active, or still invited if they never accepted. */
  saveAccess(
    scope: Scope,
    id: UserId,
    access: { readonly role: UserRole; readonly disabled: boolean },
  ): Promise<User | undefined>;
  /** Ends all sessions too. */
  removeSecondFactor(scope: Scope, id: UserId): Promise<User | undefined>;
  saveProfile(
    scope: Scope,
    id: UserId,
    profile: Profile & { readonly name: string; readonly supportMails?: SupportMails },
  ): Promise<User | undefined>;
  /** Ends the sessions of everybody of a partner account. */
  endSessionsOfAccount(scope: Scope, accountId: AccountId): Promise<void>;
  /** For timelines; time limit 300 ms. */
  nameOf(id: UserId): Promise<string | undefined>;
}

/** A user with what proves who they are. */
export interface Credentials {
  readonly user: User;
  readonly passwordHash?: string;
  readonly secondFactor?: { readonly sealedSecret: string; readonly lastStep: number };
  readonly pendingSecret?: string;
  readonly recoveryCodesLeft: number;
}

/**
 * What signing in needs. It asks before anybody knows whose things may be touched, so it takes no scope: nothing of it may
 * be reached but by somebody's own password, session, link or identity. Whoever belongs to a suspended partner account is
 * `disabled` here, for as long as it is.
 */
export interface CredentialRepository {
  find(id: UserId): Promise<Credentials | undefined>;
  /** The one user, active or disabled, whom the address signs in. */
  findByEmail(email: string): Promise<Credentials | undefined>;
  findByIdentity(identity: string): Promise<Credentials | undefined>;
  /** Those whom somebody has invited under this address. */
  invited(email: string): Promise<readonly User[]>;
  /** Makes an invited user active. `conflict`: the address, or the identity, signs in somebody else already. */
  activate(
    id: UserId,
    proof: { readonly passwordHash: string } | { readonly identity: string },
    profile?: Partial<Profile>,
  ): Promise<User | undefined>;
  /** Replaces a password, and ends all sessions. undefined: nobody signs in with one under this ID. */
  setPassword(id: UserId, passwordHash: string): Promise<User | undefined>;
  /** The same password under newer parameters; nothing ends. */
  renewHash(id: UserId, passwordHash: string): Promise<void>;
  beginEnrolment(id: UserId, sealedSecret: string): Promise<void>;
  /** The pending secret becomes the second factor; false when it is not the pending one any more. */
  completeEnrolment(
    id: UserId,
    enrolled: {
      readonly sealedSecret: string;
      readonly step: number;
      readonly recoveryCodes: readonly string[];
    },
  ): Promise<boolean>;
  /** True once for every time step, and never for an earlier one. */
  acceptStep(id: UserId, step: number): Promise<boolean>;
  /** True once for every code. */
  useRecoveryCode(id: UserId, hash: string): Promise<boolean>;
  replaceRecoveryCodes(id: UserId, hashes: readonly string[]): Promise<void>;
  noteSignIn(id: UserId, at: Date): Promise<void>;
}

export type AccountLinkPurpose = 'invitation' | 'password-reset';

/** Links by which somebody sets a password: each works once, until it expires or a newer one is sent. */
export interface AccountLinkRepository {
  put(link: {
    readonly purpose: AccountLinkPurpose;
    readonly userId: UserId;
    readonly hash: string;
    readonly expiresAt: Date;
  }): Promise<void>;
  /** Whose link it is; uses nothing up. */
  find(purpose: AccountLinkPurpose, hash: string, now: Date): Promise<UserId | undefined>;
  /** The same, once. */
  take(purpose: AccountLinkPurpose, hash: string, now: Date): Promise<UserId | undefined>;
}

/** Counts of attempts that are bounded, see `attemptBounds`. `of` holds nothing personal: it is stored as it is. */
export interface AttemptLimits {
  /** Counts an attempt, before it is judged. */
  take(
    kind: AttemptKind,
    of: string,
  ): Promise<{ readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number }>;
  /** Takes one count back: the attempt was right. */
  forgive(kind: AttemptKind, of: string): Promise<void>;
  /** Takes all counts back. */
  clear(kind: AttemptKind, of: string): Promise<void>;
}
