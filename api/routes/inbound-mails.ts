import { z } from 'zod';
import {
  receivedMailStates,
  undecidedMailStates,
  type ReceivedMail,
  type ReceivedMailRepository,
} from '../../db/received-mail-store.js';
import { conflict, DomainError, notFound } from '../../domain/errors.js';
import {
  accountIdSchema,
  receivedMailIdSchema,
  supportCaseIdSchema,
  userIdSchema,
  type ReceivedMailId,
  type SupportCaseId,
} from '../../domain/identifiers.js';
import type { ParseMail } from '../../providers/mail/inbound/mail-parser.js';
import { topicOfMails } from '../inbound-mail/mail-case-opening.js';
import type { FileMail } from '../inbound-mail/mail-filing.js';
import type { MailIntake } from '../inbound-mail/mail-intake.js';
import type { OpenCaseByDesk } from '../inbound-mail/new-case-by-desk.js';
import type { SupportCaseDocumentView } from '../../db/support-store.js';
import type { Scope } from '../../domain/scope.js';
import { defineRoute, type Route } from '../openapi/route.js';
import {
  receivedMailSchema,
  receivedMailSummarySchema,
  showReceivedMail,
  showReceivedMailSummary,
} from '../representations/received-mail.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';
import type { SupportCaseReading } from '../support/case-reading.js';
import { requireOffered, type SupportForms } from '../support/support-forms.js';
import type { KnownReferences } from '../use-cases/known-references.js';
import { isNotFound } from '../use-cases/time-limit.js';
import { openedCaseResponses, showOpenedCase } from './opened-support-case.js';

export interface InboundMailRouteDependencies {
  readonly receivedMails: Pick<ReceivedMailRepository, 'find' | 'bytes' | 'list' | 'settle'>;
  readonly parseMail: ParseMail;
  readonly intake: Pick<MailIntake, 'take'>;
  readonly file: FileMail;
  readonly openCase: OpenCaseByDesk;
  readonly reading: SupportCaseReading;
  readonly references: Pick<KnownReferences, 'requireAccount'>;
  readonly forms: Pick<SupportForms, 'offeredFor'>;
}

const tag = 'Inbound mail';
const path = '/v1/inbound-mails';
const params = z.strictObject({ mailId: receivedMailIdSchema });
const addressSchema = z.string().min(3).max(320);
/** What large mail hosts accept. */
const mostBytes = 30 * 1024 * 1024;

/** Mails that came in (C4): the desk sees those that no program could file. */
export function inboundMailRoutes({
  receivedMails,
  parseMail,
  intake,
  file,
  openCase,
  reading,
  references,
  forms,
}: InboundMailRouteDependencies): readonly Route[] {
  async function requireMail(id: ReceivedMailId): Promise<ReceivedMail> {
    const mail = await receivedMails.find(id);
    if (mail === undefined) throw notFound('mail');
    return mail;
  }

  /** @throws DomainError `not-found` that names the field. */
  async function requireCase(scope: Scope, id: SupportCaseId): Promise<SupportCaseDocumentView> {
    try {
      return await reading.recorded(scope, id);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const message = 'There is no such support case.';
      throw new DomainError('not-found', message, [{ path: '/supportCaseId', message }]);
    }
  }

  return [
    defineRoute({
      method: 'post',
      path,
      operationId: 'receiveMail',
      tag,
      summary: 'Hand in a raw mail',
      description:
        'For a mail host that delivers by HTTP. The mail is stored when this is answered; the same one twice is stored once.',
      access: 'receive inbound-mail',
      audit: {
        nothing: 'what comes in by mail is kept as it came, and named by the case that it is filed in',
      },
      query: z.strictObject({
        sender: z.string().max(320).optional().meta({
          description: 'The envelope’s sender, empty for a bounce; absent: unknown.',
        }),
        recipient: addressSchema.optional().meta({ description: 'The envelope’s recipient.' }),
      }),
      rawBody: { mediaType: 'message/rfc822', mostBytes, description: 'The mail as it came (RFC 5322).' },
      responses: {
        202: { description: 'It is stored.', schema: z.strictObject({ id: receivedMailIdSchema }) },
      },
    })(async ({ query: { sender, recipient }, bytes }) => {
      const envelope = {
        recipients: recipient === undefined ? [] : [recipient],
        ...(sender === undefined ? {} : { sender }),
      };
      return { status: 202, body: { id: await intake.take(envelope, 'http', bytes) } };
    }),
    defineRoute({
      method: 'get',
      path,
      operationId: 'listInboundMails',
      tag,
      summary: 'Mails that came in',
      description:
        'Newest first. `review` and `unreadable` are those that wait for somebody of the desk; `closed-case` those whose senders were told that the case is closed; `repeated` those that came before.',
      access: 'read inbound-mail',
      query: z.strictObject({ ...cursorQuery, state: z.enum(receivedMailStates).optional() }),
      responses: {
        200: {
          description: 'A page of mails.',
          schema: pageSchema(receivedMailSummarySchema, 'ReceivedMailPage'),
        },
      },
    })(async ({ query }) => {
      const { state } = query;
      const wanted = { ...pageRequest(query), ...(state === undefined ? {} : { state }) };
      const { items, ...next } = await receivedMails.list(wanted);
      return { status: 200, body: { items: items.map(showReceivedMailSummary), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/{mailId}`,
      operationId: 'readInboundMail',
      tag,
      summary: 'One mail, as text',
      access: 'read inbound-mail',
      params,
      responses: { 200: { description: 'The mail.', schema: receivedMailSchema } },
    })(async ({ params: { mailId } }) => {
      const mail = await requireMail(mailId);
      const parsing = await parseMail(await receivedMails.bytes(mail));
      return { status: 200, body: showReceivedMail(mail, parsing) };
    }),
    defineRoute({
      method: 'post',
      path: `${path}/{mailId}/file`,
      operationId: 'fileInboundMail',
      tag,
      summary: 'Put a mail into a case',
      description:
        'As a message of the partner, with its files; programs among them stay with the mail. A closed case takes nothing (409). ' +
        'Repeating it is harmless.',
      access: 'sort inbound-mail',
      audit: { body: 'sealed' },
      params,
      body: z.strictObject({ supportCaseId: supportCaseIdSchema }),
      problems: [409],
      responses: { 200: { description: 'It stands in the case.', schema: receivedMailSummarySchema } },
    })(async ({ caller: { scope }, params: { mailId }, body: { supportCaseId } }) => {
      const mail = await requireMail(mailId);
      await file(scope, mail, await requireCase(scope, supportCaseId));
      return { status: 200, body: showReceivedMailSummary(await requireMail(mailId)) };
    }),
    defineRoute({
      method: 'post',
      path: `${path}/{mailId}/open-case`,
      operationId: 'openSupportCaseFromMail',
      tag,
      summary: 'Open a new case of a partner from a mail',
      description:
        'The mail is its first message. Opened by the user of the account who has written it, as far as that is known. Repeating ' +
        'it gives the same case.',
      access: 'sort inbound-mail',
      audit: { body: 'by-handler' },
      params,
      body: z.strictObject({
        accountId: accountIdSchema,
        topic: z.string().max(40).default(topicOfMails),
        userId: userIdSchema.optional().meta({
          description: 'Who of the account has written it, where the address does not tell.',
        }),
      }),
      problems: [404, 409],
      responses: openedCaseResponses,
    })(async ({ caller: { scope }, params: { mailId }, body: { accountId, topic, userId }, audit }) => {
      const mail = await requireMail(mailId);
      const account = await references.requireAccount(scope, accountId);
      await requireOffered(forms, topic);
      const asked = { account, topic, ...(userId === undefined ? {} : { userId }) };
      const result = await openCase(mail, asked);
      const { id, number } = result.opening;
      audit.changed({ after: { id, number, accountId, topic: result.opening.topic, mailId } });
      return showOpenedCase(scope, result, await reading.current(scope, id));
    }),
    defineRoute({
      method: 'post',
      path: `${path}/{mailId}/discard`,
      operationId: 'discardInboundMail',
      tag,
      summary: 'Nothing follows from this mail',
      description: 'It is kept, and waits for nobody any more.',
      access: 'sort inbound-mail',
      audit: { body: 'sealed' },
      params,
      body: z.strictObject({}).default({}),
      problems: [409],
      responses: { 200: { description: 'It is discarded.', schema: receivedMailSummarySchema } },
    })(async ({ params: { mailId } }) => {
      await requireMail(mailId);
      const isDone = await receivedMails.settle(mailId, [...undecidedMailStates, 'discarded'], {
        state: 'discarded',
      });
      if (!isDone) throw conflict('The mail stands in a case, or is just being filed.');
      return { status: 200, body: showReceivedMailSummary(await requireMail(mailId)) };
    }),
  ];
}
