import { z } from 'zod';
import { monthSchema } from '../../domain/calendar-month.js';
import { deskTaskStates, type DeskTask } from '../../domain/desk-tasks/desk-task.js';
import {
  deskTaskIdSchema,
  organisationIdSchema,
  receivedMailIdSchema,
  reportMailIdSchema,
  supportCaseIdSchema,
  supportMailIdSchema,
  userIdSchema,
} from '../../domain/identifiers.js';
import { reportMailFailures } from '../../domain/reports/report-mail.js';
import { reportNameSchema } from '../../domain/reports/report-plan.js';
import { undeliveredReasons } from '../../domain/support-case/support-mail.js';
import { principalSchema } from '../../domain/access/principal-schema.js';
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
        '`refused`: a mail server has refused it; `given-up`: no mail server has taken it for days.',
    }),
    diagnostic,
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
