import { field } from '../../play.js';
import type { Recipes, Setting } from '../recipe.js';
import { done, newEndedRetentionRun, newToken, newTraveller } from '../things.js';
import { filtered, whatever } from './shared.js';

const freshDraft = async ({ stage, things, settings }: Setting) => {
  const of = `/v1/organisations/${things.organisationId}`;
  const current = await done(stage.ask('GET', of));
  const etag = current.headers.get('etag') ?? '';
  const draft = { basedOn: Number(etag.replaceAll('"', '')), settings };
  const kept = await done(stage.ask('PUT', `${of}/settings/draft`, draft, whatever));
  return { etag, version: String(field(kept, 'version')) };
};

/** Organisations with their settings, tokens and travellers. */
export const organisationRecipes: Recipes = {
  'POST /v1/organisations': {
    ability: 'create organisation',
    request: () => ({ body: { name: 'Another one' } }),
  },
  'GET /v1/organisations': { ability: 'read organisation', lists: 'organisationId' },
  'GET /v1/organisations/{organisationId}': { ability: 'read organisation' },
  'PUT /v1/organisations/{organisationId}': {
    ability: 'change organisation',
    request: ({ settings }) => ({ headers: whatever, body: settings }),
  },
  'GET /v1/organisations/{organisationId}/spending': { ability: 'read organisation' },
  'GET /v1/organisations/{organisationId}/authorising-persons': { ability: 'read organisation' },
  'POST /v1/organisations/{organisationId}/authorising-persons/{contactId}/pin-invitation': {
    ability: 'invite pin',
  },
  'DELETE /v1/organisations/{organisationId}/authorising-persons/{contactId}/pin': { ability: 'remove pin' },

  'PUT /v1/organisations/{organisationId}/settings/draft': {
    ability: 'change settings',
    request: () => ({ headers: whatever, body: { basedOn: 1, settings: { name: 'Draft' } } }),
    freeForm: { '/settings': 'a draft may be wrong until it is saved; it is plain JSON all the same' },
  },
  'GET /v1/organisations/{organisationId}/settings/draft': { ability: 'read settings', before: freshDraft },
  'DELETE /v1/organisations/{organisationId}/settings/draft': {
    ability: 'change settings',
    before: freshDraft,
  },
  'GET /v1/organisations/{organisationId}/settings/draft/errors': {
    ability: 'read settings',
    before: freshDraft,
  },
  'GET /v1/organisations/{organisationId}/settings/draft/changes': {
    ability: 'read settings',
    before: freshDraft,
  },
  'POST /v1/organisations/{organisationId}/settings/save': {
    ability: 'change settings',
    before: freshDraft,
    request: ({ made }) => ({
      headers: { 'if-match': made['etag'] ?? '"1"' },
      body: { draftVersion: Number(made['version'] ?? 1) },
    }),
  },
  'GET /v1/organisations/{organisationId}/settings/versions': { ability: 'read settings' },
  'GET /v1/organisations/{organisationId}/settings/versions/{revision}': { ability: 'read settings' },

  'GET /v1/organisations/{organisationId}/retention': { ability: 'read retention' },
  'PUT /v1/organisations/{organisationId}/retention': {
    ability: 'change retention',
    request: () => ({ headers: whatever, body: { periods: {} } }),
  },
  'GET /v1/organisations/{organisationId}/retention/preview': { ability: 'read retention' },
  'POST /v1/organisations/{organisationId}/retention/runs': {
    ability: 'start retention-run',
    request: () => ({ body: {} }),
  },
  'GET /v1/organisations/{organisationId}/retention/runs': { ability: 'read retention' },
  'GET /v1/organisations/{organisationId}/retention/runs/{retentionRunId}': { ability: 'read retention' },
  // One that has not ended has no certificate.
  'GET /v1/organisations/{organisationId}/retention/runs/{retentionRunId}/proof': {
    ability: 'read retention',
    before: async ({ stage, things }) => ({
      retentionRunId: await newEndedRetentionRun(stage, things.organisationId),
    }),
  },
  'GET /v1/organisations/{organisationId}/retention/runs/{retentionRunId}/hashes': {
    ability: 'read retention',
    request: () => ({ query: 'dataClass=incidents' }),
  },
  'GET /v1/organisations/{organisationId}/retention/deletions': {
    ability: 'read retention',
    request: () => ({ query: 'identifier=inc_example1' }),
  },
  'POST /v1/organisations/{organisationId}/legal-holds': {
    ability: 'create legal-hold',
    request: () => ({ body: { subject: { of: 'class', dataClass: 'incidents' }, reason: 'Court' } }),
  },
  'GET /v1/organisations/{organisationId}/legal-holds': { ability: 'read legal-hold' },
  'POST /v1/organisations/{organisationId}/legal-holds/{legalHoldId}/release': {
    ability: 'release legal-hold',
    request: () => ({ body: { reason: 'Settled' } }),
  },
  'GET /v1/organisations/{organisationId}/report-plan': { ability: 'read report-plan' },
  'PUT /v1/organisations/{organisationId}/report-plan': {
    ability: 'change report-plan',
    request: () => ({
      headers: whatever,
      body: { reports: [{ kind: 'incidents', every: 'year', language: 'en', formats: ['pdf'] }] },
    }),
  },

  'GET /v1/organisations/{organisationId}/reports/{kind}': {
    ability: 'read report',
    params: { kind: 'incidents' },
    request: () => ({ query: 'from=2026-01&to=2026-03' }),
  },

  'GET /v1/organisations/{organisationId}/persons/{personId}/export': { ability: 'export person' },

  'GET /v1/organisations/{organisationId}/readiness': { ability: 'read settings' },
  'POST /v1/organisations/{organisationId}/readiness/tests': {
    ability: 'test channel',
    // One test of a channel at a time: whoever asks later repeats the first request.
    before: () => Promise.resolve({ key: 'walk' }),
    request: ({ things, made: { key } }) => ({
      body: { contactId: things.internalContactId, channel: 'voice' },
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    }),
  },

  'GET /v1/organisations/{organisationId}/persons/{personId}/erasure-preview': {
    ability: 'read person-erasure',
  },
  'POST /v1/organisations/{organisationId}/person-erasures': {
    ability: 'erase person',
    before: async ({ stage, things }) => ({ personId: await newTraveller(stage, things.organisationId) }),
    request: ({ things, made: { personId = things.personId } }) => ({
      body: { personId, reason: 'Asked for it' },
    }),
  },
  'GET /v1/organisations/{organisationId}/person-erasures': { ability: 'read person-erasure' },
  'GET /v1/organisations/{organisationId}/person-erasures/{personErasureId}': {
    ability: 'read person-erasure',
  },

  'POST /v1/organisations/{organisationId}/tokens': {
    ability: 'create token',
    request: () => ({ body: { name: 'booking' } }),
  },
  'GET /v1/organisations/{organisationId}/tokens': { ability: 'read token' },
  'DELETE /v1/organisations/{organisationId}/tokens/{tokenId}': {
    ability: 'revoke token',
    before: async ({ stage, things }) => ({ tokenId: await newToken(stage, things.organisationId) }),
  },

  'POST /v1/travellers': {
    ability: 'create traveller',
    request: ({ things: { organisationId } }) => ({ body: { organisationId, name: 'Toni', phones: [] } }),
  },
  'GET /v1/travellers': filtered('read traveller', 'travellerId'),
  'GET /v1/travellers/{travellerId}': { ability: 'read traveller' },
  'PUT /v1/travellers/{travellerId}': {
    ability: 'change traveller',
    request: ({ things: { organisationId } }) => ({ body: { organisationId, name: 'Toni', phones: [] } }),
    // A traveller stays in their organisation.
    alien: { organisationId: 400 },
  },
};
