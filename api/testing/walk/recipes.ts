import { goodPassword, invited, invitedToPin, mailedToken, newcomer } from '../people.js';
import { field } from '../play.js';
import type { Recipe, Setting } from './recipe.js';
import {
  done,
  newApplication,
  newCannedAnswer,
  newMail,
  newSupportCase,
  newTask,
  newToken,
  newWebhook,
  type ThingName,
} from './things.js';

/** The state in which a thing is does not matter. */
const whatever = { 'if-match': '*' };
const freshWebhook = async ({ stage, things }: Setting) => ({
  webhookId: await newWebhook(stage, things.organisationId),
});
const freshApplication = async ({ stage }: Setting) => ({ applicationId: await newApplication(stage) });
const freshDraft = async ({ stage, things, settings }: Setting) => {
  const of = `/v1/organisations/${things.organisationId}`;
  const current = await done(stage.ask('GET', of));
  const etag = current.headers.get('etag') ?? '';
  const draft = { basedOn: Number(etag.replaceAll('"', '')), settings };
  const kept = await done(stage.ask('PUT', `${of}/settings/draft`, draft, whatever));
  return { etag, version: String(field(kept, 'version')) };
};
const freshCode = ({ person }: Setting) =>
  Promise.resolve(person === undefined ? {} : { code: person.freshCode() });
const ownFactor: Pick<Recipe, 'before' | 'request'> = {
  before: freshCode,
  request: ({ made }) => ({ body: { code: made['code'] ?? '123456' } }),
};
const ownPassword = { by: 'password', password: goodPassword };
const order = {
  service: 'transport',
  description: 'An ambulance.',
  estimate: { amountMinor: 1_200_00, currency: 'EUR' },
};
const onIncident = (ability: Recipe['ability'], body: object = {}): Recipe => ({
  ability,
  request: () => ({ body }),
});
/** A list tells of nothing by not showing it. */
const filtered = (ability: Recipe['ability'], lists: ThingName): Recipe => ({
  ability,
  lists,
  request: ({ things }) => ({ query: `organisationId=${things.organisationId}` }),
  alien: { organisationId: 'empty page' },
});

const rawMail = (unique: string) =>
  `From: somebody@example.org\r\nTo: support@beistand.example\r\nSubject: ${unique}\r\n\r\nHello.\r\n`;
const freshSupportCase = async ({ stage, things }: Setting) => ({
  supportCaseId: await newSupportCase(stage, things.accountId),
});
const freshClosedCase = async (setting: Setting) => {
  const fresh = await freshSupportCase(setting);
  const path = `/v1/support-cases/${fresh.supportCaseId}/close`;
  await done(setting.stage.ask('POST', path, { outcome: 'answered' }));
  return fresh;
};
const freshDuplicate = async (setting: Setting) => ({
  ...(await freshSupportCase(setting)),
  into: await newSupportCase(setting.stage, setting.things.accountId),
});
const freshCannedAnswer = async ({ stage }: Setting) => ({ cannedAnswerId: await newCannedAnswer(stage) });
const cannedAnswer = { name: 'Answer', text: { en: 'Hello', de: 'Hallo', hu: 'Üdv' } };
const enquiry = { topic: 'enquiry', formVersion: 1 };
const freshTask = async ({ stage, things }: Setting) => ({
  taskId: await newTask(stage, things.supportCaseId),
});
const freshMail = async ({ stage }: Setting) => ({ mailId: await newMail(stage) });

/** Every route of the API, and the least valid request to it. */
export const recipes: Readonly<Record<string, Recipe>> = {
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

  'POST /v1/incidents': {
    ability: 'report incident',
    request: ({ things: { organisationId, travellerId } }) => ({
      body: { organisationId, travellerId, kind: 'medical', threat: 'unknown', summary: 'A broken leg.' },
    }),
  },
  'GET /v1/incidents': filtered('read incident', 'incidentId'),
  'GET /v1/incidents/{incidentId}': { ability: 'read incident' },
  'GET /v1/incidents/{incidentId}/timeline': { ability: 'read incident' },
  'POST /v1/incidents/{incidentId}/acknowledge': onIncident('acknowledge incident'),
  'POST /v1/incidents/{incidentId}/decline': onIncident('acknowledge incident'),
  'POST /v1/incidents/{incidentId}/threat': onIncident('steer incident', { threat: 'immediate' }),
  'POST /v1/incidents/{incidentId}/route': onIncident('steer incident', { service: 'medical' }),
  'POST /v1/incidents/{incidentId}/notes': onIncident('annotate incident', { text: 'A note.' }),
  'POST /v1/incidents/{incidentId}/contacts-reached': {
    ability: 'acknowledge incident',
    request: ({ things }) => ({ body: { contacts: [things.internalContactId] } }),
    // Who is none of the organisation's contacts is named as wrong, whoever they are.
    alien: { internalContactId: 400 },
  },
  'POST /v1/incidents/{incidentId}/ratification': {
    ability: 'ratify incident',
    request: () => ({ body: { answer: 'ratified', proof: ownPassword } }),
  },
  'POST /v1/incidents/{incidentId}/close': onIncident('steer incident', { outcome: 'resolved' }),
  'POST /v1/incidents/{incidentId}/reopen': onIncident('steer incident'),
  'POST /v1/incidents/{incidentId}/call': {
    ability: 'steer incident',
    request: ({ things }) => ({ body: { target: { who: 'contact', id: things.internalContactId } } }),
    alien: { internalContactId: 400 },
  },
  'POST /v1/incidents/{incidentId}/call-back': onIncident('steer incident'),
  'POST /v1/incidents/{incidentId}/life-safety-override': onIncident('override incident'),

  'POST /v1/incidents/{incidentId}/orders': onIncident('place order', order),
  'GET /v1/incidents/{incidentId}/orders': { ability: 'read order' },
  'GET /v1/incidents/{incidentId}/orders/{orderId}': { ability: 'read order' },
  'POST /v1/incidents/{incidentId}/orders/{orderId}/decision': {
    ability: 'approve order',
    request: () => ({ body: { answer: 'approved', proof: ownPassword } }),
  },
  'POST /v1/incidents/{incidentId}/orders/{orderId}/withdraw': onIncident('place order'),
  'POST /v1/incidents/{incidentId}/orders/{orderId}/actual-cost': onIncident('place order', {
    cost: order.estimate,
  }),
  'GET /v1/organisations/{organisationId}/statements/{month}': {
    ability: 'read statement',
    params: { month: '2026-11' },
  },

  'POST /v1/status-calls': {
    ability: 'request status-call',
    request: ({ things: { organisationId, travellerId } }) => ({ body: { organisationId, travellerId } }),
  },
  'GET /v1/status-calls': filtered('read status-call', 'statusCallId'),
  'GET /v1/status-calls/{statusCallId}': { ability: 'read status-call' },
  'GET /v1/status-calls/{statusCallId}/timeline': { ability: 'read status-call' },

  'GET /v1/audit': filtered('read audit', 'organisationId'),
  'GET /v1/audit/anchor': {
    ability: 'read audit',
    request: ({ things }) => ({ query: `organisationId=${things.organisationId}` }),
  },

  'POST /v1/attachments': {
    ability: 'store attachment',
    request: ({ unique, things }) => ({
      query: `accountId=${things.accountId}&name=file.txt`,
      body: `Text of ${unique}`,
      headers: { 'content-type': 'application/octet-stream' },
    }),
  },
  'GET /v1/attachments/{attachmentId}': { ability: 'read attachment' },
  'GET /v1/support-forms': { ability: 'read support-form' },
  'POST /v1/support-cases': {
    ability: 'open support-case',
    request: ({ things, unique }) => ({
      body: {
        accountId: things.accountId,
        ...enquiry,
        answers: { subject: unique, description: 'Why?', 'answer-by': 'writing' },
      },
    }),
    freeForm: { '/answers': 'which answers there are says the form: its schema refuses all others' },
  },
  'GET /v1/support-cases': {
    ability: 'read support-case',
    request: ({ things }) => ({ query: `accountId=${things.accountId}` }),
    alien: { accountId: 'empty page' },
  },
  'GET /v1/support-cases/{supportCaseId}': { ability: 'read support-case' },
  'POST /v1/support-cases/{supportCaseId}/messages': {
    ability: 'write support-message',
    before: freshSupportCase,
    request: () => ({ body: { text: 'Words' } }),
  },
  'GET /v1/support-cases/{supportCaseId}/messages': { ability: 'read support-message' },
  'POST /v1/support-cases/{supportCaseId}/follow-up': {
    ability: 'open support-case',
    before: freshClosedCase,
    request: () => ({ body: { text: 'More words' } }),
  },
  'POST /v1/support-cases/{supportCaseId}/notes': {
    ability: 'write support-note',
    request: () => ({ body: { text: 'Words of the desk' } }),
  },
  'GET /v1/support-cases/{supportCaseId}/notes': { ability: 'read support-note' },
  'POST /v1/support-cases/{supportCaseId}/assign': {
    ability: 'steer support-case',
    request: () => ({ body: { assignee: null } }),
  },
  'POST /v1/support-cases/{supportCaseId}/state': {
    ability: 'steer support-case',
    request: () => ({ body: { state: 'on-hold' } }),
  },
  'POST /v1/support-cases/{supportCaseId}/close': {
    ability: 'steer support-case',
    before: freshSupportCase,
    request: () => ({ body: { outcome: 'answered' } }),
  },
  'POST /v1/support-cases/{supportCaseId}/merge': {
    ability: 'steer support-case',
    before: freshDuplicate,
    request: ({ made }) => ({ body: { into: made['into'] ?? 'sup_missing0000' } }),
  },
  'POST /v1/canned-answers': {
    ability: 'change canned-answer',
    request: () => ({ body: cannedAnswer }),
  },
  'GET /v1/canned-answers': { ability: 'read canned-answer' },
  'GET /v1/canned-answers/{cannedAnswerId}': { ability: 'read canned-answer' },
  'PUT /v1/canned-answers/{cannedAnswerId}': {
    ability: 'change canned-answer',
    request: () => ({ body: cannedAnswer, headers: whatever }),
  },
  'DELETE /v1/canned-answers/{cannedAnswerId}': {
    ability: 'change canned-answer',
    before: freshCannedAnswer,
  },
  'GET /v1/support-cases/{supportCaseId}/canned-answers/{cannedAnswerId}': { ability: 'read canned-answer' },
  'POST /v1/inbound-mails': {
    ability: 'receive inbound-mail',
    request: ({ unique }) => ({ body: rawMail(unique), headers: { 'content-type': 'message/rfc822' } }),
  },
  'GET /v1/inbound-mails': { ability: 'read inbound-mail' },
  'GET /v1/inbound-mails/{mailId}': { ability: 'read inbound-mail' },
  'POST /v1/inbound-mails/{mailId}/file': {
    ability: 'sort inbound-mail',
    before: freshMail,
    request: ({ things }) => ({ body: { supportCaseId: things.supportCaseId } }),
  },
  'POST /v1/inbound-mails/{mailId}/discard': { ability: 'sort inbound-mail', before: freshMail },
  'GET /v1/desk-tasks': { ability: 'read desk-task' },
  'GET /v1/desk-tasks/{taskId}': { ability: 'read desk-task' },
  'POST /v1/desk-tasks/{taskId}/done': { ability: 'finish desk-task', before: freshTask },

  'POST /v1/organisations/{organisationId}/webhooks': {
    ability: 'manage webhook',
    request: () => ({ body: { url: 'https://hooks.example.org/beistand' } }),
  },
  'GET /v1/organisations/{organisationId}/webhooks': { ability: 'manage webhook' },
  'GET /v1/organisations/{organisationId}/webhooks/{webhookId}': { ability: 'manage webhook' },
  'PUT /v1/organisations/{organisationId}/webhooks/{webhookId}': {
    ability: 'manage webhook',
    request: () => ({ headers: whatever, body: { url: 'https://hooks.example.org/beistand' } }),
  },
  'DELETE /v1/organisations/{organisationId}/webhooks/{webhookId}': {
    ability: 'manage webhook',
    before: freshWebhook,
  },
  'POST /v1/organisations/{organisationId}/webhooks/{webhookId}/rotate-secret': {
    ability: 'manage webhook',
    request: () => ({ body: {} }),
  },
  'POST /v1/organisations/{organisationId}/webhooks/{webhookId}/test': {
    ability: 'manage webhook',
    request: () => ({ body: {} }),
  },
  'GET /v1/organisations/{organisationId}/webhooks/{webhookId}/deliveries': { ability: 'manage webhook' },
  'POST /v1/organisations/{organisationId}/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver': {
    ability: 'manage webhook',
    request: () => ({ body: {} }),
  },
};
