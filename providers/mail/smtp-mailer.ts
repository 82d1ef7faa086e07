import { createHash } from 'node:crypto';
import nodemailer from 'nodemailer';
import addressParser from 'nodemailer/lib/addressparser';
import { z } from 'zod';
import { invalidInput, unavailable } from '../../domain/errors.js';
import { MailDeferredError, type Mail, type MailDelivery, type Mailer } from './mailer.js';

export interface SmtpMailerOptions {
  /** `smtp://` or `smtps://`, with user and password where needed; options of nodemailer as query parameters. */
  readonly smtpUrl: string;
  /** The sender, e.g. `Beistand <desk@example.org>`; its domain ends our Message-IDs. */
  readonly from: string;
  /** For connecting, for the greeting and for each silence after it. */
  readonly timeoutMilliseconds?: number;
  readonly maxConnections?: number;
}

export interface SmtpMailer extends Mailer {
  /**
   * Connects and signs in, without sending anything.
   *
   * @throws Error that names the reply, and no secret.
   */
  verify(): Promise<void>;
  /** Mails under way are finished first. */
  close(): void;
}

/** Sends mail over pooled SMTP connections. */
export function createSmtpMailer(options: SmtpMailerOptions): SmtpMailer {
  const sender = onlyAddress(options.from);
  if (!sender)
    throw invalidInput('The sender is no mail address.', [{ path: '/from', message: 'must be one' }]);
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  const timeout = options.timeoutMilliseconds ?? 15_000;
  const transport = nodemailer.createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: options.maxConnections ?? 3,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    // Repeating is Temporal's work; one repetition covers a pooled connection that the server has just closed.
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  async function send(mail: Mail, key: string): Promise<MailDelivery> {
    const recipient = onlyAddress(mail.to);
    if (!recipient) return { sent: false, why: 'address-refused' };
    const { replyTo, returnPath, messageId = `<${digestOf(key)}@${domain}>` } = mail;
    if (!isMessageId(messageId)) throw invalid('/messageId');
    const message = {
      from: sender,
      to: recipient,
      ...(replyTo === undefined ? {} : { replyTo: required(replyTo, '/replyTo') }),
      ...(returnPath === undefined
        ? {}
        : { envelope: { from: required(returnPath, '/returnPath').address, to: recipient.address } }),
      messageId,
      ...threadHeaders(mail.thread),
      subject: onOneLine(mail.subject),
      text: mail.text,
      html: mail.html,
      ...attachmentsOf(mail),
      headers: {
        ...safeHeaders(mail.headers ?? {}),
        // RFC 3834: absence notes and other robots must not answer, so no loop can begin.
        'Auto-Submitted': mail.automatic ?? 'auto-generated',
        'X-Auto-Response-Suppress': returnPath === undefined ? 'All' : allButFailures,
      },
    };
    try {
      await transport.sendMail(message);
      return { sent: true, messageId };
    } catch (error) {
      return refusalOf(error);
    }
  }

  return {
    send,
    async verify() {
      try {
        await transport.verify();
      } catch (error) {
        const { code, responseCode, command } = smtpFailureSchema.catch({}).parse(error);
        throw new Error(
          `SMTP: ${code ?? 'failed'}, reply ${responseCode ?? 'none'} to ${command ?? 'nothing'}`,
          { cause: error },
        );
      }
    },
    close: () => {
      transport.close();
    },
  };
}

/** Of Microsoft's mail servers (MS-OXCMAIL, 2.1.3.2.20): `All` would suppress the report that a mail has not arrived, too. */
const allButFailures = 'DR, RN, NRN, OOF, AutoReply';

/** A header that is folded may be long; a single identifier must fit into one line (RFC 5322, 2.1.1). */
const mostMessageId = 900;

function isMessageId(text: string): boolean {
  return text.length <= mostMessageId && /^<[^<>\s@]+@[^<>\s@]+>$/.test(text) && !/[^\x21-\x7E]/.test(text);
}

/** What others call their mails may be anything: what is no message identifier does not become a header. */
function threadHeaders(thread: Mail['thread']): { inReplyTo?: string; references?: string[] } {
  if (thread === undefined) return {};
  const { inReplyTo } = thread;
  const references = thread.references.filter(isMessageId);
  return {
    ...(isMessageId(inReplyTo) ? { inReplyTo } : {}),
    ...(references.length === 0 ? {} : { references }),
  };
}

function attachmentsOf({ attachments }: Mail) {
  if (attachments === undefined) return {};
  return {
    attachments: attachments.map(({ name, mediaType, content }) => ({
      filename: onOneLine(name),
      contentType: mediaType,
      content: Buffer.from(content),
    })),
  };
}

function required(text: string, path: string): { name: string; address: string } {
  const address = onlyAddress(text);
  if (!address) throw invalid(path);
  return address;
}

function invalid(path: string) {
  return invalidInput('A mail cannot be sent so.', [{ path, message: 'is not valid' }]);
}

const emailSchema = z.email().max(254);

/** The one address that stands in the text; undefined when it is none, several or a group. */
function onlyAddress(text: string): { name: string; address: string } | undefined {
  const [first, ...others] = addressParser(onOneLine(text));
  if (first?.address === undefined || others.length > 0) return undefined;
  const address = emailSchema.safeParse(first.address);
  return address.success ? { name: first.name, address: address.data } : undefined;
}

/** Line breaks (and everything else that is no text) would begin a header of the author's choice. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function safeHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!/^[A-Za-z0-9-]{1,76}$/.test(name)) {
        throw invalidInput('A header has no valid name.', [{ path: '/headers', message: 'is not valid' }]);
      }
      return [name, onOneLine(value)];
    }),
  );
}

/** The same key always gives the same Message-ID, so receivers can drop a repeated mail; it tells nothing of the key. */
function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}

/** What nodemailer tells of a failure: the SMTP reply, and the command that got it. */
const smtpFailureSchema = z.object({
  code: z.string().optional(),
  responseCode: z.number().optional(),
  command: z.string().optional(),
});

/**
 * A 5xx reply is final: to RCPT TO it refuses the address, to anything else the mail or the sender. Everything else
 * (4xx, no connection, a broken one) may pass, so it throws `unavailable`; its cause names no address, because causes end
 * in workflow histories.
 */
function refusalOf(error: unknown): MailDelivery {
  const { code, responseCode, command } = smtpFailureSchema.catch({}).parse(error);
  if (responseCode !== undefined && responseCode >= 500 && responseCode < 600) {
    const why = command === 'RCPT TO' ? 'address-refused' : 'provider-rejected';
    return { sent: false, why, reply: { code: responseCode, command: command ?? 'nothing' } };
  }
  const facts = new Error(
    `SMTP: ${code ?? 'failed'}, reply ${responseCode ?? 'none'} to ${command ?? 'nothing'}`,
  );
  if (responseCode !== undefined && command !== undefined) {
    throw new MailDeferredError({ code: responseCode, command }, facts);
  }
  throw unavailable('The mail server', facts);
}
