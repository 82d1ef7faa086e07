import type { Logger } from 'pino';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Organisation } from '../../db/store.js';
import type { AuthorisingPerson } from '../../domain/organisation/organisation.js';
import type { Mailer } from '../../providers/mail/mailer.js';
import type { MailTemplates } from '../../wording/mail/mail-templates.js';

/** An authorising person with their organisation: whose PIN it is. */
export interface PinHolder {
  readonly organisation: Organisation;
  readonly person: AuthorisingPerson;
}

/** Mails to authorising persons about their own PIN, each with a key: repeating it is one mail. */
export interface PinMails {
  sendInvitation(holder: PinHolder, link: string, until: number, key: string): Promise<void>;
  sendChanged(holder: PinHolder, at: number, key: string): Promise<void>;
  /** @param former as they stood in the settings before: it goes to the address of then. */
  sendAddressChanged(former: PinHolder, at: number, key: string): Promise<void>;
}

export function createPinMails({
  mailer,
  mailTemplates,
  contactBook,
  log,
}: {
  readonly mailer: Mailer;
  readonly mailTemplates: MailTemplates;
  readonly contactBook: Pick<ContactBook, 'emergencyNumber'>;
  readonly log: Pick<Logger, 'warn'>;
}): PinMails {
  async function send(
    { organisation: { id, settings }, person }: PinHolder,
    key: string,
    render: (frame: {
      readonly organisation: string;
      readonly emergencyNumber: Awaited<ReturnType<ContactBook['emergencyNumber']>>;
      readonly receiver: string;
      readonly timeZone: string;
    }) => ReturnType<MailTemplates['render']>,
  ): Promise<void> {
    const { email, name } = person;
    if (email === undefined) return;
    const { timeZone } = settings;
    const emergencyNumber = await contactBook.emergencyNumber(id);
    const mail = render({ organisation: settings.name, emergencyNumber, receiver: name, timeZone });
    const delivery = await mailer.send({ to: email, ...mail }, key);
    if (!delivery.sent)
      log.warn({ contactId: person.id, why: delivery.why }, 'A mail about a PIN was refused');
  }

  const languageOf = ({ organisation, person }: PinHolder) =>
    person.language ?? organisation.settings.language;

  return {
    sendInvitation: (holder, link, until, key) =>
      send(holder, key, (frame) =>
        mailTemplates.render('pin-invitation', languageOf(holder), { ...frame, link, until }),
      ),
    sendChanged: (holder, at, key) =>
      send(holder, key, (frame) => mailTemplates.render('pin-changed', languageOf(holder), { ...frame, at })),
    sendAddressChanged: (former, at, key) =>
      send(former, key, (frame) =>
        mailTemplates.render('pin-address-changed', languageOf(former), { ...frame, at }),
      ),
  };
}
