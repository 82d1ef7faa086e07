import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { ReportMailIdentity } from '../../domain/mail/report-mail-identity.js';
import type { ReportMail } from '../../domain/reports/report-mail.js';
import { isSameReport, type ReportFormat } from '../../domain/reports/report-plan.js';
import { deskScope } from '../../domain/scope.js';
import type { Mail, MailAttachment } from '../../providers/mail/mailer.js';
import type { MailTemplates } from '../../wording/mail/mail-templates.js';
import { isNotFound } from '../use-cases/time-limit.js';
import type { ReportFiles } from './report-files.js';
import type { ReadReport, ReportReading } from './report-reading.js';
import type { RecipientHash } from './report-recipients.js';
import { showReport } from './report-showing.js';

export interface ReportMailPreparingDependencies {
  readonly store: Pick<Store, 'retentionSettings'>;
  readonly reports: ReportReading;
  readonly files: ReportFiles;
  readonly recipientHash: RecipientHash;
  readonly mailTemplates: MailTemplates;
  readonly contactBook: Pick<ContactBook, 'emergencyNumber'>;
  /** undefined: there is no mailbox that they could come back to. */
  readonly identity: ReportMailIdentity | undefined;
}

/** The mail as it is to be sent; undefined: nobody wants it any more. */
export type PrepareReportMail = (mail: ReportMail) => Promise<Mail | undefined>;

/** Makes the mail of what is known when it is sent, with the formats and for the address that the plan names then. */
export function createReportMailPreparing({
  store,
  reports,
  files,
  recipientHash,
  mailTemplates,
  contactBook,
  identity,
}: ReportMailPreparingDependencies): PrepareReportMail {
  /** Where it goes, and in which formats; undefined: the plan does not name it any more. */
  async function wish({ organisationId, report, language, recipientHash: wanted }: ReportMail) {
    const { reports: plan } = await store.retentionSettings.find(deskScope, organisationId);
    const planned = plan.find((each) => isSameReport(each, report) && each.language === language);
    const to = planned?.recipients.find((address) => recipientHash(address) === wanted);
    return planned === undefined || to === undefined ? undefined : { to, formats: planned.formats };
  }

  /** undefined: the organisation is gone. */
  async function read({ organisationId, report, period }: ReportMail): Promise<ReadReport | undefined> {
    try {
      return await reports.read(deskScope, organisationId, report.kind, period);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async function attachment(
    found: ReadReport,
    format: ReportFormat,
    language: ReportMail['language'],
  ): Promise<MailAttachment> {
    if (format === 'json') {
      const { kind, period } = found.report;
      const content = JSON.stringify(showReport(found), undefined, 2);
      return { mediaType: 'application/json', name: `${kind}-${period.from}-to-${period.to}.json`, content };
    }
    return files.make(found, format, { language, timeZone: found.owner.timeZone });
  }

  return async (mail) => {
    const wanted = await wish(mail);
    const found = wanted === undefined ? undefined : await read(mail);
    if (wanted === undefined || found === undefined) return undefined;
    const { language, organisationId, period, report } = mail;
    const attachments: MailAttachment[] = [];
    for (const format of wanted.formats) attachments.push(await attachment(found, format, language));
    const rendered = mailTemplates.render('report', language, {
      organisation: found.owner.name,
      emergencyNumber: await contactBook.emergencyNumber(organisationId),
      kind: report.kind,
      ...period,
    });
    return {
      ...{ to: wanted.to, ...rendered, attachments },
      ...(identity === undefined
        ? {}
        : { messageId: identity.messageIdFor(mail.id), returnPath: identity.returnPathFor(mail.id) }),
    };
  };
}
