import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { account, anna, hotline, setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${stage.simulator.url}/simulator${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

describe('the scripting API', () => {
  it('shows phones with their scripts and live calls, and the numbers that accounts own', async () => {
    await stage.phones.phone(anna).isAnsweredByHand();
    await stage.phones.phone(anna).belongsTo('Anna');
    await stage.order(anna, '/voice');
    await stage.phones.expectEvent(anna, 'ringing');
    const phones = await stage.phones.phones();
    expect(phones.find((phone) => phone.number === hotline)?.ownedAs).toBe(hotline);
    expect(phones.find((phone) => phone.number === hotline)?.name).toBeNull();
    expect(phones.find((phone) => phone.number === anna)).toMatchObject({
      name: 'Anna',
      ownedAs: null,
      textDelivery: 'delivered',
      scripts: [{ on: 'manual' }],
      calls: [{ status: 'ringing', from: hotline, to: anna, direction: 'outbound-api' }],
    });
  });

  it('keeps an ordered journal, for which a reader can wait', async () => {
    const first = await ask('GET', '/events');
    expect(first.body).toMatchObject({ latest: expect.any(Number) });
    const { latest } = first.body as { latest: number };
    const started = Date.now();
    const waiting = ask('GET', `/events?after=${latest}&wait=10`);
    await stage.phones.phone(anna).texts(hotline, 'Hello');
    const { body } = await waiting;
    expect(Date.now() - started).toBeLessThan(5000);
    const { events } = body as { events: { sequence: number; event: string }[] };
    expect(events[0]).toMatchObject({ sequence: latest + 1, event: 'message-received', number: anna });
    const empty = await ask('GET', `/events?after=${2 ** 40}&wait=0.05`);
    expect(empty.body).toMatchObject({ events: [] });
  });

  it('notes REST requests with their outcome', async () => {
    await stage.order(anna, '/voice');
    await stage.post('Calls', {});
    const requests = (await stage.phones.journal()).filter((event) => event.event === 'rest-request');
    expect(requests).toMatchObject([
      { method: 'POST', accountSid: account.accountSid, status: 201 },
      { method: 'POST', accountSid: account.accountSid, status: 400 },
    ]);
  });

  it.each([
    ['PUT', `/phones/${anna}`, { script: { on: 'sleep' } }, 400],
    ['PUT', `/phones/${anna}`, { script: { on: 'busy', afterSeconds: 1 } }, 400],
    ['PUT', `/phones/${anna}`, { script: { on: 'busy' }, scripts: [{ on: 'busy' }] }, 400],
    ['POST', `/phones/${anna}/dance`, {}, 404],
    ['POST', `/phones/${anna}/answer`, {}, 409],
    ['POST', `/phones/${anna}/call`, { to: '+493023125555' }, 404],
    ['POST', '/faults', { fault: 'rain' }, 400],
    ['POST', '/numbers', { accountSid: account.accountSid, phoneNumber: hotline, voiceUrl: 'ftp://x' }, 400],
    ['GET', '/events?after=-1', undefined, 400],
    ['GET', '/nothing', undefined, 404],
  ])('refuses %s %s %j with %d', async (method, path, body, status) => {
    const reply = await ask(method, path, body);
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ status, message: expect.stringMatching(/./) });
  });

  it('refuses broken JSON', async () => {
    const response = await fetch(`${stage.simulator.url}/simulator/faults`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
  });

  it('takes numbers away and gives them', async () => {
    const number = { accountSid: account.accountSid, phoneNumber: '+493023125777' };
    expect((await ask('POST', '/numbers', number)).status).toBe(201);
    expect(await ask('GET', '/numbers')).toMatchObject({
      body: { numbers: expect.arrayContaining([expect.objectContaining(number)]) },
    });
    expect((await ask('DELETE', '/numbers/+493023125777')).status).toBe(204);
    await expect(stage.phones.phone(anna).calls('+493023125777')).rejects.toThrow(/404/);
  });

  it('shows the faults in force', async () => {
    const fault = { fault: 'duplicate-webhooks', on: true };
    await ask('POST', '/faults', fault);
    expect((await ask('GET', '/faults')).body).toEqual({ faults: [fault] });
    await ask('DELETE', '/faults');
    expect((await ask('GET', '/faults')).body).toEqual({ faults: [] });
  });
});
