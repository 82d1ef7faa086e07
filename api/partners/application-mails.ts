import type { PartnerApplication } from '../../domain/partners/partner-application.js';
import type { ApiDependencies } from '../dependencies.js';

export type ApplicationMailDependencies = Pick<
  ApiDependencies,
  'mailer' | 'mailTemplates' | 'desk' | 'background' | 'log'
>;

/** Mails to those who want to become partners (C1), in the background: a mail server that is away delays nobody. */
export interface ApplicationMails {
  confirm(application: PartnerApplication): void;
  /** @param reason what the desk says. */
  decline(application: PartnerApplication, reason: string): void;
}

const hour = 3_600_000;
const persistence = { firstPause: 2_000, longestPause: 60_000, giveUpAfter: 12 * hour };

export function createApplicationMails({
  mailer,
  mailTemplates,
  desk,
  background,
  log,
}: ApplicationMailDependencies): ApplicationMails {
  const frame = { organisation: desk.name, emergencyNumber: desk.emergencyNumber };

  function send(
    what: 'received' | 'declined',
    { id, form }: PartnerApplication,
    mail: ReturnType<typeof mailTemplates.render>,
  ): void {
    const key = `partner-application/${what}/${id}`;
    background.runUntilItWorks(
      `mailing an applicant (${what})`,
      async () => {
        const delivery = await mailer.send({ to: form.email, ...mail }, key);
        if (!delivery.sent) log.warn({ id, why: delivery.why }, 'A mail to an applicant was refused');
      },
      persistence,
    );
  }

  return {
    confirm(application) {
      const data = { ...frame, reference: application.id };
      const mail = mailTemplates.render('application-received', application.form.language, data);
      send('received', application, mail);
    },
    decline(application, reason) {
      const { companyName: company, contactName: receiver, language } = application.form;
      const data = { ...frame, receiver, reference: application.id, company, reason };
      send('declined', application, mailTemplates.render('application-declined', language, data));
    },
  };
}
