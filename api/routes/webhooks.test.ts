import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WebhookEndpointKey } from '../../db/webhook-store.js';
import { organisationIdSchema, webhookEndpointIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { setStage, type Answer, type Stage } from '../testing/stage.js';

interface Shown {
  readonly id: string;
  readonly secret: string;
  readonly enabled: boolean;
  readonly revision: number;
  readonly items: readonly { readonly id: string; readonly state: string; readonly eventType: string }[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly deliveryId: string;
}

let stage: Stage;
let path: string;
let foreignToken: string;
let ownToken: string;
const url = 'https://hooks.example.org/beistand';

beforeAll(async () => {
  stage = await setStage();
  const [own, foreign] = [await found(), await found()];
  path = `/v1/organisations/${own}/webhooks`;
  ownToken = await tokenOf(own);
  foreignToken = await tokenOf(foreign);
});
afterAll(() => stage.close());

function shown({ body }: Answer): Shown {
  return body as Shown;
}

async function found(): Promise<string> {
  return shown(await stage.ask('POST', '/v1/organisations', { name: 'Company' })).id;
}

async function tokenOf(organisationId: string): Promise<string> {
  const made = await stage.ask('POST', `/v1/organisations/${organisationId}/tokens`, { name: 'Test' });
  return `Bearer ${(made.body as { token: string }).token}`;
}

function keyOf(id: string): WebhookEndpointKey {
  return {
    organisationId: organisationIdSchema.parse(path.split('/')[3]),
    endpointId: webhookEndpointIdSchema.parse(id),
  };
}

async function create(body: Readonly<Record<string, unknown>> = { url }): Promise<Shown> {
  const created = await stage.ask('POST', path, body);
  expect(created.status).toBe(201);
  return shown(created);
}

describe('the webhooks of an organisation (X3)', () => {
  it('are made with a secret that is shown once and never stored in the open', async () => {
    const { id, secret } = await create();
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
    for (const answer of [await stage.ask('GET', path), await stage.ask('GET', `${path}/${id}`)]) {
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('whsec_');
      expect(answer.text).not.toContain('ecret":');
    }
    const of = keyOf(id);
    expect(await stage.store.webhookEndpoints.signingSecrets(deskScope, of, new Date())).toEqual([secret]);
  });

  it('exist for nobody else', async () => {
    const { id } = await create();
    const { deliveryId } = shown(await stage.ask('POST', `${path}/${id}/test`));
    const asked = [
      ['POST', path, { url }],
      ['GET', path],
      ['GET', `${path}/${id}`],
      ['PUT', `${path}/${id}`, { url }],
      ['DELETE', `${path}/${id}`],
      ['POST', `${path}/${id}/rotate-secret`],
      ['POST', `${path}/${id}/test`],
      ['GET', `${path}/${id}/deliveries`],
      ['POST', `${path}/${id}/deliveries/${deliveryId}/redeliver`],
    ] as const;
    for (const [method, address, body] of asked) {
      const headers = { authorization: foreignToken, 'if-match': '*' };
      const foreign = await stage.ask(method, address, body, headers);
      expect([method, address, foreign.status]).toEqual([method, address, 404]);
    }
    const own = await stage.ask('GET', `${path}/${id}`, undefined, { authorization: ownToken });
    expect(own.status).toBe(200);
  });

  it.each([
    ['http://hooks.example.org/', /https/],
    ['https://127.0.0.1/', /public/],
    ['https://0x7f.1/', /public/],
    ['https://[::ffff:10.0.0.1]/', /public/],
    ['https://169.254.169.254/latest', /public/],
    ['https://me:secret@hooks.example.org/', /password/],
  ])('are refused for %s', async (wrong, message) => {
    const answer = await stage.ask('POST', path, { url: wrong });
    expect(answer.status).toBe(400);
    expect(shown(answer).errors).toMatchObject([{ path: '/url' }]);
    expect(shown(answer).errors[0]?.message).toMatch(message);
  });

  it('are refused with events that nobody sends, operators, and unknown fields', async () => {
    const wrong = { url: { $gt: '' }, eventTypes: ['incident.exploded'], secret: 'mine' };
    const answer = await stage.ask('POST', path, wrong);
    expect(answer.status).toBe(400);
    expect(shown(answer).errors.map(({ path: at }) => at)).toEqual(['/url', '/eventTypes/0', '/secret']);
  });

  it('are saved whole, once per revision', async () => {
    const { id } = await create({ url, description: 'Ours', eventTypes: ['incident.opened'] });
    const save = (ifMatch: string) =>
      stage.ask('PUT', `${path}/${id}`, { url, enabled: false }, { 'if-match': ifMatch });
    const saved = await save('"1"');
    expect(saved.headers.get('etag')).toBe('"2"');
    expect(saved.body).toMatchObject({ enabled: false, disabledBecause: 'by-hand', revision: 2 });
    expect(saved.body).not.toHaveProperty('description');
    expect(saved.body).not.toHaveProperty('eventTypes');
    expect((await save('"1"')).status).toBe(412);
    const again = await stage.ask('PUT', `${path}/${id}`, { url }, { 'if-match': '*' });
    expect(again.body).toMatchObject({ enabled: true, revision: 3 });
    expect(again.body).not.toHaveProperty('disabledBecause');
  });

  it('change their secret with an overlap, or at once', async () => {
    const { id, secret } = await create();
    const rotate = (body?: object) => stage.ask('POST', `${path}/${id}/rotate-secret`, body);
    const second = shown(await rotate());
    const of = keyOf(id);
    const signing = (at = new Date()) => stage.store.webhookEndpoints.signingSecrets(deskScope, of, at);
    expect(await signing()).toEqual([second.secret, secret]);
    expect(await signing(new Date(Date.now() + 25 * 3_600_000))).toEqual([second.secret]);
    const third = shown(await rotate({ overlapHours: 0 }));
    expect(await signing()).toEqual([third.secret]);
    expect((await rotate({ overlapHours: -1 })).status).toBe(400);
  });

  it('are tried and sent again by hand, unless they are disabled', async () => {
    const { id } = await create();
    const { deliveryId } = shown(await stage.ask('POST', `${path}/${id}/test`));
    expect(stage.cases.deliveriesStarted).toContain(deliveryId);
    const log = await stage.ask('GET', `${path}/${id}/deliveries?state=pending`);
    expect(shown(log).items).toMatchObject([{ id: deliveryId, state: 'pending', eventType: 'webhook.test' }]);
    const again = () => stage.ask('POST', `${path}/${id}/deliveries/${deliveryId}/redeliver`);
    expect((await again()).status).toBe(202);
    expect(stage.cases.deliveriesAskedFor).toEqual([deliveryId]);
    await stage.ask('PUT', `${path}/${id}`, { url, enabled: false }, { 'if-match': '*' });
    expect((await again()).status).toBe(409);
    expect((await stage.ask('POST', `${path}/${id}/test`)).status).toBe(409);
  });

  it('are deleted with their log, and are at most twenty', async () => {
    const { id } = await create();
    await stage.ask('POST', `${path}/${id}/test`);
    expect((await stage.ask('DELETE', `${path}/${id}`)).status).toBe(204);
    for (const [method, address] of [
      ['DELETE', `${path}/${id}`],
      ['GET', `${path}/${id}/deliveries`],
    ] as const) {
      expect((await stage.ask(method, address)).status).toBe(404);
    }
    const { items } = shown(await stage.ask('GET', path));
    for (let count = items.length; count < 20; count += 1) await create();
    expect((await stage.ask('POST', path, { url })).status).toBe(409);
  });
});
