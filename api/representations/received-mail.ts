import { z } from 'zod';
import { receivedMailStates, type ReceivedMail } from '../../db/received-mail-store.js';
import { accountIdSchema, receivedMailIdSchema, supportCaseIdSchema } from '../../domain/identifiers.js';
import type { InboundMail, MailParsing } from '../../domain/mail/inbound-mail.js';
import { foldQuotedText } from '../../domain/mail/quoted-text.js';
import { asMoment, momentSchema } from './shared.js';

const summaryShape = {
  id: receivedMailIdSchema,
  state: z.enum(receivedMailStates),
  why: z.string().exactOptional().meta({ description: 'A word that says why it stands there.' }),
  receivedAt: momentSchema,
  via: z.enum(['smtp', 'http']),
  sizeBytes: z.int(),
  from: z.string().exactOptional().meta({ description: 'Who it says it is from; nothing proves it.' }),
  subject: z.string().exactOptional(),
  caseId: supportCaseIdSchema.exactOptional(),
  accountId: accountIdSchema.exactOptional(),
  repetitionOf: receivedMailIdSchema.exactOptional().meta({
    description: 'The mail that came before, where this is the same one once more.',
  }),
};

/** A mail in a list. */
export const receivedMailSummarySchema = z.strictObject(summaryShape).meta({ id: 'ReceivedMailSummary' });

/** A mail as text: never its HTML, which could be a page with a program. */
export const receivedMailSchema = z
  .strictObject({
    ...summaryShape,
    envelope: z.strictObject({ sender: z.string().exactOptional(), recipients: z.array(z.string()) }),
    content: z.discriminatedUnion('readable', [
      z.strictObject({ readable: z.literal('no'), why: z.string() }),
      z.strictObject({
        readable: z.literal('yes'),
        from: z.array(z.string()),
        to: z.array(z.string()),
        subject: z.string(),
        sentAt: momentSchema.exactOptional().meta({ description: 'What the sender’s clock said.' }),
        text: z.string().meta({ description: 'What is new in it.' }),
        quoted: z.string().meta({ description: 'What it quotes, and signatures.' }),
        isCut: z.boolean().meta({ description: 'The text was too long to be shown whole.' }),
        attachments: z
          .array(
            z.strictObject({
              name: z.string(),
              sizeBytes: z.int(),
              mediaType: z.string(),
              isTooLarge: z.literal(true).exactOptional().meta({
                description: 'Too large to be had by itself: the original has it.',
              }),
            }),
          )
          .meta({ description: 'Each can be had by its place in this list.' }),
        attachmentsLeftOut: z.int().meta({
          description: 'Files beyond the number that is read: the original has them.',
        }),
      }),
    ]),
  })
  .meta({ id: 'ReceivedMail' });

export function showReceivedMailSummary({
  envelope: _envelope,
  head,
  receivedAt,
  tries: _tries,
  boundTo: _boundTo,
  ...mail
}: ReceivedMail): z.input<typeof receivedMailSummarySchema> {
  return {
    ...mail,
    ...(head === undefined ? {} : { from: head.from, subject: head.subject }),
    receivedAt: asMoment(receivedAt.getTime()),
  };
}

export function showReceivedMail(
  mail: ReceivedMail,
  parsing: MailParsing,
): z.input<typeof receivedMailSchema> {
  const { sender, recipients } = mail.envelope;
  return {
    ...showReceivedMailSummary(mail),
    envelope: { recipients: [...recipients], ...(sender === undefined ? {} : { sender }) },
    content: parsing.parsed === 'yes' ? contentOf(parsing.mail) : { readable: 'no', why: parsing.why },
  };
}

function contentOf(mail: InboundMail): z.input<typeof receivedMailSchema>['content'] {
  const { fresh, folded } = foldQuotedText(mail.body.text, { subject: mail.subject });
  return {
    readable: 'yes',
    from: mail.from.map(({ address }) => address),
    to: mail.to.map(({ address }) => address),
    subject: mail.subject,
    ...(mail.sentAt === undefined ? {} : { sentAt: asMoment(mail.sentAt.getTime()) }),
    text: fresh,
    quoted: folded,
    isCut: mail.body.isCut,
    attachments: mail.attachments.map(({ name, sizeBytes, typeByContent, content }) => ({
      name,
      sizeBytes,
      mediaType: typeByContent,
      ...(content.kept === 'no' ? { isTooLarge: true } : {}),
    })),
    attachmentsLeftOut: mail.attachmentsLeftOut,
  };
}
