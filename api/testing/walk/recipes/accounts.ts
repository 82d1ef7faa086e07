import { goodPassword, invited, invitedToPin, mailedToken, newcomer } from '../../people.js';
import type { Recipe, Recipes, Setting } from '../recipe.js';
import { done } from '../things.js';
import { ownPassword } from './shared.js';

const freshCode = ({ person }: Setting) =>
  Promise.resolve(person === undefined ? {} : { code: person.freshCode() });
const ownFactor: Pick<Recipe, 'before' | 'request'> = {
  before: freshCode,
  request: ({ made }) => ({ body: { code: made['code'] ?? '123456' } }),
};

/** The process’s own health, sessions, one’s own account, and users. */
export const accountRecipes: Recipes = {
  'GET /healthz': { ability: 'anybody' },
  'GET /readyz': { ability: 'anybody' },

  'POST /v1/session': {
    ability: 'anybody',
    before: ({ somebody }) => Promise.resolve({ email: somebody.signer.email }),
    request: ({ made }) => ({
      body: { email: made['email'] ?? 'somebody@example.org', password: goodPassword },
    }),
    endsSession: true,
  },
  'DELETE /v1/session': { ability: 'anybody', endsSession: true },
  'POST /v1/session/second-factor': {
    ability: 'anybody',
    async before({ visitor, somebody }) {
      await done(
        visitor.ask('POST', '/v1/session', { email: somebody.signer.email, password: goodPassword }),
      );
      return { code: somebody.freshCode() };
    },
    request: ({ made }) => ({ body: { code: made['code'] ?? '123456' } }),
    endsSession: true,
  },
  'GET /v1/openid': { ability: 'anybody' },
  'GET /v1/openid/callback': {
    ability: 'anybody',
    async before({ visitor }) {
      await done(visitor.ask('GET', '/v1/openid'));
      return {};
    },
    request: () => ({ query: 'code=code&state=state' }),
    ignoresUnknownQuery: 'unrecognised parameters of the answer must be ignored (RFC 6749, 4.1.2)',
    endsSession: true,
  },
  'POST /v1/password-resets': {
    ability: 'anybody',
    request: ({ unique }) => ({ body: { email: `${unique}@example.org` } }),
  },
  'POST /v1/password-resets/completion': {
    ability: 'anybody',
    async before({ stage, visitor }) {
      const { email } = await newcomer(stage, 'operator');
      await done(visitor.ask('POST', '/v1/password-resets', { email }));
      return { token: await mailedToken(stage, email, 1) };
    },
    request: ({ made }) => ({ body: { token: made['token'] ?? 'x'.repeat(40), password: goodPassword } }),
  },
  'POST /v1/pin-invitations/acceptance': {
    ability: 'anybody',
    before: async ({ stage, things }) => ({
      token: await invitedToPin(stage, things.organisationId, things.contactId),
    }),
    request: ({ made }) => ({ body: { token: made['token'] ?? 'x'.repeat(40), pin: '407183' } }),
  },
  'POST /v1/invitations/acceptance': {
    ability: 'anybody',
    before: async ({ stage }) => ({ token: (await invited(stage, 'operator')).token }),
    request: ({ made }) => ({ body: { token: made['token'] ?? 'x'.repeat(40), password: goodPassword } }),
  },

  'GET /v1/me': { ability: 'read account' },
  'PUT /v1/me': {
    ability: 'change account',
    request: () => ({ body: { name: 'Somebody', language: 'en', timeZone: 'UTC' } }),
  },
  'PUT /v1/me/password': {
    ability: 'change account',
    request: () => ({ body: { currentPassword: goodPassword, newPassword: goodPassword } }),
  },
  'POST /v1/me/second-factor': { ability: 'enrol second-factor', ...ownFactor },
  'PUT /v1/me/second-factor': {
    ability: 'enrol second-factor',
    ...ownFactor,
    before: async ({ person }) => (person === undefined ? {} : { code: await person.beginAnotherFactor() }),
  },
  'POST /v1/me/second-factor/removal': {
    ability: 'change account',
    ...ownFactor,
    // The desk keeps its second factor.
    refused: { 'desk-lead': 403, operator: 403 },
    endsSession: true,
  },
  'POST /v1/me/recovery-codes': { ability: 'change account', ...ownFactor },
  'PUT /v1/me/pin': {
    ability: 'set own-pin',
    request: () => ({ body: { pin: '407183', proof: ownPassword } }),
  },

  'POST /v1/users': {
    ability: 'invite user',
    request: ({ things: { organisationId }, unique }) => ({
      body: { email: `${unique}@example.org`, name: 'Somebody', role: 'authorising-person', organisationId },
    }),
    forPartners: {
      request: ({ things: { accountId }, unique }) => ({
        body: { email: `${unique}@example.org`, name: 'Somebody', role: 'partner-user', accountId },
      }),
    },
  },
  'GET /v1/users': {
    ability: 'read user',
    lists: 'userId',
    request: ({ things }) => ({ query: `organisationId=${things.organisationId}` }),
    forPartners: { request: ({ things }) => ({ query: `accountId=${things.accountId}` }) },
  },
  'GET /v1/users/{userId}': { ability: 'read user' },
  'PUT /v1/users/{userId}': {
    ability: 'change user',
    request: () => ({ body: { role: 'organisation-manager', disabled: false } }),
    forPartners: { request: () => ({ body: { role: 'partner-user', disabled: false } }) },
  },
  'POST /v1/users/{userId}/invitation': { ability: 'invite user' },
  'DELETE /v1/users/{userId}/second-factor': { ability: 'change user' },
};
