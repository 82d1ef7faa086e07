import { z } from 'zod';
import { statusAnswers } from '../../domain/attempt.js';
import { statusCallStates, type StatusCallView } from '../../domain/case-record.js';
import {
  incidentIdSchema,
  organisationIdSchema,
  statusCallIdSchema,
  travellerIdSchema,
} from '../../domain/identifiers.js';
import type { ReadStatusCall } from '../use-cases/case-reading.js';
import { asMoment, momentSchema } from './shared.js';

export const statusCallSchema = z
  .strictObject({
    id: statusCallIdSchema,
    organisationId: organisationIdSchema,
    travellerId: travellerIdSchema,
    state: z.enum(['accepted', ...statusCallStates]).meta({
      description: '`accepted`: stored, and started as soon as the case engine answers.',
    }),
    openedAt: momentSchema,
    nextActionAt: momentSchema.exactOptional(),
    round: z.number().int(),
    answer: z.enum(statusAnswers).exactOptional(),
    answeredAt: momentSchema.exactOptional(),
    duress: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'Help was asked for by the duress code: nobody may contact the traveller.' }),
    incidentId: incidentIdSchema
      .exactOptional()
      .meta({ description: 'The incident that "Help" has opened.' }),
  })
  .meta({ id: 'StatusCall' });
export type ShownStatusCall = z.infer<typeof statusCallSchema>;

/** A status call as callers of the API see it. */
export function showStatusCall(read: ReadStatusCall): ShownStatusCall {
  if (read.from === 'start') {
    const { statusCallId, organisationId, travellerId } = read.start;
    const { createdAt, startedAt } = read.intake;
    return {
      id: statusCallId,
      organisationId,
      travellerId,
      state: startedAt === undefined ? 'accepted' : 'asking',
      openedAt: createdAt.toISOString(),
      round: 0,
    };
  }
  return showStatusCallView(read.view);
}

/** The same of what lists know of it. */
export function showStatusCallView(view: StatusCallView): ShownStatusCall {
  return {
    id: view.id,
    organisationId: view.organisationId,
    travellerId: view.travellerId,
    state: view.state,
    openedAt: asMoment(view.openedAt),
    ...(view.nextActionAt === undefined ? {} : { nextActionAt: asMoment(view.nextActionAt) }),
    round: view.round,
    ...(view.answer === undefined ? {} : { answer: view.answer }),
    ...(view.answeredAt === undefined ? {} : { answeredAt: asMoment(view.answeredAt) }),
    ...(view.duress === undefined ? {} : { duress: view.duress }),
    ...(view.incidentId === undefined ? {} : { incidentId: view.incidentId }),
  };
}
