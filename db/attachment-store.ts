import type { AccountId, AttachmentId } from '../domain/identifiers.js';
import type { Scope } from '../domain/scope.js';
import type { SupportAttachment } from './support-store.js';

/** An attachment, and the account whose users may see it (C8). */
export interface StoredAttachment extends SupportAttachment {
  readonly accountId: AccountId;
  readonly storedAt: Date;
}

/** Keeps the files that come with support cases. Nobody but the account's users and the desk finds one. */
export interface AttachmentStore {
  /**
   * It can be read as soon as this resolves. The same identifier twice changes nothing.
   *
   * @throws DomainError `not-found` when the account is foreign.
   */
  put(scope: Scope, attachment: StoredAttachment, bytes: Uint8Array): Promise<void>;
  find(scope: Scope, id: AttachmentId): Promise<StoredAttachment | undefined>;
  read(
    scope: Scope,
    id: AttachmentId,
  ): Promise<{ readonly attachment: StoredAttachment; readonly bytes: Uint8Array } | undefined>;
}
