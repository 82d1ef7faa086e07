import { z } from 'zod';
import { spendingDay } from '../../activities/spending/purse.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { DiallingRules } from '../../domain/dialling/dialling-rules.js';
import { notFound } from '../../domain/errors.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import { organisationIdSchema } from '../../domain/identifiers.js';
import {
  organisationInputSchema,
  type OrganisationInput,
  type OrganisationSettings,
} from '../../domain/organisation/organisation.js';
import { everybodyIn } from '../../domain/settings/people-in-settings.js';
import type { SpokenWords } from '../../domain/speech/spoken-words.js';
import type { Scope } from '../../domain/scope.js';
import type { Prices } from '../../domain/spending/spending.js';
import { defineRoute, type Route } from '../openapi/route.js';
import {
  entityTag,
  maySeeDuressCode,
  organisationSchema,
  showOrganisation,
} from '../representations/organisation.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { refuseBlockedNumbers } from '../use-cases/dialling-checks.js';
import {
  completeSettings,
  keepDuressCode,
  refuseForeignCaseFees,
  refuseUnfitDuressCode,
  refuseForeignInboundNumber,
  refuseForeignSpendCap,
} from '../use-cases/organisation-settings.js';
import type { SaveSettings } from '../use-cases/settings-saving.js';
import { ifMatchHeaders, revisionOf, withPrecondition } from './if-match.js';

export interface OrganisationRouteDependencies {
  readonly store: Pick<Store, 'organisations' | 'spending'>;
  readonly contactBook: Pick<ContactBook, 'refresh'>;
  readonly save: SaveSettings;
  readonly diallingRules: DiallingRules;
  readonly prices: Prices;
  /** Of every language. */
  readonly words: readonly SpokenWords[];
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Organisations';
const params = z.strictObject({ organisationId: organisationIdSchema });
const etag = { ETag: 'The revision, for If-Match.' };

const spendingSchema = z
  .strictObject({
    day: z.iso.date(),
    spent: moneySchema,
    cap: moneySchema.optional().meta({ description: 'Absent: there is none.' }),
  })
  .meta({ id: 'Spending' });

/** Organisations with their providers, contacts and policies (E1, E2, E3). */
export function organisationRoutes({
  store,
  contactBook,
  save,
  diallingRules,
  prices,
  words,
  now,
}: OrganisationRouteDependencies): readonly Route[] {
  /** What is to be saved, checked against what stands there now. */
  function checkedSettings(scope: Scope, input: OrganisationInput, current?: OrganisationSettings) {
    refuseBlockedNumbers(everybodyIn(input), diallingRules);
    refuseUnfitDuressCode(input.duressCode, words);
    const settings = completeSettings(input, current);
    refuseForeignInboundNumber(scope, settings, current);
    refuseForeignSpendCap(scope, settings, current, prices);
    refuseForeignCaseFees(scope, settings, current);
    return settings;
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/organisations',
      operationId: 'createOrganisation',
      tag,
      summary: 'Create an organisation',
      access: 'create organisation',
      audit: { body: 'by-handler' },
      body: organisationInputSchema,
      problems: [409],
      responses: {
        201: {
          description: 'Created.',
          schema: organisationSchema,
          headers: { ...etag, Location: 'Its address.' },
        },
      },
    })(async ({ caller, body, audit }) => {
      const id = newIdentifier('org');
      const settings = checkedSettings(caller.scope, body);
      const created = await store.organisations.create(caller.scope, id, settings, caller.by);
      audit.changed({ after: created.settings });
      await contactBook.refresh();
      return {
        status: 201,
        headers: { ETag: entityTag(created), Location: `/v1/organisations/${id}` },
        body: showOrganisation(created, caller),
      };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/organisations',
      operationId: 'listOrganisations',
      tag,
      summary: 'List organisations',
      access: 'read organisation',
      query: z.strictObject(cursorQuery),
      responses: {
        200: {
          description: 'A page of organisations.',
          schema: pageSchema(organisationSchema, 'OrganisationPage'),
        },
      },
    })(async ({ caller, query }) => {
      const { items, ...next } = await store.organisations.list(caller.scope, pageRequest(query));
      return { status: 200, body: { items: items.map((item) => showOrganisation(item, caller)), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}',
      operationId: 'getOrganisation',
      tag,
      summary: 'Read an organisation',
      access: 'read organisation',
      params,
      responses: { 200: { description: 'The organisation.', schema: organisationSchema, headers: etag } },
    })(async ({ caller, params: { organisationId } }) => {
      const found = await store.organisations.find(caller.scope, organisationId);
      if (found === undefined) throw notFound('organisation');
      return { status: 200, headers: { ETag: entityTag(found) }, body: showOrganisation(found, caller) };
    }),
    defineRoute({
      method: 'put',
      path: '/v1/organisations/{organisationId}',
      operationId: 'saveOrganisation',
      tag,
      summary: 'Save an organisation’s settings',
      description:
        'Replaces all settings. They apply to the next steps of running incidents. The save is refused when ' +
        'somebody else has saved since the revision of If-Match (412); with *, when somebody else saves in the same moment (409). The duress code of whoever may not read it stays as it is.',
      access: 'change organisation',
      audit: { body: 'by-handler' },
      params,
      headers: ifMatchHeaders,
      body: organisationInputSchema,
      problems: [403, 409, 412],
      responses: { 200: { description: 'Saved.', schema: organisationSchema, headers: etag } },
    })(async ({ caller, params: { organisationId }, headers, body, audit }) => {
      const current = await store.organisations.find(caller.scope, organisationId);
      if (current === undefined) throw notFound('organisation');
      const input = maySeeDuressCode(caller, organisationId) ? body : keepDuressCode(body, current.settings);
      const settings = checkedSettings(caller.scope, input, current.settings);
      const ifRevision = revisionOf(headers['if-match']);
      const saved = await withPrecondition(ifRevision, () => save(caller, current, settings, ifRevision));
      audit.changed({ before: current.settings, after: saved.settings });
      return { status: 200, headers: { ETag: entityTag(saved) }, body: showOrganisation(saved, caller) };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}/spending',
      operationId: 'getSpending',
      tag,
      summary: 'Read what calls and texts have cost today',
      description:
        'Reckoned by the prices of the configuration, for the day of the organisation’s time zone. Beyond the cap nothing ' +
        'is dialled or texted but what a life may hang on, and the desk’s own people.',
      access: 'read organisation',
      params,
      responses: { 200: { description: 'The spending of the day.', schema: spendingSchema } },
    })(async ({ caller, params: { organisationId } }) => {
      const found = await store.organisations.find(caller.scope, organisationId);
      if (found === undefined) throw notFound('organisation');
      const { timeZone, dailySpendCap: cap } = found.settings;
      const day = spendingDay(now(), timeZone);
      const amountMinor = await store.spending.spentOn(caller.scope, organisationId, day);
      const spent = { amountMinor, currency: prices.currency };
      return { status: 200, body: { day, spent, ...(cap === undefined ? {} : { cap }) } };
    }),
  ];
}
