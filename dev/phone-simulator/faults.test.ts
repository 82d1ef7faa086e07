import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import {
  account,
  anna,
  ben,
  fallbackAccount,
  fallbackHotline,
  hotline,
  setStage,
  type Stage,
} from './testing/stage.js';

let stage: Stage;
let client: twilio.Twilio;
let fallbackClient: twilio.Twilio;
beforeAll(async () => {
  stage = await setStage();
  client = twilio(account.accountSid, account.authToken, { timeout: 1000 });
  fallbackClient = twilio(fallbackAccount.accountSid, fallbackAccount.authToken);
  for (const each of [client, fallbackClient]) each.api.baseUrl = stage.simulator.url;
  stage.application.on('/hello', '<Say>Hello</Say>');
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

const order = (to: string): Promise<unknown> =>
  client.calls.create({ to, from: hotline, url: `${stage.application.url}/hello` });

describe('faults', () => {
  it('lose the reply to a call that was placed', async () => {
    await stage.phones.setFault({ fault: 'lose-reply-of-next-call' });
    await expect(order(anna)).rejects.toMatchObject({ code: expect.stringMatching(/ECONN/) });
    await stage.phones.expectCallTo(anna);
    expect(await client.calls.list({ to: anna })).toHaveLength(1);
    await order(ben);
    await stage.phones.expectCallTo(ben);
  });

  it('lose a call before it is placed', async () => {
    await stage.phones.setFault({ fault: 'lose-next-call' });
    await expect(order(anna)).rejects.toMatchObject({ code: expect.stringMatching(/ECONN/) });
    await stage.phones.expectNoCallTo(anna, { for: 0.2 });
    expect(await client.calls.list({ to: anna })).toEqual([]);
  });

  it.each([
    [500, 20500],
    [429, 20429],
    [401, 20003],
  ])('refuse calls with %d on one account only', async (status, code) => {
    await stage.phones.setFault({
      fault: 'refuse-next-calls',
      count: 2,
      status,
      accountSid: account.accountSid,
    });
    await expect(order(anna)).rejects.toMatchObject({ status, code });
    await fallbackClient.calls.create({
      to: ben,
      from: fallbackHotline,
      url: `${stage.application.url}/hello`,
    });
    await expect(order(anna)).rejects.toMatchObject({ status, code });
    await order(anna);
    expect(await stage.phones.calls(anna)).toHaveLength(1);
  });

  it('delay the reply beyond the time-out of whoever orders', async () => {
    await stage.phones.setFault({ fault: 'delay-next-call-reply', seconds: 1.5 });
    await expect(order(anna)).rejects.toMatchObject({ code: 'ECONNABORTED' });
    await stage.phones.expectCallTo(anna);
  });

  it('refuse texts', async () => {
    await stage.phones.setFault({ fault: 'refuse-next-texts', status: 503 });
    const text = { to: anna, from: hotline, body: 'Hello' };
    await expect(client.messages.create(text)).rejects.toMatchObject({ status: 503 });
    await client.messages.create(text);
    await stage.phones.expectText(anna, /Hello/);
  });

  it('send every webhook twice, with the same idempotency token', async () => {
    stage.application.on('/twice', '<Say>Once is enough</Say>');
    await stage.phones.setFault({ fault: 'duplicate-webhooks', on: true });
    await stage.phones.phone(anna).answers();
    await stage.order(anna, '/twice', { StatusCallback: `${stage.application.url}/twice-status` });
    await stage.application.received('/twice-status', 1);
    for (const path of ['/twice', '/twice-status']) {
      const [first, second, third] = stage.application.to(path);
      expect(first?.idempotencyToken).not.toBe('');
      expect(second?.idempotencyToken).toBe(first?.idempotencyToken);
      expect(third).toBeUndefined();
    }
    const heard = (await stage.phones.journal()).filter((event) => event.event === 'heard');
    expect(heard).toHaveLength(1);
  });

  it('let the end overtake the earlier steps and the answer to a question', async () => {
    stage.application.on('/ask', '<Gather numDigits="1" action="/key"/>');
    await stage.phones.setFault({ fault: 'reorder-status-callbacks', on: true });
    await stage.phones.phone(anna).answers({ press: '1', hangUp: true });
    const form = new URLSearchParams({
      To: anna,
      From: hotline,
      Url: `${stage.application.url}/ask`,
      StatusCallback: `${stage.application.url}/disorder`,
    });
    for (const event of ['initiated', 'ringing', 'answered', 'completed'])
      form.append('StatusCallbackEvent', event);
    await stage.post('Calls', form);
    await stage.application.received('/key');
    await stage.application.received('/disorder', 3);
    const told = stage.application.to('/disorder').map((request) => request.form['CallStatus']);
    expect(told).toEqual(['completed', 'in-progress', 'ringing', 'initiated']);
    const paths = stage.application.requests.map((request) => request.path);
    expect(paths.indexOf('/disorder')).toBeLessThan(paths.indexOf('/key'));
  });

  it('drop status callbacks', async () => {
    await stage.phones.setFault({ fault: 'drop-status-callbacks', on: true });
    await stage.phones.phone(anna).answers();
    await stage.order(anna, '/hello', { StatusCallback: `${stage.application.url}/dropped` });
    await stage.phones.expectEnded(anna);
    await stage.phones.setFault({ fault: 'drop-status-callbacks', on: false });
    await stage.order(anna, '/hello', { StatusCallback: `${stage.application.url}/told` });
    await stage.application.received('/told');
    expect(stage.application.to('/dropped')).toEqual([]);
  });

  it('tell late what happens in a conference', async () => {
    stage.application.on(
      '/room',
      '<Dial><Conference statusCallback="/events" statusCallbackEvent="join">room</Conference></Dial>',
    );
    await stage.phones.setFault({ fault: 'delay-next-conference-event', seconds: 1.5 });
    const started = Date.now();
    await stage.phones.phone(anna).answers();
    await stage.order(anna, '/room');
    await stage.application.received('/events');
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_500);
  });

  it('are all taken away at once', async () => {
    await stage.phones.setFault({ fault: 'refuse-next-calls', count: 9, status: 500 });
    await stage.phones.clearFaults();
    await order(anna);
    await stage.phones.expectCallTo(anna);
  });
});
