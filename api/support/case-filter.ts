import { z } from 'zod';
import { lateAnswers, supportCaseOrders } from '../../db/support-store.js';
import type { SupportCaseFilter, SupportCaseOrder } from '../../db/support-store.js';
import { invalidInput } from '../../domain/errors.js';
import { accountIdSchema, userIdSchema } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { supportCaseStates } from '../../domain/support-case/support-case.js';
import { cursorQuery } from '../representations/shared.js';

const stateSchema = z.enum(supportCaseStates);

/** By what lists of support cases are narrowed and sorted. */
export const supportCaseQuery = z.strictObject({
  ...cursorQuery,
  accountId: accountIdSchema.optional(),
  state: z
    .union([stateSchema, z.array(stateSchema).min(1).max(supportCaseStates.length)])
    .optional()
    .meta({ description: 'May be given several times: any of them.' }),
  open: z.enum(['true', 'false']).optional().meta({ description: '`false`: only closed ones.' }),
  answer: z.enum(lateAnswers).optional().meta({
    description: 'How the promised answer stands; for the desk. `due-soon`: the desk was warned.',
  }),
  assignee: z.union([userIdSchema, z.literal('nobody')]).optional(),
  topic: z.string().max(40).optional(),
  mailTrouble: z
    .literal('true')
    .optional()
    .meta({ description: 'Only those about which a mail did not arrive.' }),
  search: z.string().trim().min(1).max(200).optional().meta({
    description: 'A number, a reference ID, an identifier of the case or of its account, or words.',
  }),
  sort: z.enum(supportCaseOrders).optional().meta({
    description:
      '`openedAt` (usual): the newest first. `dueAt`, for the desk: those that owe an answer, the most urgent first.',
  }),
});

/**
 * What is asked of a list of support cases.
 *
 * @throws DomainError `invalid-input` for what only the desk may ask.
 */
export function supportCaseFilter(
  { of }: Scope,
  query: z.output<typeof supportCaseQuery>,
): SupportCaseFilter & { readonly sort?: SupportCaseOrder } {
  const { accountId, state, open, answer, assignee, topic, mailTrouble, search, sort } = query;
  if (of !== 'desk') {
    // How the desk works is not for partners: a filter or an order would tell it too.
    if (assignee !== undefined) throw forDeskOnly('/assignee');
    if (answer !== undefined) throw forDeskOnly('/answer');
    if (sort === 'dueAt') throw forDeskOnly('/sort');
  }
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(state === undefined ? {} : { states: [state].flat() }),
    ...(open === undefined ? {} : { isOpen: open === 'true' }),
    ...(answer === undefined ? {} : { answer }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(topic === undefined ? {} : { topic }),
    ...(mailTrouble === undefined ? {} : { mailTrouble: true }),
    ...(search === undefined ? {} : { text: search }),
    ...(sort === undefined ? {} : { sort }),
  };
}

function forDeskOnly(path: string) {
  return invalidInput('The query of the request is not valid.', [{ path, message: 'is for the desk only' }]);
}
