import type { AttachmentStore } from '../../db/attachment-store.js';
import type { SupportAttachment } from '../../db/support-store.js';
import { invalidInput } from '../../domain/errors.js';
import type { AccountId, AttachmentId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';

/** A file that a request names, and where. */
export interface NamedFile {
  readonly id: AttachmentId;
  /** JSON pointer into the body. */
  readonly path: string;
}

/** Finds the files that a message names: they have to be of the account whose case it is (C8). */
export type FindNamedFiles = (
  scope: Scope,
  accountId: AccountId,
  named: readonly NamedFile[],
) => Promise<readonly SupportAttachment[]>;

/** What it makes throws DomainError `invalid-input` that names every file which the account does not have. */
export function createNamedFiles(attachments: Pick<AttachmentStore, 'find'>): FindNamedFiles {
  return async (scope, accountId, named) => {
    const found = await Promise.all(
      named.map(async ({ id, path }) => ({ path, file: await attachments.find(scope, id) })),
    );
    const strange = found.filter(({ file }) => file?.accountId !== accountId);
    if (strange.length > 0) {
      throw invalidInput(
        'The body of the request is not valid.',
        strange.map(({ path }) => ({ path, message: 'is no file of this partner account' })),
      );
    }
    return found.flatMap(({ file }) =>
      file === undefined
        ? []
        : [{ id: file.id, name: file.name, sizeBytes: file.sizeBytes, mediaType: file.mediaType }],
    );
  };
}
