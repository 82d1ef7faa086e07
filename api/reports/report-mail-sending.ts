import type { Logger } from 'pino';
import type { Store } from '../../db/store.js';
import { describeError } from '../../domain/describe-error.js';
import type { ReportMail } from '../../domain/reports/report-mail.js';
import { pauseBeforeRetry } from '../../domain/support-case/mail-pause.js';
import type { Mailer } from '../../providers/mail/mailer.js';
import { diagnosticOf, isAboutTheMail } from '../refused-delivery.js';
import { isUnavailable, unlessAway } from '../use-cases/time-limit.js';
import type { PrepareReportMail } from './report-mail-preparing.js';
import type { ReportUndelivered } from './report-undelivered.js';

export interface ReportMailSendingDependencies {
  readonly store: Pick<Store, 'reportMails'>;
  readonly undelivered: ReportUndelivered;
  readonly prepare: PrepareReportMail;
  readonly mailer: Mailer;
  readonly log: Pick<Logger, 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const mostPerRound = 50;
/** So long a mail belongs to whoever has taken it; counting and printing a year may take a while. Milliseconds. */
const claimMilliseconds = 600_000;
/** After so many failures in a row the mail server is away. */
const mostFailuresInARow = 3;

/**
 * Sends the reports that stand in the outbox. Any number of processes may do it at the same time; a mail that was sent and not
 * noted as such, since a process died in between, is sent again under the same Message-ID. What does not arrive becomes a task
 * for the desk.
 *
 * @returns one round.
 */
export function createReportMailSending({
  store: { reportMails },
  undelivered,
  prepare,
  mailer,
  log,
  now,
}: ReportMailSendingDependencies): () => Promise<void> {
  /** @returns whether something has failed that may work for others later. */
  async function later(mail: ReportMail): Promise<boolean> {
    const pause = pauseBeforeRetry(now() - mail.createdAt.getTime());
    if (pause === undefined) await undelivered(mail.id, { why: 'given-up', at: new Date(now()) });
    else await reportMails.putOff(mail.id, new Date(now() + pause));
    return true;
  }

  async function send(mail: ReportMail): Promise<boolean> {
    const prepared = await prepare(mail);
    if (prepared === undefined) {
      await reportMails.settle(mail.id, ['pending'], 'dropped');
      return false;
    }
    const delivery = await unlessAway(() => mailer.send(prepared, mail.id));
    if (delivery === undefined) return later(mail);
    if (delivery.sent) {
      await reportMails.settle(mail.id, ['pending'], 'sent');
      return false;
    }
    if (!isAboutTheMail(delivery.reply)) {
      log.error({ mailId: mail.id, reply: delivery.reply }, 'The mail server refuses us, not the mail');
      return later(mail);
    }
    await undelivered(mail.id, { why: 'refused', at: new Date(now()), ...diagnosticOf(delivery) });
    return false;
  }

  async function sendOrPutOff(mail: ReportMail): Promise<boolean> {
    try {
      return await send(mail);
    } catch (error) {
      // MongoDB is away: the claim runs out, and the mail comes again.
      if (isUnavailable(error)) throw error;
      log.error({ mailId: mail.id, ...describeError(error) }, 'A report could not be sent');
      return later(mail);
    }
  }

  async function round(): Promise<void> {
    let failures = 0;
    for (const id of await reportMails.waiting(new Date(now()), mostPerRound)) {
      const claimed = await reportMails.claim(id, new Date(now()), new Date(now() + claimMilliseconds));
      if (claimed === undefined) continue;
      failures = (await sendOrPutOff(claimed)) ? failures + 1 : 0;
      if (failures >= mostFailuresInARow) return;
    }
  }

  return async () => {
    await unlessAway(round);
  };
}
