import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loopback } from '../service.js';
import type { Reporter, RunningService } from '../service.js';
import { createMailboxApi } from './mailbox-api.js';
import type { Failures, Refusals } from './mailbox-api.js';
import { createMailbox } from './mailbox.js';
import type { Mailbox } from './mailbox.js';
import { startMailReceiver } from './mail-receiver.js';

/** Where to listen; port 0 takes a free one. */
export interface MailSinkOptions {
  readonly smtpPort: number;
  readonly httpPort: number;
  /** Keeps the mails for the next start; absent: they are forgotten at the end. */
  readonly file?: string;
  readonly report: Reporter;
}

/** An SMTP server that delivers to a mailbox instead of to people. */
export interface MailSink extends RunningService {
  readonly smtpPort: number;
  /** The mailbox page and its JSON interface. */
  readonly url: string;
  readonly mailbox: Mailbox;
  /** Makes the next deliveries fail; replaces what was asked before. */
  failNext(failures: Failures): void;
  /** Addresses to which no mail is taken. */
  readonly refusals: Refusals;
}

const keptMails = 1000;

/** Starts the sink in this process. */
export async function startMailSink({
  smtpPort,
  httpPort,
  file,
  report,
}: MailSinkOptions): Promise<MailSink> {
  const mailbox = createMailbox(keptMails, file);
  let failures: Failures = { next: 0, code: 451 };
  const failNext = (asked: Failures): void => {
    failures = asked;
  };
  const refused = new Map<string, number>();
  const refusals: Refusals = {
    begin: (address, code) => refused.set(address.toLowerCase(), code),
    end: (address) => refused.delete(address.toLowerCase()),
  };
  const receiver = await startMailReceiver({
    port: smtpPort,
    deliver: (message) => {
      mailbox.add(message);
    },
    refuseAddress: (address) => refused.get(address.toLowerCase()),
    refuse: () => {
      if (failures.next === 0) return undefined;
      failures = { ...failures, next: failures.next - 1 };
      return failures.code;
    },
  });
  const http = await listen(createServer(createMailboxApi(mailbox, failNext, refusals)), httpPort).catch(
    async (error: unknown) => {
      await receiver.close();
      throw error;
    },
  );
  const url = `http://${loopback}:${(http.address() as AddressInfo).port}`;
  report(`mail sink: in this process, mailbox at ${url}`);
  let stopped: Promise<void> | undefined;
  return {
    name: 'mail sink',
    provider: 'in this process',
    address: `${loopback}:${receiver.port}`,
    smtpPort: receiver.port,
    url,
    mailbox,
    failNext,
    refusals,
    stop: () => (stopped ??= Promise.all([receiver.close(), close(http)]).then(() => undefined)),
  };
}

function listen(server: Server, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
