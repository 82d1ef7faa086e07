import { createHmac } from 'node:crypto';
import type { Environment } from '../config/env.js';
import type { Mac, MailKeys } from '../domain/mail/mac.js';
import { createCaseMessageIds } from '../domain/mail/references.js';
import { createQuestionTokens, type QuestionTokens } from '../domain/mail/question-token.js';
import { createReportMailIdentity, type ReportMailIdentity } from '../domain/mail/report-mail-identity.js';
import { createReplyAddresses } from '../domain/mail/reply-address.js';
import type { SupportMailIdentity } from '../domain/mail/support-mail-identity.js';
import { supportMailboxOf } from '../domain/mail/support-mailbox.js';

/** How identifiers of support cases begin. */
const idPrefix = 'sup';

/** The names of mails about support cases; undefined where no mailbox for them is configured. */
export function supportMailIdentity({
  SUPPORT_MAILBOX: address,
  ...secrets
}: Pick<Environment, 'SUPPORT_MAILBOX' | 'BEISTAND_KEY' | 'BEISTAND_FORMER_KEYS'>):
  SupportMailIdentity | undefined {
  if (address === undefined) return undefined;
  const { mailbox, domain } = supportMailboxOf(address);
  const keys = mailKeysOf(secrets, 'support-mail');
  return {
    replyAddresses: createReplyAddresses({ keys, mailbox, domain, idPrefix }),
    messageIds: createCaseMessageIds({ keys, domain, idPrefix }),
  };
}

/** The names of reports that are sent by mail; undefined where there is no mailbox that they could come back to. */
export function reportMailIdentity({
  SUPPORT_MAILBOX: address,
  ...secrets
}: Pick<Environment, 'SUPPORT_MAILBOX' | 'BEISTAND_KEY' | 'BEISTAND_FORMER_KEYS'>):
  ReportMailIdentity | undefined {
  if (address === undefined) return undefined;
  return createReportMailIdentity({ ...supportMailboxOf(address), keys: mailKeysOf(secrets, 'report-mail') });
}

/** Whose links lead to the page for further questions. */
export function supportQuestionTokens(
  keys: Pick<Environment, 'BEISTAND_KEY' | 'BEISTAND_FORMER_KEYS'>,
): QuestionTokens {
  return createQuestionTokens(mailKeysOf(keys, 'support-mail'));
}

/** What is signed for one use is not believed in another. */
type MailUse = 'support-mail' | 'report-mail';

function mailKeysOf(
  {
    BEISTAND_KEY: key,
    BEISTAND_FORMER_KEYS: formerKeys,
  }: Pick<Environment, 'BEISTAND_KEY' | 'BEISTAND_FORMER_KEYS'>,
  use: MailUse,
): MailKeys {
  const macWith =
    (secret: Uint8Array): Mac =>
    (text) =>
      createHmac('sha256', secret).update(`${use}:${text}`).digest();
  return { current: macWith(key), former: formerKeys.map(macWith) };
}
