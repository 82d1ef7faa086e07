import nodemailer from 'nodemailer';

/** Encrypts by STARTTLS, or does not send. */
export interface EncryptedSending {
  /** The certificate that is trusted, in PEM. */
  readonly ca: string;
}

/** For tests: sends a mail as its bytes are, to a receiver on this machine. What the server answered, or why it did not. */
export async function sendRaw(
  port: number,
  raw: Uint8Array | string,
  envelope: { readonly from: string; readonly to: readonly string[] },
  encrypted?: EncryptedSending,
): Promise<string> {
  const transport = nodemailer.createTransport({
    ...{ host: '127.0.0.1', port },
    ...(encrypted === undefined ? { ignoreTLS: true } : { requireTLS: true, tls: encrypted }),
  });
  try {
    const to = [...envelope.to];
    const sent = await transport.sendMail({ envelope: { from: envelope.from, to }, raw: Buffer.from(raw) });
    return sent.response;
  } catch (error) {
    return error instanceof Error ? error.message : 'failed';
  } finally {
    transport.close();
  }
}
