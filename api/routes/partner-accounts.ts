import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { ChangedMeanwhileError, notFound } from '../../domain/errors.js';
import { accountIdSchema, type AccountId } from '../../domain/identifiers.js';
import {
  accountDetailsSchema,
  accountStates,
  refuseDeskDetails,
  type AccountDetails,
  type PartnerAccount,
} from '../../domain/partners/partner-account.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import { partnerAccountSchema, showPartnerAccount } from '../representations/partner-account.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';
import { entityTag, ifMatchHeaders, revisionOf, withPrecondition } from './if-match.js';

export interface PartnerAccountRouteDependencies {
  readonly store: Pick<Store, 'accounts' | 'users'>;
}

const tag = 'Partner accounts';
const params = z.strictObject({ accountId: accountIdSchema });
const etag = { ETag: 'The revision, for If-Match.' };

/** Partner accounts: the tenants of support cases (C1, C8). */
export function partnerAccountRoutes({ store }: PartnerAccountRouteDependencies): readonly Route[] {
  async function required({ scope }: Caller, id: AccountId): Promise<PartnerAccount> {
    const found = await store.accounts.find(scope, id);
    if (found === undefined) throw notFound('partner account');
    return found;
  }

  /**
   * Replaces what was read. While an account is suspended nobody of it gets in; their sessions are ended besides, before it
   * is active again too, so that none outlives the suspension.
   */
  async function save(
    { scope }: Caller,
    current: PartnerAccount,
    details: AccountDetails,
    ifRevision: number | undefined,
  ): Promise<PartnerAccount> {
    if (ifRevision !== undefined && ifRevision !== current.revision) {
      throw new ChangedMeanwhileError('partner account');
    }
    const { id, revision, state } = current;
    if (state === 'suspended') await store.users.endSessionsOfAccount(scope, id);
    const saved = await store.accounts.save(scope, id, details, revision);
    if (saved === undefined) throw notFound('partner account');
    if (saved.state === 'suspended') await store.users.endSessionsOfAccount(scope, id);
    return saved;
  }

  return [
    defineRoute({
      method: 'get',
      path: '/v1/partner-accounts',
      operationId: 'listPartnerAccounts',
      tag,
      summary: 'List partner accounts',
      description: 'The desk sees all, a partner its own.',
      access: 'read partner-account',
      query: z.strictObject({ ...cursorQuery, state: z.enum(accountStates).optional() }),
      responses: {
        200: {
          description: 'A page of partner accounts.',
          schema: pageSchema(partnerAccountSchema, 'PartnerAccountPage'),
        },
      },
    })(async ({ caller, query: { state, ...query } }) => {
      const { items, ...next } = await store.accounts.list(caller.scope, {
        ...pageRequest(query),
        ...(state === undefined ? {} : { state }),
      });
      return { status: 200, body: { items: items.map(showPartnerAccount), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/partner-accounts/{accountId}',
      operationId: 'getPartnerAccount',
      tag,
      summary: 'Read a partner account',
      access: 'read partner-account',
      params,
      responses: { 200: { description: 'The account.', schema: partnerAccountSchema, headers: etag } },
    })(async ({ caller, params: { accountId } }) => {
      const found = await required(caller, accountId);
      return { status: 200, headers: { ETag: entityTag(found) }, body: showPartnerAccount(found) };
    }),
    defineRoute({
      method: 'put',
      path: '/v1/partner-accounts/{accountId}',
      operationId: 'savePartnerAccount',
      tag,
      summary: 'Save a partner account, or suspend it',
      description:
        'A partner’s admin changes language and country, the desk everything. Of a suspended account nobody can sign in, ' +
        'and all sessions are over. The save is refused when somebody else has saved since the revision of If-Match (412); ' +
        'with *, when somebody else saves in the same moment (409).',
      access: 'change partner-account',
      audit: { body: 'by-handler' },
      params,
      headers: ifMatchHeaders,
      body: accountDetailsSchema,
      problems: [403, 409, 412],
      responses: { 200: { description: 'Saved.', schema: partnerAccountSchema, headers: etag } },
    })(async ({ caller, params: { accountId }, headers, body, audit }) => {
      const current = await required(caller, accountId);
      if (caller.scope.of !== 'desk') refuseDeskDetails(current, body);
      const ifRevision = revisionOf(headers['if-match']);
      const saved = await withPrecondition(ifRevision, () => save(caller, current, body, ifRevision));
      audit.changed({ before: detailsOf(current), after: detailsOf(saved) });
      return { status: 200, headers: { ETag: entityTag(saved) }, body: showPartnerAccount(saved) };
    }),
  ];
}

function detailsOf({ name, language, country, identifiers, state }: PartnerAccount): AccountDetails {
  return { name, language, country, identifiers, state };
}
