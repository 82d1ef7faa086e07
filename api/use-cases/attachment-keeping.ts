import type { AttachmentStore, StoredAttachment } from '../../db/attachment-store.js';
import { invalidInput } from '../../domain/errors.js';
import type { AccountId } from '../../domain/identifiers.js';
import { safeAttachmentName } from '../../domain/mail/attachment-name.js';
import type { Scope } from '../../domain/scope.js';
import { isAcceptedAttachment } from '../../domain/support-case/attachment-rules.js';
import { typeByContent } from '../../providers/mail/inbound/type-by-content.js';
import { newIdentifier } from './identifiers.js';

export interface AttachmentKeeping {
  /** @throws DomainError `invalid-input` for a program, `not-found` for a foreign account. */
  keep(
    scope: Scope,
    file: { readonly accountId: AccountId; readonly name: string; readonly bytes: Uint8Array },
  ): Promise<StoredAttachment>;
}

/** Keeps what somebody uploads for a support case (C2): its type is what its bytes are. */
export function createAttachmentKeeping({
  attachments,
  now,
}: {
  readonly attachments: AttachmentStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): AttachmentKeeping {
  return {
    async keep(scope, { accountId, name, bytes }) {
      const mediaType = await typeByContent(bytes);
      if (!isAcceptedAttachment(mediaType)) {
        throw invalidInput('Programs are not taken.', [
          { path: '', message: `is of the type ${mediaType}, which is not taken` },
        ]);
      }
      const attachment: StoredAttachment = {
        id: newIdentifier('att'),
        accountId,
        name: safeAttachmentName(name, 'attachment'),
        sizeBytes: bytes.length,
        mediaType,
        storedAt: new Date(now()),
      };
      await attachments.put(scope, attachment, bytes);
      return attachment;
    },
  };
}
