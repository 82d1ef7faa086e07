import { z } from 'zod';
import { monthSchema } from '../../domain/calendar-month.js';
import { deskTaskStates, type DeskTask } from '../../domain/desk-tasks/desk-task.js';
import {
  accountIdSchema,
  deskTaskIdSchema,
  organisationIdSchema,
  partnerApplicationIdSchema,
  receivedMailIdSchema,
  reportMailIdSchema,
  supportCaseIdSchema,
  supportMailIdSchema,
  supportMessageIdSchema,
  userIdSchema,
} from '../../domain/identifiers.js';
import { reportMailFailures } from '../../domain/reports/report-mail.js';
import { reportNameSchema } from '../../domain/reports/report-plan.js';
import { undeliveredReasons } from '../../domain/support-case/support-mail.js';
import { principalSchema } from '../../domain/access/principal-schema.js';
import { incompleteSchema } from './partner-application.js';
import { asMoment, momentSchema } from './shared.js';

const receiverSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('user'), userId: userIdSchema }),
  z.strictObject({ is: z.literal('desk') }).meta({ description: 'The desk’s own address.' }),
  z
    .strictObject({ is: z.literal('sender'), receivedMailId: receivedMailIdSchema })
    .meta({ description: 'Whoever has written this mail, to a closed case.' }),
]);

const diagnostic = z.string().exactOptional().meta({ description: 'What the mail server has said.' });

const aboutSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mail-undelivered'),
    caseId: supportCaseIdSchema,
    mailId: supportMailIdSchema,
    to: receiverSchema,
    why: z.enum(undeliveredReasons).meta({
      description:
        '`refused`: a mail server has refused it; `bounced`: it came back; `given-up`: no mail server has taken it for days.',
    }),
    diagnostic,
  }),
  z.strictObject({
    kind: z.literal('report-undelivered'),
    organisationId: organisationIdSchema,
    mailId: reportMailIdSchema,
    report: reportNameSchema,
    period: z.strictObject({ from: monthSchema, to: monthSchema }),
    why: z.enum(reportMailFailures).meta({
      description:
        '`refused`: a mail server has refused it; `bounced`: it came back; `given-up`: no mail server has taken it for days.',
    }),
    diagnostic,
  }),
  z
    .strictObject({
      kind: z.literal('unknown-mail-undelivered'),
      caseId: supportCaseIdSchema,
      receivedMailId: receivedMailIdSchema.meta({ description: 'The report, among the mails that came in.' }),
      diagnostic,
    })
    .meta({ description: 'A mail about the case has come back, and the report does not tell which one.' }),
  z
    .strictObject({
      kind: z.literal('nobody-mailed'),
      caseId: supportCaseIdSchema,
      accountId: accountIdSchema,
      messageId: supportMessageIdSchema.meta({ description: 'What the desk has written.' }),
    })
    .meta({
      description: 'The desk has written to the account, and none of its users gets a mail about that.',
    }),
  z
    .strictObject({
      kind: z.literal('acceptance-incomplete'),
      applicationId: partnerApplicationIdSchema,
      accountId: accountIdSchema,
      why: incompleteSchema,
    })
    .meta({
      description:
        'An application was accepted, and its account cannot have its first user. It is tried again by itself; or invite an ' +
        'admin of the account.',
    }),
]);

export const deskTaskSchema = z
  .strictObject({
    id: deskTaskIdSchema,
    state: z.enum(deskTaskStates),
    createdAt: momentSchema,
    about: aboutSchema,
    done: z.strictObject({ by: principalSchema, at: momentSchema }).exactOptional(),
  })
  .meta({ id: 'DeskTask' });

export function showDeskTask({ id, about, createdAt, done }: DeskTask): z.input<typeof deskTaskSchema> {
  return {
    id,
    state: done === undefined ? 'open' : 'done',
    createdAt: asMoment(createdAt.getTime()),
    about,
    ...(done === undefined ? {} : { done: { by: done.by, at: asMoment(done.at.getTime()) } }),
  };
}
