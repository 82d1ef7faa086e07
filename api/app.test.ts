import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { field, problem, textField, openPlay, reset, type Play } from './testing/play.js';

let stage: Play['stage'];
let organisationId: Play['organisationId'];
let contactId: Play['contactId'];
let token: Play['token'];

beforeAll(async () => {
  ({ stage, organisationId, contactId, token } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

const asOrganisation = () => ({ authorization: `Bearer ${token}` });

describe('organisations (E3)', () => {
  it('gives everybody an identifier and keeps the ones that are there', async () => {
    const read = await stage.ask('GET', `/v1/organisations/${organisationId}`);
    expect(read.headers.get('etag')).toMatch(/^"\d+"$/);
    expect(contactId).toMatch(/^con_[a-z2-7]{16}$/);
    const twice = { name: 'Twice', internalContacts: [1, 2].map(() => ({ id: contactId, name: 'Anna' })) };
    const refused = await stage.ask('POST', '/v1/organisations', twice);
    expect(problem(refused)).toMatchObject({ status: 400, paths: ['/internalContacts/1/id'] });
  });

  it('refuses a save over somebody else’s (If-Match)', async () => {
    const created = await stage.ask('POST', '/v1/organisations', { name: 'Before' });
    const path = `/v1/organisations/${textField(created, 'id')}`;
    const etag = created.headers.get('etag') ?? '';
    const saved = await stage.ask('PUT', path, { name: 'After' }, { 'if-match': etag });
    expect(saved.status).toBe(200);
    expect(saved.headers.get('etag')).not.toBe(etag);
    const stale = await stage.ask('PUT', path, { name: 'Late' }, { 'if-match': etag });
    expect(problem(stale).status).toBe(412);
    expect(field(await stage.ask('GET', path), 'name')).toBe('After');
    expect(problem(await stage.ask('PUT', path, { name: 'x' }, { 'if-match': 'nonsense' })).paths).toEqual([
      '/if-match',
    ]);
  });

  it('lets only the desk change the inbound number', async () => {
    const path = `/v1/organisations/${organisationId}`;
    const body = { name: 'Example', inboundNumber: '+493023125077' };
    const refused = await stage.ask('PUT', path, body, { 'if-match': '*', ...asOrganisation() });
    expect(problem(refused)).toMatchObject({ status: 403, paths: ['/inboundNumber'] });
  });

  it('lets only the desk say how much may be spent in a day, in the currency of the prices, and shows what was', async () => {
    const path = `/v1/organisations/${organisationId}`;
    const inboundNumber = field(await stage.ask('GET', path), 'inboundNumber');
    const capped = (currency: string) => ({
      name: 'Example',
      ...(inboundNumber === undefined ? {} : { inboundNumber }),
      dailySpendCap: { amountMinor: 500, currency },
    });
    const refused = await stage.ask('PUT', path, capped('EUR'), { 'if-match': '*', ...asOrganisation() });
    expect(problem(refused)).toMatchObject({ status: 403, paths: ['/dailySpendCap'] });
    const foreign = await stage.ask('PUT', path, capped('HUF'), { 'if-match': '*' });
    expect(problem(foreign)).toMatchObject({ status: 400, paths: ['/dailySpendCap/currency'] });
    expect((await stage.ask('PUT', path, capped('EUR'), { 'if-match': '*' })).status).toBe(200);
    const today = new Date().toISOString().slice(0, 10);
    await stage.store.spending.spend(organisationId, today, 120, undefined);
    expect((await stage.ask('GET', `${path}/spending`, undefined, asOrganisation())).body).toEqual({
      day: today,
      spent: { amountMinor: 120, currency: 'EUR' },
      cap: { amountMinor: 500, currency: 'EUR' },
    });
  });

  it('refuses numbers that are never called, naming all of them at once', async () => {
    const refused = await stage.ask('POST', '/v1/organisations', {
      name: 'Example',
      internalContacts: [
        { name: 'Anna', phones: ['+493023125011', '+499001234567'] },
        { name: 'Ben', phones: ['+19002345678'] },
      ],
    });
    expect(problem(refused)).toMatchObject({
      status: 400,
      paths: ['/internalContacts/0/phones/1', '/internalContacts/1/phones/0'],
    });
    const traveller = { organisationId, name: 'Toni', phones: ['+979123456789'] };
    expect(problem(await stage.ask('POST', '/v1/travellers', traveller)).paths).toEqual(['/phones/0']);
  });

  it('pages through lists', async () => {
    const first = await stage.ask('GET', '/v1/organisations?limit=1');
    expect(field(first, 'items')).toHaveLength(1);
    const cursor = encodeURIComponent(textField(first, 'nextCursor'));
    const second = await stage.ask('GET', `/v1/organisations?limit=1&cursor=${cursor}`);
    expect(field(second, 'items')).not.toEqual(field(first, 'items'));
  });
});

describe('operation (X6)', () => {
  it('is healthy and ready, and says which part is not', async () => {
    expect((await stage.ask('GET', '/healthz')).status).toBe(200);
    expect((await stage.ask('GET', '/readyz')).status).toBe(200);
    stage.cases.away = true;
    stage.alarm.raised = true;
    const answer = await stage.ask('GET', '/readyz');
    stage.alarm.raised = false;
    expect(answer.status).toBe(503);
    expect(field(answer, 'parts')).toEqual({
      temporal: 'failing',
      mongodb: 'ok',
      workers: 'failing',
      auditor: 'failing',
      serving: 'ok',
    });
  });

  it('counts requests by route, never by address', async () => {
    await stage.ask('GET', '/v1/incidents/inc_secret12345');
    const metrics = await stage.ask('GET', '/metrics');
    expect(metrics.text).toContain('route="/v1/incidents/{incidentId}"');
    expect(metrics.text).not.toContain('secret');
  });

  it('documents every route from the schemas that check it', async () => {
    const { body } = await stage.ask('GET', '/openapi.json', undefined, { authorization: '' });
    const document = z
      .object({
        openapi: z.literal('3.1.0'),
        paths: z.record(
          z.string(),
          z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) })),
        ),
      })
      .parse(body);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/healthz',
      '/readyz',
      '/v1/attachments',
      '/v1/attachments/{attachmentId}',
      '/v1/audit',
      '/v1/audit/anchor',
      '/v1/canned-answers',
      '/v1/canned-answers/{cannedAnswerId}',
      '/v1/desk-tasks',
      '/v1/desk-tasks/{taskId}',
      '/v1/desk-tasks/{taskId}/done',
      '/v1/inbound-mails',
      '/v1/inbound-mails/{mailId}',
      '/v1/inbound-mails/{mailId}/attachments/{index}',
      '/v1/inbound-mails/{mailId}/discard',
      '/v1/inbound-mails/{mailId}/file',
      '/v1/inbound-mails/{mailId}/open-case',
      '/v1/inbound-mails/{mailId}/raw',
      '/v1/incidents',
      '/v1/incidents/{incidentId}',
      '/v1/incidents/{incidentId}/acknowledge',
      '/v1/incidents/{incidentId}/call',
      '/v1/incidents/{incidentId}/call-back',
      '/v1/incidents/{incidentId}/close',
      '/v1/incidents/{incidentId}/contacts-reached',
      '/v1/incidents/{incidentId}/decline',
      '/v1/incidents/{incidentId}/life-safety-override',
      '/v1/incidents/{incidentId}/notes',
      '/v1/incidents/{incidentId}/orders',
      '/v1/incidents/{incidentId}/orders/{orderId}',
      '/v1/incidents/{incidentId}/orders/{orderId}/actual-cost',
      '/v1/incidents/{incidentId}/orders/{orderId}/decision',
      '/v1/incidents/{incidentId}/orders/{orderId}/withdraw',
      '/v1/incidents/{incidentId}/ratification',
      '/v1/incidents/{incidentId}/reopen',
      '/v1/incidents/{incidentId}/route',
      '/v1/incidents/{incidentId}/threat',
      '/v1/incidents/{incidentId}/timeline',
      '/v1/invitations/acceptance',
      '/v1/me',
      '/v1/me/password',
      '/v1/me/pin',
      '/v1/me/recovery-codes',
      '/v1/me/second-factor',
      '/v1/me/second-factor/removal',
      '/v1/openid',
      '/v1/openid/callback',
      '/v1/organisations',
      '/v1/organisations/{organisationId}',
      '/v1/organisations/{organisationId}/authorising-persons',
      '/v1/organisations/{organisationId}/authorising-persons/{contactId}/pin',
      '/v1/organisations/{organisationId}/authorising-persons/{contactId}/pin-invitation',
      '/v1/organisations/{organisationId}/legal-holds',
      '/v1/organisations/{organisationId}/legal-holds/{legalHoldId}/release',
      '/v1/organisations/{organisationId}/person-erasures',
      '/v1/organisations/{organisationId}/person-erasures/{personErasureId}',
      '/v1/organisations/{organisationId}/persons/{personId}/erasure-preview',
      '/v1/organisations/{organisationId}/persons/{personId}/export',
      '/v1/organisations/{organisationId}/readiness',
      '/v1/organisations/{organisationId}/readiness/tests',
      '/v1/organisations/{organisationId}/report-plan',
      '/v1/organisations/{organisationId}/reports/{kind}',
      '/v1/organisations/{organisationId}/retention',
      '/v1/organisations/{organisationId}/retention/deletions',
      '/v1/organisations/{organisationId}/retention/preview',
      '/v1/organisations/{organisationId}/retention/runs',
      '/v1/organisations/{organisationId}/retention/runs/{retentionRunId}',
      '/v1/organisations/{organisationId}/retention/runs/{retentionRunId}/hashes',
      '/v1/organisations/{organisationId}/retention/runs/{retentionRunId}/proof',
      '/v1/organisations/{organisationId}/settings/draft',
      '/v1/organisations/{organisationId}/settings/draft/changes',
      '/v1/organisations/{organisationId}/settings/draft/errors',
      '/v1/organisations/{organisationId}/settings/save',
      '/v1/organisations/{organisationId}/settings/versions',
      '/v1/organisations/{organisationId}/settings/versions/{revision}',
      '/v1/organisations/{organisationId}/spending',
      '/v1/organisations/{organisationId}/statements/{month}',
      '/v1/organisations/{organisationId}/tokens',
      '/v1/organisations/{organisationId}/tokens/{tokenId}',
      '/v1/organisations/{organisationId}/webhooks',
      '/v1/organisations/{organisationId}/webhooks/{webhookId}',
      '/v1/organisations/{organisationId}/webhooks/{webhookId}/deliveries',
      '/v1/organisations/{organisationId}/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver',
      '/v1/organisations/{organisationId}/webhooks/{webhookId}/rotate-secret',
      '/v1/organisations/{organisationId}/webhooks/{webhookId}/test',
      '/v1/partner-accounts',
      '/v1/partner-accounts/{accountId}',
      '/v1/partner-applications',
      '/v1/partner-applications/{applicationId}',
      '/v1/partner-applications/{applicationId}/accept',
      '/v1/partner-applications/{applicationId}/decline',
      '/v1/password-resets',
      '/v1/password-resets/completion',
      '/v1/pin-invitations/acceptance',
      '/v1/session',
      '/v1/session/second-factor',
      '/v1/status-calls',
      '/v1/status-calls/{statusCallId}',
      '/v1/status-calls/{statusCallId}/timeline',
      '/v1/support-cases',
      '/v1/support-cases/{supportCaseId}',
      '/v1/support-cases/{supportCaseId}/assign',
      '/v1/support-cases/{supportCaseId}/canned-answers/{cannedAnswerId}',
      '/v1/support-cases/{supportCaseId}/close',
      '/v1/support-cases/{supportCaseId}/details',
      '/v1/support-cases/{supportCaseId}/follow-up',
      '/v1/support-cases/{supportCaseId}/merge',
      '/v1/support-cases/{supportCaseId}/messages',
      '/v1/support-cases/{supportCaseId}/notes',
      '/v1/support-cases/{supportCaseId}/state',
      '/v1/support-cases/{supportCaseId}/timeline',
      '/v1/support-forms',
      '/v1/support-forms/{topic}',
      '/v1/support-forms/{topic}/versions/{version}',
      '/v1/support-policies/{topic}',
      '/v1/travellers',
      '/v1/travellers/{travellerId}',
      '/v1/users',
      '/v1/users/{userId}',
      '/v1/users/{userId}/invitation',
      '/v1/users/{userId}/second-factor',
    ]);
    expect(Object.keys(document.paths['/v1/status-calls'] ?? {}).sort()).toEqual(['get', 'post']);
    const statuses = Object.keys(document.paths['/v1/incidents']?.['post']?.responses ?? {});
    expect(statuses).toEqual(
      expect.arrayContaining([
        '200',
        '201',
        '202',
        '400',
        '401',
        '404',
        '409',
        '413',
        '415',
        '422',
        '429',
        '503',
      ]),
    );
  });

  it('shows people where to go at its bare address, and programs that nothing is there', async () => {
    const browser = { authorization: '', accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const page = await stage.ask('GET', '/', undefined, browser);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('vary')).toContain('Accept');
    const targets = [...page.text.matchAll(/href="([^"]+)"/g)].map(([, target = '']) => target);
    expect(targets).toEqual(['/docs', '/openapi.json', '/healthz', '/readyz']);
    for (const target of targets) expect((await stage.ask('GET', target)).status).not.toBe(404);
    for (const accept of ['*/*', 'application/json', 'application/problem+json']) {
      const refused = await stage.ask('GET', '/', undefined, { accept });
      expect(problem(refused).status).toBe(404);
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('serves the docs page without anything from elsewhere', async () => {
    const page = await stage.ask('GET', '/docs', undefined, { authorization: '' });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain(`script-src 'self'`);
    expect(page.text).not.toContain('http');
    const script = await stage.ask('GET', '/docs/assets/swagger-ui-bundle.js');
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toContain('javascript');
  });
});
