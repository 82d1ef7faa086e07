import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { AttachmentId, SupportCaseId } from '../../domain/identifiers.js';
import type { SupportMessageDocument } from '../models/support.js';

type NamingMessage = Pick<SupportMessageDocument, 'attachments'>;

/** Those of the files that some message names. @param but messages of these cases do not count. */
export async function filesNamedAmong(
  messages: Model<SupportMessageDocument>,
  files: readonly AttachmentId[],
  but: readonly SupportCaseId[] = [],
): Promise<ReadonlySet<string>> {
  const naming = await messages
    .find(
      { 'attachments.id': trusted({ $in: [...files] }), caseId: trusted({ $nin: [...but] }) },
      { attachments: 1 },
    )
    .lean<NamingMessage[]>();
  return new Set(naming.flatMap(filesOf));
}

/** The files that messages of these cases name. */
export async function filesNamedIn(
  messages: Model<SupportMessageDocument>,
  cases: readonly SupportCaseId[],
): Promise<readonly AttachmentId[]> {
  const naming = await messages
    .find(
      { caseId: trusted({ $in: [...cases] }), 'attachments.0': trusted({ $exists: true }) },
      { attachments: 1 },
    )
    .lean<NamingMessage[]>();
  return [...new Set(naming.flatMap(filesOf))];
}

function filesOf({ attachments }: NamingMessage): readonly AttachmentId[] {
  return attachments.map(({ id }) => id);
}
