import nodemailer from 'nodemailer';

/** For measurements: a mail server that keeps several connections open to a receiver on this machine. */
export interface PooledSender {
  /** @returns what the server answered. @throws when it did not take the mail. */
  send(raw: string, envelope: { readonly from: string; readonly to: string }): Promise<string>;
  close(): void;
}

export function openPooledSender(port: number, connections: number): PooledSender {
  const transport = nodemailer.createTransport({
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
  });
  return {
    async send(raw, envelope) {
      return (await transport.sendMail({ envelope, raw })).response;
    },
    close: () => {
      transport.close();
    },
  };
}
