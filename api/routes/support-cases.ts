import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { conflict } from '../../domain/errors.js';
import { answersSchemaOf, type Answers } from '../../domain/forms/answers-schema.js';
import type { Form } from '../../domain/forms/form-schema.js';
import { accountIdSchema, supportCaseIdSchema, type AccountId } from '../../domain/identifiers.js';
import type { IdentifierType } from '../../domain/partner-identifiers/identifier-type.js';
import { normalisedIdentifier } from '../../domain/partner-identifiers/partner-identifier.js';
import type { PartnerAccount } from '../../domain/partners/partner-account.js';
import type { Scope } from '../../domain/scope.js';
import { parseRequestPart } from '../openapi/parse-request.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import { pageRequest, pageSchema } from '../representations/shared.js';
import { showSupportCase, supportCaseSchema } from '../representations/support-case.js';
import { accountFor } from '../use-cases/account-for.js';
import { supportCaseFilter, supportCaseQuery } from '../support/case-filter.js';
import type { OpenedSupportCase, SupportCaseDraft, SupportCaseOpening } from '../support/case-opening.js';
import type { SupportCaseReading } from '../support/case-reading.js';
import { answeredWith } from '../support/form-answers.js';
import type { FindNamedFiles } from '../support/named-files.js';
import { openingWords } from '../support/opening-words.js';
import { requireOffered, type SupportForms } from '../support/support-forms.js';
import { supportActorOf } from '../support/support-actor.js';
import { derivedIdentifier, hashBody, newIdentifier } from '../use-cases/identifiers.js';
import type { KnownReferences } from '../use-cases/known-references.js';
import { idempotencyHeaders } from './idempotency.js';
import { openedCaseResponses, showOpenedCase } from './opened-support-case.js';

export interface SupportCaseRouteDependencies {
  readonly store: Pick<Store, 'supportCases' | 'accounts'>;
  readonly forms: Pick<SupportForms, 'offeredFor'>;
  readonly identifierTypes: readonly IdentifierType[];
  readonly opening: SupportCaseOpening;
  readonly reading: SupportCaseReading;
  readonly files: FindNamedFiles;
  readonly references: Pick<KnownReferences, 'requireAccount'>;
}

const tag = 'Support cases';
const bodySchema = z.strictObject({
  accountId: accountIdSchema
    .optional()
    .meta({ description: 'For the desk: whose case it is. Partners open their own.' }),
  topic: z.string().max(40),
  formVersion: z.number().int(),
  answers: z
    .record(z.string().max(40), z.unknown())
    .meta({ description: 'By the id of the question; see the form.' }),
});

/** Cases of partners: asked by a form, listed and searched (C2, C3, C8). */
export function supportCaseRoutes({
  store,
  forms,
  identifierTypes,
  opening,
  reading,
  files,
  references,
}: SupportCaseRouteDependencies): readonly Route[] {
  /** @throws DomainError `conflict` for a version that counts no more: whoever fills it has not seen the new questions. */
  async function requireForm(topic: string, version: number): Promise<Form> {
    const form = await requireOffered(forms, topic);
    if (form.version !== version) throw conflict('The form has changed; please read it again.');
    return form;
  }

  function checked(form: Form, answers: unknown): Answers {
    const schema = z.strictObject({ answers: answersSchemaOf(form, identifierTypes) });
    return parseRequestPart(schema, 'body', { answers }).answers;
  }

  /** A partner's own number finds all cases of theirs, although it stands in none. */
  async function accountsNamed(scope: Scope, search: string): Promise<readonly AccountId[]> {
    const value = normalisedIdentifier(search);
    return value === '' ? [] : store.accounts.findByIdentifier(scope, value);
  }

  async function open(
    caller: Caller,
    { id: accountId, language }: Pick<PartnerAccount, 'id' | 'language'>,
    { topic, formVersion, answers: given }: z.output<typeof bodySchema>,
    asked: Pick<SupportCaseDraft, 'id' | 'bodyHash'>,
  ): Promise<OpenedSupportCase> {
    const { scope } = caller;
    const form = await requireForm(topic, formVersion);
    const answers = checked(form, given);
    const { identifiers, named } = answeredWith(form, answers);
    const attachments = await files(scope, accountId, named);
    const { subject, text } = openingWords(form, answers, language);
    const draft = {
      ...{ ...asked, accountId, subject, answers, identifiers, language, topic, formVersion },
      openedBy: supportActorOf(caller),
    };
    const channel = scope.of === 'account' ? 'portal' : 'api';
    return opening.open(scope, draft, { text, attachments, channel });
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/support-cases',
      operationId: 'openSupportCase',
      tag,
      summary: 'Ask the desk something by a form',
      description:
        'The answers are checked against the form of the topic. A repetition with the same Idempotency-Key gives the first ' +
        'case again.',
      access: 'open support-case',
      audit: { body: 'by-handler' },
      headers: idempotencyHeaders,
      body: bodySchema,
      problems: [404, 409, 422],
      responses: openedCaseResponses,
    })(async ({ caller, headers, body, audit }) => {
      const { scope } = caller;
      const account = await references.requireAccount(scope, accountFor(scope, body.accountId, 'body'));
      const { id: accountId } = account;
      const key = headers['idempotency-key'];
      const bodyHash = hashBody({ topic: body.topic, formVersion: body.formVersion, answers: body.answers });
      const asked = {
        id: key === undefined ? newIdentifier('sup') : derivedIdentifier('sup', 'case', accountId, key),
        bodyHash,
      };
      // What was opened stays opened, whatever has become of the form since.
      const before = key === undefined ? undefined : await opening.repeat(scope, asked);
      const result = before ?? (await open(caller, account, body, asked));
      const { id, number } = result.opening;
      audit.changed({ after: { id, number, accountId, topic: result.opening.topic } });
      return showOpenedCase(scope, result, await reading.current(scope, id));
    }),
    defineRoute({
      method: 'get',
      path: '/v1/support-cases',
      operationId: 'listSupportCases',
      tag,
      summary: 'List and search cases',
      description:
        'The desk sees all, every user of a partner account those of the account, open and closed.',
      access: 'read support-case',
      query: supportCaseQuery,
      responses: {
        200: { description: 'A page of cases.', schema: pageSchema(supportCaseSchema, 'SupportCasePage') },
      },
    })(async ({ caller: { scope }, query }) => {
      const { search } = query;
      const filter = {
        ...supportCaseFilter(scope, query),
        ...(search === undefined ? {} : { accountsNamed: await accountsNamed(scope, search) }),
      };
      const { items, ...next } = await store.supportCases.list(scope, { ...pageRequest(query), ...filter });
      return { status: 200, body: { items: items.map((item) => showSupportCase(scope, item)), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/support-cases/{supportCaseId}',
      operationId: 'getSupportCase',
      tag,
      summary: 'Read a case',
      access: 'read support-case',
      params: z.strictObject({ supportCaseId: supportCaseIdSchema }),
      responses: { 200: { description: 'The case.', schema: supportCaseSchema } },
    })(async ({ caller: { scope }, params: { supportCaseId } }) => ({
      status: 200,
      body: showSupportCase(scope, await reading.recorded(scope, supportCaseId)),
    })),
  ];
}
