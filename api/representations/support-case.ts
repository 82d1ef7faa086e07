import { z } from 'zod';
import type { SupportCaseDocumentView } from '../../db/support-store.js';
import { accountIdSchema, supportCaseIdSchema, userIdSchema } from '../../domain/identifiers.js';
import { languageSchema } from '../../domain/language.js';
import type { Scope } from '../../domain/scope.js';
import { outcomeForPartner } from '../../domain/support-case/partner-event.js';
import {
  supportCaseStates,
  supportOutcomes,
  type SupportOutcome,
} from '../../domain/support-case/support-case.js';
import type { AnswerStanding } from '../../domain/support-case/support-case-view.js';
import { asMoment, momentSchema } from './shared.js';

const answerStandingSchema = z
  .discriminatedUnion('is', [
    z.strictObject({ is: z.literal('due'), dueAt: momentSchema }),
    z.strictObject({ is: z.literal('paused') }),
    z.strictObject({ is: z.literal('overdue'), since: momentSchema }),
    z.strictObject({ is: z.literal('given'), at: momentSchema }),
  ])
  .meta({ id: 'AnswerStanding' });

/** What everybody sees who may read the case. */
const sharedShape = {
  id: supportCaseIdSchema,
  number: z.string().meta({ description: 'To be quoted anywhere (C3).', example: 'B-2026-000123' }),
  referenceId: z.string().meta({ description: 'Stands in mails beside the number.' }),
  accountId: accountIdSchema,
  topic: z.string(),
  formVersion: z.number().int().exactOptional(),
  subject: z.string(),
  identifiers: z.array(z.strictObject({ type: z.string(), value: z.string() })),
  language: languageSchema,
  openedAt: momentSchema,
  state: z.enum(supportCaseStates),
  messages: z.number().int(),
  lastMessageAt: momentSchema,
  closedAt: momentSchema.exactOptional(),
  outcome: z.enum(supportOutcomes).exactOptional().meta({
    description: 'How it ended. That it was taken for spam is told to the desk only.',
  }),
  followUpOf: supportCaseIdSchema.exactOptional().meta({
    description: 'The closed case that this one asks further questions about.',
  }),
  followUps: z.array(supportCaseIdSchema).meta({ description: 'Those about this one, oldest first.' }),
  mergedInto: supportCaseIdSchema.exactOptional().meta({ description: 'This case was a duplicate of it.' }),
  mailTrouble: z
    .strictObject({ since: momentSchema, why: z.enum(['refused', 'bounced', 'given-up']) })
    .exactOptional()
    .meta({ description: 'A mail about this case did not arrive.' }),
};

/** How the desk works on it: partners are not told. */
const deskShape = {
  assignee: userIdSchema
    .exactOptional()
    .meta({ description: 'Absent: nobody has it. Told to the desk only.' }),
  answer: answerStandingSchema.exactOptional().meta({
    description: 'How the promised answer stands, in the desk’s opening hours. Told to the desk only.',
  }),
};

export const supportCaseSchema = z.strictObject({ ...sharedShape, ...deskShape }).meta({ id: 'SupportCase' });
export type ShownSupportCase = z.input<typeof supportCaseSchema>;

export function showSupportCase(
  scope: Scope,
  { opening, details, view, followUps, mailTrouble }: SupportCaseDocumentView,
): ShownSupportCase {
  const { id, number, referenceId, accountId, formVersion, language, followUpOf } = opening;
  const { topic, subject, identifiers } = details;
  const openedAt = opening.openedAt.getTime();
  const { state = 'new', messages = 1, lastMessageAt = openedAt, closedAt, outcome, mergedInto } = view ?? {};
  return {
    ...{ id, number, referenceId, accountId, topic, subject, language, state, messages },
    ...(formVersion === undefined ? {} : { formVersion }),
    identifiers: [...identifiers],
    openedAt: asMoment(openedAt),
    lastMessageAt: asMoment(lastMessageAt),
    ...(closedAt === undefined ? {} : { closedAt: asMoment(closedAt) }),
    ...showOutcome(scope, outcome),
    ...(followUpOf === undefined ? {} : { followUpOf }),
    followUps: [...followUps],
    ...(mergedInto === undefined ? {} : { mergedInto }),
    ...(mailTrouble === undefined
      ? {}
      : { mailTrouble: { since: mailTrouble.since.toISOString(), why: mailTrouble.why } }),
    ...(scope.of === 'desk' ? forDesk(view, opening.assignee) : {}),
  };
}

function showOutcome({ of }: Scope, outcome: SupportOutcome | undefined): Pick<ShownSupportCase, 'outcome'> {
  const shown = outcome === undefined || of === 'desk' ? outcome : outcomeForPartner(outcome);
  return shown === undefined ? {} : { outcome: shown };
}

function forDesk(
  view: SupportCaseDocumentView['view'],
  first: SupportCaseDocumentView['opening']['assignee'],
): Pick<ShownSupportCase, 'assignee' | 'answer'> {
  const assignee = view === undefined ? first : view.assignee;
  return {
    ...(assignee === undefined ? {} : { assignee }),
    ...(view === undefined ? {} : { answer: showStanding(view.answer) }),
  };
}

function showStanding(answer: AnswerStanding): z.input<typeof answerStandingSchema> {
  switch (answer.is) {
    case 'due':
      return { is: 'due', dueAt: asMoment(answer.dueAt) };
    case 'paused':
      return answer;
    case 'overdue':
      return { is: 'overdue', since: asMoment(answer.since) };
    case 'given':
      return { is: 'given', at: asMoment(answer.at) };
  }
}
