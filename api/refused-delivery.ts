import type { MailDelivery, SmtpReply } from '../providers/mail/mailer.js';

type Refused = Extract<MailDelivery, { sent: false }>;

/**
 * Whether the mail or its address is meant: a login or a sender that is refused is a setting of ours, and can be put right.
 *
 * @param reply absent: the address is none.
 */
export function isAboutTheMail(reply: SmtpReply | undefined): boolean {
  return reply === undefined || reply.command === 'RCPT TO' || reply.command === 'DATA';
}

/** What the mail server has said, for whoever sees to it. */
export function diagnosticOf({ reply }: Refused): { readonly diagnostic: string } {
  return {
    diagnostic: reply === undefined ? 'The address is none.' : `SMTP ${reply.code} to ${reply.command}`,
  };
}
