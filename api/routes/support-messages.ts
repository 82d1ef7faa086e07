import { z } from 'zod';
import type { Store } from '../../db/store.js';
import type { AcceptedMessage } from '../../db/support-store.js';
import { invalidInput, type DomainError } from '../../domain/errors.js';
import { attachmentIdSchema, supportCaseIdSchema, type SupportCaseId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { seenSchema, supportTextSchema } from '../../domain/support-case/support-text.js';
import { principalKey } from '../../domain/timeline.js';
import type { AddMessage } from '../../workflows/support-case/support-case.messages.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { supportMessageSchema, type ShowSupportMessages } from '../representations/support-message.js';
import type { SupportCaseReading } from '../support/case-reading.js';
import type { FollowUp } from '../support/follow-up.js';
import type { MessageAdding } from '../support/message-adding.js';
import type { FindNamedFiles } from '../support/named-files.js';
import { supportActorOf } from '../support/support-actor.js';
import { derivedIdentifier, hashBody, newIdentifier } from '../use-cases/identifiers.js';
import { idempotencyHeaders } from './idempotency.js';
import { openedCaseResponses, showOpenedCase } from './opened-support-case.js';

export interface SupportMessageRouteDependencies {
  readonly store: Pick<Store, 'supportMessages'>;
  readonly reading: SupportCaseReading;
  readonly adding: MessageAdding;
  readonly followUp: FollowUp;
  readonly files: FindNamedFiles;
  readonly show: ShowSupportMessages;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Support cases';
const params = z.strictObject({ supportCaseId: supportCaseIdSchema });
const words = {
  text: supportTextSchema,
  attachments: z
    .array(attachmentIdSchema)
    .max(20)
    .default([])
    .meta({ description: 'Files that were stored before.' }),
};

export const sequenceQuery = z.strictObject({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: 'Only what stands behind this sequence number.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const stretchQuery = sequenceQuery.extend({
  latest: z
    .literal('true')
    .optional()
    .meta({ description: 'The last ones, the oldest of them first all the same; not with `after`.' }),
  before: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .meta({ description: 'With `latest`: the last ones of those that stand before this sequence number.' }),
});

/** What partner and desk write to each other, and further questions about closed cases (C4, C6, C7). */
export function supportMessageRoutes({
  store,
  reading,
  adding,
  followUp,
  files,
  show,
  now,
}: SupportMessageRouteDependencies): readonly Route[] {
  const filesNamed = (ids: z.output<typeof words.attachments>) =>
    ids.map((id, index) => ({ id, path: `/attachments/${index}` }));

  /** @throws DomainError `invalid-input` for a query that asks from both ends. */
  function readStretch(
    scope: Scope,
    id: SupportCaseId,
    { after, latest, before, limit }: z.output<typeof stretchQuery>,
  ): Promise<readonly AcceptedMessage[]> {
    if (latest === undefined && before !== undefined) throw misfit('/before', 'belongs to `latest`');
    if (latest !== undefined && after > 0) throw misfit('/after', 'does not go with `latest`');
    return latest === undefined
      ? store.supportMessages.list(scope, id, { after, limit })
      : store.supportMessages.latest(scope, id, { limit, ...(before === undefined ? {} : { before }) });
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/support-cases/{supportCaseId}/messages',
      operationId: 'addSupportMessage',
      tag,
      summary: 'Write in a case',
      description:
        'Every user of the account may, and the desk. A closed case takes nothing (409): `follow-up` asks further questions ' +
        'about it.',
      access: 'write support-message',
      audit: { body: 'by-handler' },
      params,
      headers: idempotencyHeaders,
      body: z.strictObject({
        ...words,
        next: z.enum(['waiting-for-partner', 'open']).optional().meta({
          description: 'For the desk: whether the partner is waited for now (usual), or it goes on working.',
        }),
        seen: seenSchema.optional().meta({
          description:
            'For the desk: the `sequence` of the last message that was read. What the partner has written behind it is ' +
            'still to be answered: the case stays open, and its promise runs on.',
        }),
      }),
      problems: [409, 422],
      responses: { 201: { description: 'The case has taken it.', schema: supportMessageSchema } },
    })(async ({ caller, params: { supportCaseId }, headers, body, audit }) => {
      const { scope } = caller;
      const found = await reading.recorded(scope, supportCaseId);
      if (scope.of !== 'desk') mustNotSay(body, ['next', 'seen']);
      const { accountId } = found.opening;
      const attachments = await files(scope, accountId, filesNamed(body.attachments));
      const key = headers['idempotency-key'];
      const message = {
        id:
          key === undefined
            ? newIdentifier('msg')
            : derivedIdentifier('msg', 'message', supportCaseId, principalKey(caller.by), key),
        caseId: supportCaseId,
        accountId,
        by: supportActorOf(caller),
        channel: scope.of === 'account' ? ('portal' as const) : ('api' as const),
        at: new Date(now()),
        text: body.text,
        attachments,
        bodyHash: hashBody(body),
      };
      const taken = await adding.add(scope, found, message, answeringOf(body));
      audit.changed({ after: { id: taken.id, caseId: supportCaseId, attachments: body.attachments } });
      const [shown] = await show(scope, [taken]);
      if (shown === undefined) throw new RangeError('A message was not shown.');
      return { status: 201, body: shown };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/support-cases/{supportCaseId}/messages',
      operationId: 'listSupportMessages',
      tag,
      summary: 'Read what was written, the oldest first',
      description: 'A message is here as soon as the case has recorded it, usually within some milliseconds.',
      access: 'read support-message',
      params,
      query: stretchQuery,
      responses: {
        200: {
          description: 'A stretch of the case.',
          schema: z
            .strictObject({ items: z.array(supportMessageSchema) })
            .meta({ id: 'SupportMessageStretch' }),
        },
      },
    })(async ({ caller: { scope }, params: { supportCaseId }, query }) => {
      await reading.recorded(scope, supportCaseId);
      const messages = await readStretch(scope, supportCaseId, query);
      return { status: 200, body: { items: await show(scope, messages) } };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/support-cases/{supportCaseId}/follow-up',
      operationId: 'followUpSupportCase',
      tag,
      summary: 'Ask further questions about a closed case',
      description:
        'A new case with a number of its own, linked both ways, with account, topic, identifiers and assignee of the one before. ' +
        'While that one is open: 409. A repetition with the same Idempotency-Key gives the first follow-up again.',
      access: 'open support-case',
      audit: { body: 'by-handler' },
      params,
      headers: idempotencyHeaders,
      body: z.strictObject(words),
      problems: [409, 422],
      responses: openedCaseResponses,
    })(async ({ caller, params: { supportCaseId }, headers, body, audit }) => {
      const { scope } = caller;
      const before = await reading.current(scope, supportCaseId);
      const attachments = await files(scope, before.opening.accountId, filesNamed(body.attachments));
      const key = headers['idempotency-key'];
      const result = await followUp(scope, before, {
        id:
          key === undefined
            ? newIdentifier('sup')
            : derivedIdentifier('sup', 'follow-up', supportCaseId, key),
        by: supportActorOf(caller),
        words: { text: body.text, attachments, channel: scope.of === 'account' ? 'portal' : 'api' },
        bodyHash: hashBody(body),
      });
      const { id, number } = result.opening;
      audit.changed({ after: { id, number, followUpOf: supportCaseId } });
      return showOpenedCase(scope, result, await reading.current(scope, id));
    }),
  ];
}

/** @throws DomainError `invalid-input` that names what is for the desk only. */
function mustNotSay<Name extends string>(
  body: Readonly<Partial<Record<Name, unknown>>>,
  names: readonly Name[],
): void {
  const said = names.filter((name) => body[name] !== undefined);
  if (said.length === 0) return;
  throw invalidInput(
    'The body of the request is not valid.',
    said.map((name) => ({ path: `/${name}`, message: 'is for the desk only' })),
  );
}

function answeringOf({
  next,
  seen,
}: {
  readonly next?: AddMessage['next'] | undefined;
  readonly seen?: number | undefined;
}): Pick<AddMessage, 'next' | 'seen'> {
  return { ...(next === undefined ? {} : { next }), ...(seen === undefined ? {} : { seen }) };
}

function misfit(path: string, message: string): DomainError {
  return invalidInput('The query of the request is not valid.', [{ path, message }]);
}
