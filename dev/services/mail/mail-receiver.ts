import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { loopback } from '../service.js';
import type { ReceivedMessage } from './mailbox.js';

const largestMailBytes = 25 * 1024 * 1024;

/** Decides about a delivery before it is accepted: an SMTP code to refuse it with, or undefined to accept it. */
export type DeliveryPolicy = () => number | undefined;
/** The same for one recipient, before the mail is sent at all. */
export type AddressPolicy = (address: string) => number | undefined;

/** A listening SMTP server. */
export interface MailReceiver {
  readonly port: number;
  close(): Promise<void>;
}

/** Accepts every mail of up to 25 MB without authentication and hands it on. Port 0 takes a free one. */
export async function startMailReceiver(options: {
  readonly port: number;
  readonly refuse: DeliveryPolicy;
  readonly refuseAddress: AddressPolicy;
  readonly deliver: (message: ReceivedMessage) => void;
}): Promise<MailReceiver> {
  const { port, refuse, refuseAddress, deliver } = options;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: largestMailBytes,
    // It would look up the name of the client, which is this machine.
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, done) => {
      const code = refuseAddress(address);
      if (code === undefined) done();
      else done(smtpError('Refused as asked by the test.', code));
    },
    onData: (stream, session, done) => {
      void receive(stream, session).then(
        (message) => {
          const code = refuse();
          if (code !== undefined) {
            done(smtpError('Refused as asked by the test.', code));
            return;
          }
          if (stream.sizeExceeded) {
            done(smtpError('The mail is too large.', 552));
            return;
          }
          deliver(message);
          done();
        },
        (error: unknown) => {
          done(smtpError(`The mail cannot be read: ${String(error)}`, 554));
        },
      );
    },
  });
  // Clients that hang up in the middle are their own concern.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, loopback, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<ReceivedMessage> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    // The rest of a mail that is too large is read, so that the answer arrives, but not kept.
    if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  }
  const mail = await PostalMime.parse(Buffer.concat(chunks));
  const { mailFrom, rcptTo } = session.envelope;
  return {
    id: randomUUID(),
    from: mail.from?.address ?? (mailFrom === false ? '' : mailFrom.address),
    to: rcptTo.map(({ address }) => address),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers: headersByName(mail),
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? '',
      contentType: mimeType,
      bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
    })),
    receivedAt: new Date().toISOString(),
  };
}

function headersByName(mail: Email): Record<string, string> {
  const headers = new Map<string, string>();
  for (const { key, value } of mail.headers) {
    const earlier = headers.get(key);
    headers.set(key, earlier === undefined ? value : `${earlier}\n${value}`);
  }
  return Object.fromEntries(headers);
}

function smtpError(message: string, responseCode: number): Error {
  return Object.assign(new Error(message), { responseCode });
}
