import type { Logger } from 'pino';
import type { ContactBook, DeskLines } from '../../db/contact-book/contact-book.js';
import type { User } from '../../domain/access/user.js';
import type { Mailer } from '../../providers/mail/mailer.js';
import type { MailFrame } from '../../wording/mail/mail-data.js';
import type { MailTemplates } from '../../wording/mail/mail-templates.js';

export interface AccountMailDependencies {
  readonly mailer: Mailer;
  readonly mailTemplates: MailTemplates;
  readonly contactBook: Pick<ContactBook, 'organisation' | 'emergencyNumber'>;
  readonly desk: Pick<DeskLines, 'name' | 'emergencyNumber'>;
  readonly log: Logger;
}

/** Mails about somebody's own account, in their language and time zone (T5). Each with a key: repeating it is one mail. */
export interface AccountMails {
  sendLink(
    kind: 'invitation' | 'password-reset',
    user: User,
    link: { readonly url: string; readonly expiresAt: Date },
    key: string,
  ): Promise<void>;
  sendPasswordChanged(user: User, at: number, key: string): Promise<void>;
}

export function createAccountMails(dependencies: AccountMailDependencies): AccountMails {
  const { mailer, mailTemplates, contactBook, desk, log } = dependencies;

  async function frameOf({ name, organisationId }: User): Promise<MailFrame> {
    if (organisationId === undefined) {
      return { organisation: desk.name, emergencyNumber: desk.emergencyNumber, receiver: name };
    }
    const [organisation, emergencyNumber] = await Promise.all([
      contactBook.organisation(organisationId),
      contactBook.emergencyNumber(organisationId),
    ]);
    return { organisation: organisation?.settings.name ?? desk.name, emergencyNumber, receiver: name };
  }

  async function send(
    { id, email }: User,
    mail: ReturnType<MailTemplates['render']>,
    key: string,
  ): Promise<void> {
    const delivery = await mailer.send({ to: email, ...mail }, key);
    if (!delivery.sent) log.warn({ userId: id, why: delivery.why }, 'A mail about an account was refused');
  }

  return {
    async sendLink(kind, user, { url, expiresAt }, key) {
      const { language, timeZone } = user;
      const data = { ...(await frameOf(user)), link: url, until: expiresAt.getTime(), timeZone };
      await send(user, mailTemplates.render(kind, language, data), key);
    },
    async sendPasswordChanged(user, at, key) {
      const { language, timeZone } = user;
      const data = { ...(await frameOf(user)), at, timeZone };
      await send(user, mailTemplates.render('password-changed', language, data), key);
    },
  };
}
