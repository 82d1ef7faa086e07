import type { Logger } from 'pino';
import type { Store, SupportMail } from '../../db/store.js';
import { describeError } from '../../domain/describe-error.js';
import type { SupportMailId } from '../../domain/identifiers.js';
import { pauseBeforeRetry } from '../../domain/support-case/mail-pause.js';
import { MailDeferredError, type Mail, type MailDelivery, type Mailer } from '../../providers/mail/mailer.js';
import type { Metrics } from '../metrics.js';
import { diagnosticOf, isAboutTheMail } from '../refused-delivery.js';
import { isUnavailable } from '../use-cases/time-limit.js';
import type { PrepareMail } from './mail-preparing.js';
import type { UndeliveredReporting } from './undelivered.js';

export interface MailSendingDependencies {
  readonly supportMails: Pick<
    Store['supportMails'],
    'waiting' | 'fresh' | 'claim' | 'putOff' | 'settle' | 'isBehindOthers'
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

/** What became of a mail this time. */
type Result = 'sent' | 'dropped' | 'refused' | 'given-up' | 'put-off' | 'deferred' | 'failed';

interface Ending {
  readonly result: Result;
  /** How the mail server did: `away`, or it takes mails from nobody now. `not-asked`: nothing was learnt of it. */
  readonly server: 'answered' | 'away' | 'not-asked';
}

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
  async function later(mail: SupportMail, { result, server }: Ending): Promise<Ending> {
    const pause = pauseBeforeRetry(now() - mail.createdAt.getTime());
    if (pause === undefined) {
      await undelivered.report(mail.id, { why: 'given-up', at: new Date(now()) });
      return { result: 'given-up', server };
    }
    await supportMails.putOff(mail.id, new Date(now() + pause));
    return { result, server };
  }

  async function deliver(mail: SupportMail, prepared: Mail): Promise<Ending> {
    const delivery = await deliveryOf(() => mailer.send(prepared, mail.id));
    if (delivery === 'deferred') return later(mail, { result: 'deferred', server: 'answered' });
    if (delivery === 'away') return later(mail, { result: 'failed', server: 'away' });
    if (delivery.sent) {
      await supportMails.settle(mail.id, ['pending'], 'sent');
      return { result: 'sent', server: 'answered' };
    }
    const { reply } = delivery;
    if (!isAboutTheMail(reply)) {
      log.error({ mailId: mail.id, reply }, 'The mail server refuses us, not the mail');
      return later(mail, { result: 'failed', server: 'away' });
    }
    await undelivered.report(mail.id, { why: 'refused', at: new Date(now()), ...diagnosticOf(delivery) });
    return { result: 'refused', server: reply === undefined ? 'not-asked' : 'answered' };
  }

  /** What came before is told before. */
  async function waitInTurn(mail: SupportMail): Promise<Ending> {
    const pause = pauseBeforeRetry(now() - mail.createdAt.getTime()) ?? claimMilliseconds;
    await supportMails.putOff(mail.id, new Date(now() + pause));
    return { result: 'put-off', server: 'not-asked' };
  }

  async function send(mail: SupportMail): Promise<Ending> {
    try {
      if (await supportMails.isBehindOthers(mail)) return await waitInTurn(mail);
      const prepared = await prepare(mail);
      if (prepared !== undefined) return await deliver(mail, prepared);
      await supportMails.settle(mail.id, ['pending'], 'dropped');
      return { result: 'dropped', server: 'not-asked' };
    } catch (error) {
      // MongoDB is away: the claim runs out, and the mail comes again.
      if (isUnavailable(error)) throw error;
      log.error(
        { mailId: mail.id, ...describeError(error) },
        'A mail about a support case could not be sent',
      );
      return later(mail, { result: 'failed', server: 'not-asked' });
    }
  }

  /** Those that nobody has tried come first, also those that come meanwhile: none waits behind mails that are put off again. */
  async function* due(): AsyncGenerator<SupportMailId, void, undefined> {
    yield* await supportMails.fresh(new Date(now()), mostPerRound);
    for (const id of await supportMails.waiting(new Date(now()), mostPerRound)) {
      yield* await supportMails.fresh(new Date(now()), mostPerRound);
      yield id;
    }
  }

  async function round(): Promise<void> {
    let failures = 0;
    let taken = 0;
    for await (const id of due()) {
      const claimed = await supportMails.claim(id, new Date(now()), new Date(now() + claimMilliseconds));
      if (claimed === undefined) continue;
      const { result, server } = await send(claimed);
      metrics.supportMail(result);
      if (server !== 'not-asked') failures = server === 'away' ? failures + 1 : 0;
      taken += 1;
      if (failures >= mostFailuresInARow || taken >= mostPerRound) return;
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

/** `deferred`: the mail server cannot take this mail now. `away`: it takes none, or does not answer. */
async function deliveryOf(send: () => Promise<MailDelivery>): Promise<MailDelivery | 'deferred' | 'away'> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof MailDeferredError) return isAboutTheMail(error.reply) ? 'deferred' : 'away';
    if (isUnavailable(error)) return 'away';
    throw error;
  }
}
