import type { CaseMessageIds } from './references.js';
import type { ReplyAddresses } from './reply-address.js';

/** By what mails about support cases are known as ours when they are answered, or come back (C4, C5). */
export interface SupportMailIdentity {
  /** Where answers to a case are sent to. */
  readonly replyAddresses: ReplyAddresses;
  /** `message` are the letters of the mail's own identifier, so that a report of its delivery names it. */
  readonly messageIds: CaseMessageIds;
}
