import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import { cannedAnswerIdSchema, supportCaseIdSchema, userIdSchema } from '../../domain/identifiers.js';
import { languageSchema } from '../../domain/language.js';
import {
  cannedAnswerInputSchema,
  cannedAnswerVariables,
  filledIn,
  type CannedAnswer,
} from '../../domain/support-case/canned-answer.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import { cursorQuery, momentSchema, pageRequest, pageSchema } from '../representations/shared.js';
import type { SupportCaseReading } from '../support/case-reading.js';
import { derivedIdentifier, hashBody, newIdentifier } from '../use-cases/identifiers.js';
import { idempotencyHeaders } from './idempotency.js';
import { entityTag, ifMatchHeaders, revisionOf, withPrecondition } from './if-match.js';

export interface CannedAnswerRouteDependencies {
  readonly store: Pick<Store, 'cannedAnswers' | 'accounts' | 'users'>;
  readonly reading: SupportCaseReading;
  readonly deskName: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Canned answers';
const path = '/v1/canned-answers';
const params = z.strictObject({ cannedAnswerId: cannedAnswerIdSchema });
const etag = { ETag: 'The revision, for If-Match.' };

const cannedAnswerSchema = z
  .strictObject({
    id: cannedAnswerIdSchema,
    revision: z.number().int().meta({ description: 'Rises with every save; the ETag holds it.' }),
    ...cannedAnswerInputSchema.shape,
    createdAt: momentSchema,
    updatedAt: momentSchema,
  })
  .meta({ id: 'CannedAnswer' });

function showCannedAnswer({
  createdAt,
  updatedAt,
  ...answer
}: CannedAnswer): z.input<typeof cannedAnswerSchema> {
  return { ...answer, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/** Answers that the desk gives often, with variables that are filled in from the case (C10). */
export function cannedAnswerRoutes({
  store,
  reading,
  deskName,
  now,
}: CannedAnswerRouteDependencies): readonly Route[] {
  const { cannedAnswers } = store;

  async function required({ scope }: Caller, id: CannedAnswer['id']): Promise<CannedAnswer> {
    const found = await cannedAnswers.find(scope, id);
    if (found === undefined) throw notFound('canned answer');
    return found;
  }

  async function nameOf({ by }: Caller): Promise<string> {
    const userId = by.by === 'user' ? userIdSchema.safeParse(by.userId).data : undefined;
    return (userId === undefined ? undefined : await store.users.nameOf(userId)) ?? deskName;
  }

  return [
    defineRoute({
      method: 'post',
      path,
      operationId: 'createCannedAnswer',
      tag,
      summary: 'Write a canned answer',
      description: `Variables stand in double braces: ${cannedAnswerVariables.map((each) => `\`{{${each}}}\``).join(', ')}.`,
      access: 'change canned-answer',
      audit: { body: 'sealed' },
      headers: idempotencyHeaders,
      body: cannedAnswerInputSchema,
      responses: { 201: { description: 'Written.', schema: cannedAnswerSchema, headers: etag } },
    })(async ({ caller: { scope }, headers, body }) => {
      const key = headers['idempotency-key'];
      const id = key === undefined ? newIdentifier('can') : derivedIdentifier('can', hashBody(body), key);
      const made = await cannedAnswers.create(scope, id, body, new Date(now()));
      return { status: 201, headers: { ETag: entityTag(made) }, body: showCannedAnswer(made) };
    }),
    defineRoute({
      method: 'get',
      path,
      operationId: 'listCannedAnswers',
      tag,
      summary: 'List canned answers',
      access: 'read canned-answer',
      query: z.strictObject(cursorQuery),
      responses: {
        200: {
          description: 'A page of canned answers.',
          schema: pageSchema(cannedAnswerSchema, 'CannedAnswerPage'),
        },
      },
    })(async ({ caller: { scope }, query }) => {
      const { items, ...next } = await cannedAnswers.list(scope, pageRequest(query));
      return { status: 200, body: { items: items.map(showCannedAnswer), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/{cannedAnswerId}`,
      operationId: 'getCannedAnswer',
      tag,
      summary: 'Read a canned answer',
      access: 'read canned-answer',
      params,
      responses: { 200: { description: 'The answer.', schema: cannedAnswerSchema, headers: etag } },
    })(async ({ caller, params: { cannedAnswerId } }) => {
      const found = await required(caller, cannedAnswerId);
      return { status: 200, headers: { ETag: entityTag(found) }, body: showCannedAnswer(found) };
    }),
    defineRoute({
      method: 'put',
      path: `${path}/{cannedAnswerId}`,
      operationId: 'saveCannedAnswer',
      tag,
      summary: 'Save a canned answer',
      description:
        'The save is refused when somebody else has saved since the revision of If-Match; * is any.',
      access: 'change canned-answer',
      audit: { body: 'by-handler' },
      params,
      headers: ifMatchHeaders,
      body: cannedAnswerInputSchema,
      problems: [412],
      responses: { 200: { description: 'Saved.', schema: cannedAnswerSchema, headers: etag } },
    })(async ({ caller, params: { cannedAnswerId }, headers, body, audit }) => {
      const before = await required(caller, cannedAnswerId);
      const ifRevision = revisionOf(headers['if-match']);
      const saved = await withPrecondition(ifRevision, () =>
        cannedAnswers.save(caller.scope, cannedAnswerId, body, new Date(now()), ifRevision),
      );
      if (saved === undefined) throw notFound('canned answer');
      audit.changed({ before: { name: before.name, text: before.text }, after: body });
      return { status: 200, headers: { ETag: entityTag(saved) }, body: showCannedAnswer(saved) };
    }),
    defineRoute({
      method: 'delete',
      path: `${path}/{cannedAnswerId}`,
      operationId: 'deleteCannedAnswer',
      tag,
      summary: 'Delete a canned answer',
      access: 'change canned-answer',
      params,
      responses: { 204: { description: 'Deleted. What was answered with it stays.' } },
    })(async ({ caller: { scope }, params: { cannedAnswerId } }) => {
      if (!(await cannedAnswers.remove(scope, cannedAnswerId))) throw notFound('canned answer');
      return { status: 204 };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/support-cases/{supportCaseId}/canned-answers/{cannedAnswerId}',
      operationId: 'fillInCannedAnswer',
      tag,
      summary: 'Fill in a canned answer for a case',
      description: 'Nothing is sent: whoever answers reads it first.',
      access: 'read canned-answer',
      params: z.strictObject({ supportCaseId: supportCaseIdSchema, cannedAnswerId: cannedAnswerIdSchema }),
      query: z.strictObject({
        language: languageSchema.optional().meta({ description: 'Absent: the case’s own.' }),
      }),
      responses: {
        200: {
          description: 'The text.',
          schema: z
            .strictObject({ language: languageSchema, text: z.string() })
            .meta({ id: 'FilledInCannedAnswer' }),
        },
      },
    })(async ({ caller, params: { supportCaseId, cannedAnswerId }, query }) => {
      const { opening, details } = await reading.recorded(caller.scope, supportCaseId);
      const [answer, account, agent] = await Promise.all([
        required(caller, cannedAnswerId),
        store.accounts.find(caller.scope, opening.accountId),
        nameOf(caller),
      ]);
      const language = query.language ?? opening.language;
      const { number: caseNumber, referenceId } = opening;
      const values = {
        caseNumber,
        referenceId,
        subject: details.subject,
        company: account?.name ?? '',
        agent,
      };
      return { status: 200, body: { language, text: filledIn(answer.text[language], values) } };
    }),
  ];
}
