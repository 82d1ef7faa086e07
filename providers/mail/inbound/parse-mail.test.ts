import { describe, expect, it } from '@jest/globals';
import { parseMail, usualMailLimits } from './parse-mail.js';

const headers = 'From: partner@example.net\r\nSubject: Question\r\nMIME-Version: 1.0\r\n';
const inBytes = (text: string) => new TextEncoder().encode(text);
const twentyMegabytes = 20 * 1024 * 1024;

function withAttachment(bytes: Uint8Array): Uint8Array {
  const base64 = Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
  return inBytes(
    `${headers}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the file.\r\n--b\r\nContent-Type: application/pdf\r\n` +
      `Content-Disposition: attachment; filename=large.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}\r\n--b--\r\n`,
  );
}

describe('parseMail (C4)', () => {
  it('reads an attachment of 20 MB to the byte', async () => {
    const bytes = new Uint8Array(Buffer.alloc(twentyMegabytes, 'bytes that do not fit into lines'));
    const parsing = await parseMail(withAttachment(bytes));
    if (parsing.parsed === 'no') throw new Error(parsing.why);
    const [attachment] = parsing.mail.attachments;
    if (attachment?.content.kept !== 'yes') throw new Error('The attachment was not kept.');
    expect(attachment).toMatchObject({ name: 'large.pdf', sizeBytes: twentyMegabytes });
    expect(Buffer.compare(attachment.content.bytes, bytes)).toBe(0);
    expect(parsing.mail.body.text).toBe('See the file.');
  });

  it('lists an attachment that is too large without its content', async () => {
    const parsing = await parseMail(withAttachment(new Uint8Array(5000)), {
      ...usualMailLimits,
      mostAttachmentBytes: 4999,
    });
    expect(parsing).toMatchObject({
      parsed: 'yes',
      mail: {
        attachments: [{ name: 'large.pdf', sizeBytes: 5000, content: { kept: 'no', why: 'too-large' } }],
      },
    });
  });

  it('says why it does not read a mail', async () => {
    const why = async (raw: string, limits = usualMailLimits) => {
      const parsing = await parseMail(inBytes(raw), limits);
      return parsing.parsed === 'no' ? parsing.why : 'parsed';
    };
    expect(await why('')).toBe('empty');
    expect(await why('hello')).toBe('no-mail');
    expect(await why(`${headers}\r\n${'x'.repeat(100)}`, { ...usualMailLimits, mostBytes: 100 })).toBe(
      'too-large',
    );
    expect(await why(`${headers}X-Long: ${'x'.repeat(600_000)}\r\n\r\nHello.`)).toBe('too-complex');
    expect(await why(`${headers}\r\n${'\n'.repeat(100_001)}`)).toBe('too-complex');
    expect(await why(`${headers}\r\n${'x\r\n'.repeat(400_000)}`)).toBe('too-complex');
    expect(await why(`${headers}Content-Transfer-Encoding: base64\r\n\r\n${'gg='.repeat(100_002)}`)).toBe(
      'too-complex',
    );
  });

  it('reads much quoted-printable, as long as there is no base64', async () => {
    const raw = `${headers}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
    const parsing = await parseMail(inBytes(raw + `${'=C3=A1'.repeat(12)}=\r\n`.repeat(10_000)));
    expect(parsing).toMatchObject({ parsed: 'yes', mail: { body: { text: 'á'.repeat(120_000) } } });
  });

  it('cuts a text that is too long, and says so', async () => {
    const parsing = await parseMail(inBytes(`${headers}\r\n${'word '.repeat(100_000)}`));
    expect(parsing).toMatchObject({ parsed: 'yes', mail: { body: { isCut: true, madeFrom: 'text' } } });
    if (parsing.parsed === 'yes') expect(parsing.mail.body.text.length).toBeLessThanOrEqual(200_000);
  });

  it('reads bytes that lie within others', async () => {
    const all = inBytes(`garbage${headers}\r\nHello.`);
    const parsing = await parseMail(all.subarray('garbage'.length));
    expect(parsing).toMatchObject({ parsed: 'yes', mail: { subject: 'Question', body: { text: 'Hello.' } } });
  });

  it.each([
    '<div>',
    '<div></b>',
    '<dd><p></b>',
    '<table><tr><td>',
    '<',
    '<!--',
    '&a',
    '<blockquote>x',
    '<a href="',
    '</p>',
  ])('takes HTML made of %j in its stride', async (piece) => {
    const begun = process.cpuUsage();
    const html = piece.repeat(Math.floor(490_000 / piece.length));
    const parsing = await parseMail(inBytes(`${headers}Content-Type: text/html\r\n\r\n${html}`));
    expect(parsing.parsed).toBe('yes');
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(5000);
  });
});
