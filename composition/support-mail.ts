import { createHmac } from 'node:crypto';
import type { Environment } from '../config/env.js';
import type { Mac, MailKeys } from '../domain/mail/mac.js';
import { createCaseMessageIds } from '../domain/mail/references.js';
import { createReplyAddresses } from '../domain/mail/reply-address.js';
import type { SupportMailIdentity } from '../domain/mail/support-mail-identity.js';
import { supportMailboxOf } from '../domain/mail/support-mailbox.js';

/** How identifiers of support cases begin. */
const idPrefix = 'sup';

/** The names of mails about support cases; undefined where no mailbox for them is configured. */
export function supportMailIdentity({
  SUPPORT_MAILBOX: address,
  BEISTAND_KEY: key,
  BEISTAND_FORMER_KEYS: formerKeys,
}: Pick<Environment, 'SUPPORT_MAILBOX' | 'BEISTAND_KEY' | 'BEISTAND_FORMER_KEYS'>):
  SupportMailIdentity | undefined {
  if (address === undefined) return undefined;
  const { mailbox, domain } = supportMailboxOf(address);
  const keys: MailKeys = { current: macWith(key), former: formerKeys.map(macWith) };
  return {
    replyAddresses: createReplyAddresses({ keys, mailbox, domain, idPrefix }),
    messageIds: createCaseMessageIds({ keys, domain, idPrefix }),
  };
}

function macWith(key: Uint8Array): Mac {
  return (text) => createHmac('sha256', key).update(`support-mail:${text}`).digest();
}
