import { field } from '../../play.js';
import type { Recipes, Setting } from '../recipe.js';
import { done, newApplication } from '../things.js';
import { whatever } from './shared.js';

const freshApplication = async ({ stage }: Setting) => ({ applicationId: await newApplication(stage) });

/** Applications, and partner accounts. */
export const partnerRecipes: Recipes = {
  'POST /v1/partner-applications': {
    ability: 'anybody',
    request: ({ unique }) => ({
      body: {
        companyName: 'Company',
        contactName: 'Applicant',
        email: `${unique}@example.org`,
        phone: '+4930901820',
        language: 'en',
        country: 'DE',
        message: 'We would like to work with you.',
        identifiers: [{ type: 'merchant-id', value: 'M-123 456' }],
      },
    }),
  },
  'GET /v1/partner-applications': { ability: 'read partner-application' },
  'GET /v1/partner-applications/{applicationId}': { ability: 'read partner-application' },
  'POST /v1/partner-applications/{applicationId}/accept': {
    ability: 'review partner-application',
    before: freshApplication,
  },
  'POST /v1/partner-applications/{applicationId}/decline': {
    ability: 'review partner-application',
    before: freshApplication,
    request: () => ({ body: { reason: 'We do not work there.' } }),
  },
  'GET /v1/partner-accounts': { ability: 'read partner-account' },
  'GET /v1/partner-accounts/{accountId}': { ability: 'read partner-account' },
  'PUT /v1/partner-accounts/{accountId}': {
    ability: 'change partner-account',
    before: async ({ stage, things }) => ({
      name: String(field(await done(stage.ask('GET', `/v1/partner-accounts/${things.accountId}`)), 'name')),
    }),
    request: ({ made }) => ({
      headers: whatever,
      body: {
        name: made['name'] ?? 'Company',
        language: 'de',
        country: 'AT',
        state: 'active',
        identifiers: [],
      },
    }),
  },
};
