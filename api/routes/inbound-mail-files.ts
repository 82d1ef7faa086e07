import { z } from 'zod';
import type { ReceivedMail, ReceivedMailRepository } from '../../db/received-mail-store.js';
import { conflict, notFound } from '../../domain/errors.js';
import { receivedMailIdSchema, type ReceivedMailId } from '../../domain/identifiers.js';
import type { ParseMail } from '../../providers/mail/inbound/mail-parser.js';
import { defineRoute, type Route } from '../openapi/route.js';

export interface InboundMailFileDependencies {
  readonly receivedMails: Pick<ReceivedMailRepository, 'find' | 'bytes'>;
  readonly parseMail: ParseMail;
}

const tag = 'Inbound mail';
const path = '/v1/inbound-mails/{mailId}';
const params = z.strictObject({ mailId: receivedMailIdSchema });
/** Not `message/rfc822`: some browsers show that. */
const rawMediaType = 'application/octet-stream';

/** What a case has not taken over of a mail can be had from the mail itself (C4), by the desk only. */
export function inboundMailFileRoutes({
  receivedMails,
  parseMail,
}: InboundMailFileDependencies): readonly Route[] {
  async function requireMail(id: ReceivedMailId): Promise<ReceivedMail> {
    const mail = await receivedMails.find(id);
    if (mail === undefined) throw notFound('mail');
    return mail;
  }

  return [
    defineRoute({
      method: 'get',
      path: `${path}/raw`,
      operationId: 'downloadInboundMail',
      tag,
      summary: 'The original of a mail',
      description: 'Its bytes as they came, always as a file to be saved. Nobody has looked for harm in it.',
      access: 'read inbound-mail',
      params,
      responses: { 200: { description: 'The mail (RFC 5322).', download: true } },
    })(async ({ params: { mailId } }) => {
      const mail = await requireMail(mailId);
      const bytes = await receivedMails.bytes(mail);
      return { status: 200, download: { name: `${mailId}.eml`, mediaType: rawMediaType, bytes } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/attachments/{index}`,
      operationId: 'downloadInboundMailAttachment',
      tag,
      summary: 'A file of a mail',
      description:
        'Always as a file to be saved, programs too. What is too large to be taken out of the mail, or stands in one that no ' +
        'program can read, is in its original only (409).',
      access: 'read inbound-mail',
      params: params.extend({
        index: z.coerce
          .number()
          .int()
          .min(0)
          .max(10_000)
          .meta({ description: 'Its place among the files of the mail, from 0.' }),
      }),
      problems: [409],
      responses: { 200: { description: 'The bytes of the file.', download: true } },
    })(async ({ params: { mailId, index } }) => {
      const parsing = await parseMail(await receivedMails.bytes(await requireMail(mailId)));
      if (parsing.parsed === 'no') throw conflict('No program can read this mail; its original can be had.');
      const file = parsing.mail.attachments[index];
      if (file === undefined) throw notFound('file of the mail');
      if (file.content.kept === 'no') {
        throw conflict('The file is too large to be taken out of the mail; its original can be had.');
      }
      const { name, typeByContent: mediaType } = file;
      return { status: 200, download: { name, mediaType, bytes: file.content.bytes } };
    }),
  ];
}
