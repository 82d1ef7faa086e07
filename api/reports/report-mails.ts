import type { Logger } from 'pino';
import type { ContactBook, DeskLines } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { ReportMailIdentity } from '../../domain/mail/report-mail-identity.js';
import type { Mailer } from '../../providers/mail/mailer.js';
import type { PrintPdf } from '../../providers/pdf/printed-document.js';
import type { MailTemplates } from '../../wording/mail/mail-templates.js';
import type { Wording } from '../../wording/wording.js';
import { createReportFiles } from './report-files.js';
import { createReportMailPlanning } from './report-mail-planning.js';
import { createReportMailPreparing } from './report-mail-preparing.js';
import { createReportMailSending } from './report-mail-sending.js';
import { createReportReading } from './report-reading.js';
import { createRecipientHash } from './report-recipients.js';
import { createReportUndelivered } from './report-undelivered.js';

export interface ReportMailsDependencies {
  readonly store: Store;
  readonly contactBook: Pick<ContactBook, 'emergencyNumber'>;
  readonly mailer: Mailer;
  readonly mailTemplates: MailTemplates;
  readonly wording: Wording;
  readonly desk: DeskLines;
  readonly printPdf: PrintPdf;
  readonly reportMailIdentity: ReportMailIdentity | undefined;
  /** 32 bytes, of the environment. */
  readonly key: Uint8Array;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Reports that are sent regularly (R3): each is one round of work, done again and again. */
export interface ReportMails {
  /** Puts reports that are due into the outbox. */
  readonly plan: () => Promise<void>;
  /** Sends what stands there. */
  readonly send: () => Promise<void>;
}

export function createReportMails({
  printPdf,
  key,
  reportMailIdentity: identity,
  ...dependencies
}: ReportMailsDependencies): ReportMails {
  const { wording } = dependencies;
  const reports = createReportReading(dependencies);
  const files = createReportFiles({ wording, printPdf });
  const recipientHash = createRecipientHash(key);
  const prepare = createReportMailPreparing({ ...dependencies, reports, files, recipientHash, identity });
  return {
    plan: createReportMailPlanning({ ...dependencies, reports, recipientHash }),
    send: createReportMailSending({
      ...dependencies,
      prepare,
      undelivered: createReportUndelivered(dependencies.store),
    }),
  };
}
