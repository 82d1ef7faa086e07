import type { Logger } from 'pino';
import type { Store, SupportMail } from '../../db/store.js';
import { describeError } from '../../domain/describe-error.js';
import { pauseBeforeRetry } from '../../domain/support-case/mail-pause.js';
import type { Mail, Mailer } from '../../providers/mail/mailer.js';
import type { Metrics } from '../metrics.js';
import { diagnosticOf, isFinal } from '../refused-delivery.js';
import { isUnavailable, unlessAway } from '../use-cases/time-limit.js';
import type { PrepareMail } from './mail-preparing.js';
import type { UndeliveredReporting } from './undelivered.js';

export interface MailSendingDependencies {
  readonly supportMails: Pick<
    Store['supportMails'],
    'waiting' | 'claim' | 'putOff' | 'settle' | 'isBehindOthers'
  >;
  readonly prepare: PrepareMail;
  readonly mailer: Mailer;
  readonly undelivered: UndeliveredReporting;
  readonly metrics: Pick<Metrics, 'supportMail'>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One round takes no more than this; the next one follows soon. */
const mostPerRound = 200;
/** So long a mail belongs to whoever has taken it; whoever dies meanwhile leaves it to others. Milliseconds. */
const claimMilliseconds = 120_000;
/** After so many failures in a row the mail server is away: the others would fail too, each after its time limit. */
const mostFailuresInARow = 3;

type Ending = 'sent' | 'dropped' | 'refused' | 'given-up' | 'put-off' | 'failed';

/**
 * Sends what stands in the outbox (ADR 24). Any number of processes may do it at the same time; a mail that was sent and not noted
 * as such, since a process died in between, is sent again under the same Message-ID.
 *
 * @returns one round of sending.
 */
export function createMailSending({
  supportMails,
  prepare,
  mailer,
  undelivered,
  metrics,
  log,
  now,
}: MailSendingDependencies): () => Promise<void> {
  async function later(mail: SupportMail, what: Ending): Promise<Ending> {
    const pause = pauseBeforeRetry(now() - mail.createdAt.getTime());
    if (pause === undefined) {
      await undelivered.report(mail.id, { why: 'given-up', at: new Date(now()) });
      return 'given-up';
    }
    await supportMails.putOff(mail.id, new Date(now() + pause));
    return what;
  }

  async function deliver(mail: SupportMail, prepared: Mail): Promise<Ending> {
    const delivery = await unlessAway(() => mailer.send(prepared, mail.id));
    if (delivery === undefined) return later(mail, 'failed');
    if (delivery.sent) {
      await supportMails.settle(mail.id, ['pending'], 'sent');
      return 'sent';
    }
    if (!isFinal(delivery)) {
      log.error({ mailId: mail.id, reply: delivery.reply }, 'The mail server refuses us, not the mail');
      return later(mail, 'failed');
    }
    await undelivered.report(mail.id, { why: 'refused', at: new Date(now()), ...diagnosticOf(delivery) });
    return 'refused';
  }

  /** What came before is told before. */
  async function waitInTurn(mail: SupportMail): Promise<Ending> {
    const pause = pauseBeforeRetry(now() - mail.createdAt.getTime()) ?? claimMilliseconds;
    await supportMails.putOff(mail.id, new Date(now() + pause));
    return 'put-off';
  }

  async function send(mail: SupportMail): Promise<Ending> {
    try {
      if (await supportMails.isBehindOthers(mail)) return await waitInTurn(mail);
      const prepared = await prepare(mail);
      if (prepared !== undefined) return await deliver(mail, prepared);
      await supportMails.settle(mail.id, ['pending'], 'dropped');
      return 'dropped';
    } catch (error) {
      // MongoDB is away: the claim runs out, and the mail comes again.
      if (isUnavailable(error)) throw error;
      log.error(
        { mailId: mail.id, ...describeError(error) },
        'A mail about a support case could not be sent',
      );
      return later(mail, 'failed');
    }
  }

  async function round(): Promise<void> {
    let failures = 0;
    for (const id of await supportMails.waiting(new Date(now()), mostPerRound)) {
      const claimed = await supportMails.claim(id, new Date(now()), new Date(now() + claimMilliseconds));
      if (claimed === undefined) continue;
      const ending = await send(claimed);
      metrics.supportMail(ending);
      failures = ending === 'failed' || ending === 'given-up' ? failures + 1 : 0;
      if (failures >= mostFailuresInARow) return;
    }
  }

  return async () => {
    try {
      await round();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  };
}
