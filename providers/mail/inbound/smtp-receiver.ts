import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { MailEnvelope } from '../../../domain/mail/inbound-mail.js';
import { createOpenConnections } from './client-network.js';

export interface SmtpReceiverOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Whether a mail to this address is ours; for all others we are no relay. */
  readonly isOurs: (recipient: string) => boolean;
  /** Stores the mail. Only when it resolves is the mail accepted; when it rejects, the sender is to try again. */
  readonly keep: (envelope: MailEnvelope, bytes: Uint8Array) => Promise<void>;
  readonly limits?: Partial<SmtpReceiverLimits>;
  /** PEM; absent: mails come in the clear. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** A mail was refused or put off; no word of it is told. */
  readonly onRefusal?: (why: SmtpRefusal) => void;
}

export type SmtpRefusal =
  'no-relay' | 'too-large' | 'busy' | 'not-stored' | 'broken-off' | 'too-many-connections' | 'too-slow';

export interface SmtpReceiverLimits {
  readonly mailBytes: number;
  readonly connections: number;
  /** Of one network of clients, so that nobody alone can take them all. */
  readonly connectionsOfOneNetwork: number;
  readonly recipients: number;
  /** Of all mails that are just coming in together: they stand in memory until they are stored. */
  readonly bytesUnderWay: number;
  /** How long a client may say nothing. Milliseconds. */
  readonly silence: number;
  /** How long one mail may take to come in. Milliseconds. */
  readonly mail: number;
  /** How long a client may stay, with all its mails. Milliseconds. */
  readonly conversation: number;
}

const usualLimits: SmtpReceiverLimits = {
  mailBytes: 30 * 1024 * 1024,
  connections: 100,
  // As many as Postfix opens to one destination.
  connectionsOfOneNetwork: 20,
  recipients: 50,
  bytesUnderWay: 256 * 1024 * 1024,
  silence: 60_000,
  mail: 5 * 60_000,
  conversation: 15 * 60_000,
};

export interface SmtpReceiver {
  readonly port: number;
  /** Takes no new connections; mails under way are answered first, for ten seconds at the most. */
  stop(): Promise<void>;
}

const closeMilliseconds = 10_000;

/**
 * Receives mails by SMTP (C4). A mail is accepted with 250 only after it is stored; until then it is the sender's, whose
 * server tries again for days. So whatever happens here, no mail is lost.
 */
export async function startSmtpReceiver(options: SmtpReceiverOptions): Promise<SmtpReceiver> {
  const { host, port, isOurs, keep, tls } = options;
  const limits = { ...usualLimits, ...options.limits };
  const refused = options.onRefusal ?? (() => undefined);
  const connections = createOpenConnections(limits.connectionsOfOneNetwork);
  /** When each conversation is cut, by the identifier of its session. */
  const ends = new Map<string, NodeJS.Timeout>();
  let bytesUnderWay = 0;

  function cutAfter(milliseconds: number, { id }: SMTPServerSession): NodeJS.Timeout {
    return setTimeout(() => {
      refused('too-slow');
      for (const connection of server.connections) {
        if (connection.session.id === id) connection.send(421, '4.4.2 It takes too long; please try again.');
      }
    }, milliseconds).unref();
  }

  function refusal(why: SmtpRefusal, code: number, words: string): Error {
    refused(why);
    return smtpError(code, words);
  }

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const pieces: Buffer[] = [];
    let held = 0;
    let isBusy = false;
    const cut = cutAfter(limits.mail, session);
    try {
      for await (const piece of stream as AsyncIterable<Buffer>) {
        // What cannot be taken is read to its end, so that the answer arrives, but not kept.
        if (stream.sizeExceeded || isBusy) continue;
        isBusy = bytesUnderWay + piece.length > limits.bytesUnderWay;
        if (isBusy) continue;
        pieces.push(piece);
        held += piece.length;
        bytesUnderWay += piece.length;
      }
      clearTimeout(cut);
      if (stream.sizeExceeded) throw refusal('too-large', 552, '5.3.4 The mail is too large.');
      if (isBusy) throw refusal('busy', 452, '4.3.1 Too much at once; please try again.');
      try {
        await keep(envelopeOf(session), Buffer.concat(pieces));
      } catch {
        throw refusal('not-stored', 451, '4.3.0 It cannot be stored just now; please try again.');
      }
    } finally {
      clearTimeout(cut);
      bytesUnderWay -= held;
    }
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: tls === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...(tls ?? {}),
    size: limits.mailBytes,
    maxClients: limits.connections,
    socketTimeout: limits.silence,
    closeTimeout: closeMilliseconds,
    disableReverseLookup: true,
    banner: 'Beistand',
    onConnect: (session, done) => {
      if (!connections.enter(session.id, session.remoteAddress)) {
        done(refusal('too-many-connections', 421, '4.7.0 Too many connections at once; please try again.'));
        return;
      }
      ends.set(session.id, cutAfter(limits.conversation, session));
      done();
    },
    onClose: ({ id }) => {
      connections.leave(id);
      clearTimeout(ends.get(id));
      ends.delete(id);
    },
    onRcptTo: ({ address }, { envelope }, done) => {
      if (!isOurs(address)) done(refusal('no-relay', 550, '5.7.1 There is no such mailbox here.'));
      else if (envelope.rcptTo.length >= limits.recipients)
        done(smtpError(452, '4.5.3 Too many recipients.'));
      else done();
    },
    onData: (stream, session, done) => {
      receive(stream, session).then(
        () => {
          done(null, '2.0.0 The mail is stored.');
        },
        (error: unknown) => {
          if (error instanceof SmtpError) done(error);
          else done(refusal('broken-off', 451, '4.3.0 It could not be read; please try again.'));
        },
      );
    },
  });
  // Clients that hang up, or speak something else, are their own concern.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

/** An answer to the client (RFC 5321, RFC 3463). */
class SmtpError extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

function smtpError(code: number, words: string): SmtpError {
  return new SmtpError(code, words);
}

function envelopeOf({ envelope: { mailFrom, rcptTo } }: SMTPServerSession): MailEnvelope {
  return {
    sender: mailFrom === false ? '' : mailFrom.address,
    recipients: rcptTo.map(({ address }) => address),
  };
}
