import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { account, anna, hotline, setStage, type Stage } from '../testing/stage.js';
import { webhookSignature } from './signature.js';

describe('the signature of a webhook', () => {
  it.each([
    ['https://example.com/voice?attempt=a%2Fb&x=1', { CallSid: 'CA1', Digits: '1', Body: 'Grüß Gott, ő!' }],
    ['http://127.0.0.1:4100/voice', { b: '2', B: '1', a: '' }],
    ["https://example.com/it's?name=O'Brien", {}],
  ])('of %s is what the official package expects', (url, params) => {
    const signature = webhookSignature('a-token', url, params);
    expect(twilio.validateRequest('a-token', signature, url, params)).toBe(true);
    expect(twilio.validateRequest('another', signature, url, params)).toBe(false);
    expect(twilio.validateRequest('a-token', signature, url, { ...params, Digits: '2' })).toBe(false);
  });
});

describe('webhooks', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    await stage.end();
  });

  it('are all signed with the token of their account', async () => {
    const { application, phones } = stage;
    application.on('/signed', '<Gather numDigits="1" action="/signed-answer?step=1&amp;q=%C3%A4"/>');
    application.on(
      '/signed-answer',
      '<Dial><Conference statusCallback="/signed-room" statusCallbackEvent="join leave">Zimmer Süd</Conference></Dial>',
    );
    await phones.phone(anna).answers({
      then: [
        { do: 'press', digits: '1' },
        { do: 'hang-up', afterSeconds: 6 },
      ],
    });
    await stage.order(anna, '/signed?attempt=7', {
      StatusCallback: `${application.url}/signed-status`,
      MachineDetection: 'Enable',
      AsyncAmd: 'true',
      AsyncAmdStatusCallback: `${application.url}/signed-amd`,
    });
    await phones.phone(anna).texts(hotline, 'Hilfe & mehr');
    for (const path of [
      '/signed',
      '/signed-answer',
      '/signed-room',
      '/signed-status',
      '/signed-amd',
      '/sms',
    ]) {
      const { url, form, signature } = await application.received(path);
      const verify = (token: string): boolean => twilio.validateRequest(token, signature, url, form);
      expect([path, verify(account.authToken), verify('forged')]).toEqual([path, true, false]);
    }
  });

  it('carry their parameters in the address when asked by GET', async () => {
    const { application, phones } = stage;
    application.on('/by-get', '<Say>Got it</Say>');
    await phones.phone(anna).answers();
    await stage.order(anna, '/by-get?attempt=7', { Method: 'GET' });
    await phones.expectHeard(anna, /Got it/);
    const request = await application.received('/by-get');
    expect(request.method).toBe('GET');
    expect(request.form).toEqual({});
    expect(new URL(request.url).searchParams.get('attempt')).toBe('7');
    expect(new URL(request.url).searchParams.get('To')).toBe(anna);
    expect(twilio.validateRequest(account.authToken, request.signature, request.url, {})).toBe(true);
  });

  it('are sent once more when the connection of a status callback fails', async () => {
    let connections = 0;
    const broken = createServer();
    broken.on('connection', (socket) => {
      connections += 1;
      socket.resetAndDestroy();
    });
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const { port } = broken.address() as AddressInfo;
    await stage.phones.phone(anna).isBusy();
    await stage.order(anna, '/voice', { StatusCallback: `http://127.0.0.1:${port}/` });
    const failures = await Promise.all(
      [0, 1].map(() =>
        stage.phones.expectEvent(anna, 'webhook', { where: (webhook) => webhook.purpose === 'call-status' }),
      ),
    );
    expect(failures.every((failure) => failure.error !== undefined)).toBe(true);
    await new Promise((resolve) => broken.close(resolve));
    expect(connections).toBe(2);
  });
});
