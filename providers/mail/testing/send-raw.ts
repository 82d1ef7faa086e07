import nodemailer from 'nodemailer';

/** For tests: sends a mail as its bytes are, to a receiver on this machine. What the server answered, or why it did not. */
export async function sendRaw(
  port: number,
  raw: Uint8Array | string,
  envelope: { readonly from: string; readonly to: readonly string[] },
): Promise<string> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
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
