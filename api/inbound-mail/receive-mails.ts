import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Environment } from '../../config/env.js';
import { isForMailbox, supportMailboxOf } from '../../domain/mail/support-mailbox.js';
import { startSmtpReceiver, type SmtpReceiver } from '../../providers/mail/inbound/smtp-receiver.js';
import type { Metrics } from '../metrics.js';
import type { MailIntake } from './mail-intake.js';

type MailEnvironment = Pick<
  Environment,
  | 'SUPPORT_MAILBOX'
  | 'INBOUND_MAIL_PORT'
  | 'INBOUND_MAIL_HOST'
  | 'INBOUND_MAIL_TLS_KEY'
  | 'INBOUND_MAIL_TLS_CERTIFICATE'
>;

/**
 * Receives mails by SMTP where that is configured; undefined where it is not.
 *
 * @throws Error when the configuration says only half of it.
 */
export async function receiveMails(
  environment: MailEnvironment,
  {
    intake,
    metrics,
    log,
  }: {
    readonly intake: Pick<MailIntake, 'take'>;
    readonly metrics: Pick<Metrics, 'inboundMail'>;
    readonly log: Pick<Logger, 'info'>;
  },
): Promise<SmtpReceiver | undefined> {
  const { SUPPORT_MAILBOX: address, INBOUND_MAIL_PORT: port, INBOUND_MAIL_HOST: host } = environment;
  if (port === undefined) return undefined;
  if (address === undefined) throw new Error('INBOUND_MAIL_PORT is of no use without SUPPORT_MAILBOX.');
  const mailbox = supportMailboxOf(address);
  const tls = await tlsOf(environment);
  const receiver = await startSmtpReceiver({
    host,
    port,
    isOurs: (recipient) => isForMailbox(recipient, mailbox),
    async keep(envelope, bytes) {
      await intake.take(envelope, 'smtp', bytes);
      metrics.inboundMail('stored');
    },
    onRefusal: (why) => {
      metrics.inboundMail(why);
    },
    ...(tls === undefined ? {} : { tls }),
  });
  log.info({ port: receiver.port, encrypted: tls !== undefined }, 'mails are received');
  return receiver;
}

async function tlsOf({
  INBOUND_MAIL_TLS_KEY: key,
  INBOUND_MAIL_TLS_CERTIFICATE: certificate,
}: MailEnvironment): Promise<{ readonly key: string; readonly cert: string } | undefined> {
  if (key === undefined && certificate === undefined) return undefined;
  if (key === undefined || certificate === undefined) {
    throw new Error('INBOUND_MAIL_TLS_KEY and INBOUND_MAIL_TLS_CERTIFICATE are needed together.');
  }
  return { key: await readFile(key, 'utf8'), cert: await readFile(certificate, 'utf8') };
}
