import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import type { Reply, RestServer } from './testing/rest-server.js';
import {
  answer,
  callResource,
  callSid,
  fallback,
  from,
  order,
  orderedAt,
  primary,
  refuse,
  startRestServer,
  telephonyAt,
  to,
} from './testing/rest-server.js';
import { createTwilioTelephony } from './twilio-telephony.js';

const unknownOutcome = { placed: 'unknown', account: primary.accountSid, orderedAt };

const servers: RestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function twilioThat(reply: Reply): Promise<RestServer> {
  const server = await startRestServer(reply);
  servers.push(server);
  return server;
}

describe('placeCall', () => {
  it('orders one call whose every event tells its attempt', async () => {
    const { requests, baseUrl } = await twilioThat((_, response) => {
      answer(response, 201, callResource());
    });
    const placement = await telephonyAt(baseUrl).placeCall({ ...order, ringSeconds: 4.5 });
    expect(placement).toEqual({ placed: 'yes', call: { sid: callSid, account: primary.accountSid } });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: `/2010-04-01/Accounts/${primary.accountSid}/Calls.json`,
    });
    const form = requests[0]?.form ?? new URLSearchParams();
    expect(Object.fromEntries(form)).toMatchObject({
      To: to,
      From: from,
      Url: order.answerUrl,
      StatusCallback: order.statusUrl,
      Timeout: '5',
    });
    expect(form.getAll('StatusCallbackEvent')).toEqual(['initiated', 'ringing', 'answered', 'completed']);
    expect(form.has('MachineDetection')).toBe(false);
  });

  it('lets machine detection run beside the conversation', async () => {
    const { requests, baseUrl } = await twilioThat((_, response) => {
      answer(response, 201, callResource());
    });
    const machineDetectionUrl = 'https://desk.example.org/detection?attempt=1';
    await telephonyAt(baseUrl).placeCall({ ...order, machineDetectionUrl });
    expect(Object.fromEntries(requests[0]?.form ?? [])).toMatchObject({
      MachineDetection: 'Enable',
      AsyncAmd: 'true',
      AsyncAmdStatusCallback: machineDetectionUrl,
    });
  });

  it.each([
    [401, 20003],
    [403, 20005],
    [429, 20429],
    [400, 21210],
    [400, 21215],
  ])('takes the second account when the first answers %d/%d (X1)', async (status, code) => {
    const { requests, baseUrl } = await twilioThat((request, response) => {
      if (request.account === primary.accountSid) refuse(response, status, code);
      else answer(response, 201, callResource());
    });
    const placement = await telephonyAt(baseUrl).placeCall(order);
    expect(placement).toEqual({ placed: 'yes', call: { sid: callSid, account: fallback.accountSid } });
    expect(requests).toHaveLength(2);
  });

  it('dials from the number that the second account owns, and with a fallback that does so too (X1)', async () => {
    const ownNumber = phoneNumberSchema.parse('+4930901829');
    const { requests, baseUrl } = await twilioThat((request, response) => {
      if (request.account === primary.accountSid) refuse(response, 401, 20003);
      else answer(response, 201, callResource());
    });
    const telephony = createTwilioTelephony({
      accounts: [primary, { ...fallback, ownNumber }],
      baseUrl,
      requestTimeoutMilliseconds: 2000,
    });
    await telephony.placeCall({ ...order, fallbackUrl: (number) => `https://static.example.org/${number}` });
    expect(requests.map(({ form }) => form.get('From'))).toEqual([from, ownNumber]);
    const fallbacks = requests.map(({ form }) => [form.get('FallbackMethod'), form.get('FallbackUrl')]);
    expect(fallbacks).toEqual([
      ['GET', `https://static.example.org/${from}`],
      ['GET', `https://static.example.org/${ownNumber}`],
    ]);
  });

  it.each([13224, 21211, 21214, 21217, 21401])(
    'asks no other account when the number is refused (%d)',
    async (code) => {
      const { requests, baseUrl } = await twilioThat((_, response) => {
        refuse(response, 400, code);
      });
      expect(await telephonyAt(baseUrl).placeCall(order)).toEqual({
        placed: 'no',
        why: 'number-refused',
        code,
      });
      expect(requests).toHaveLength(1);
    },
  );

  it('says no when every account refuses', async () => {
    const { baseUrl } = await twilioThat((_, response) => {
      refuse(response, 429, 20429);
    });
    expect(await telephonyAt(baseUrl).placeCall(order)).toEqual({
      placed: 'no',
      why: 'provider-rejected',
      code: 20429,
    });
  });

  it('says no when nobody listens, since nothing was sent', async () => {
    const { baseUrl, stop } = await twilioThat(() => undefined);
    await stop();
    expect(await telephonyAt(baseUrl).placeCall(order)).toEqual({ placed: 'no', why: 'provider-rejected' });
    expect(await telephonyAt('http://nowhere.invalid').placeCall(order)).toEqual({
      placed: 'no',
      why: 'provider-rejected',
    });
  });

  it.each<[string, Reply]>([
    [
      'a 500',
      (_, response) => {
        refuse(response, 500, 20500);
      },
    ],
    [
      'a 503',
      (_, response) => {
        answer(response, 503, 'upstream connect error');
      },
    ],
    [
      'a 408',
      (_, response) => {
        answer(response, 408, '');
      },
    ],
    ['a connection that breaks after the order', (_, response) => response.destroy()],
    ['no reply in time', () => undefined],
    [
      'a success that cannot be read',
      (_, response) => {
        answer(response, 201, '{"sid": "CA');
      },
    ],
    [
      'a success without a call',
      (_, response) => {
        answer(response, 201, {});
      },
    ],
  ])('does not know after %s, and never orders again', async (_, reply) => {
    const { requests, baseUrl } = await twilioThat(reply);
    expect(await telephonyAt(baseUrl, 300).placeCall(order)).toEqual(unknownOutcome);
    expect(requests).toHaveLength(1);
  });

  it('opens a fresh connection for each order, so that a closed idle one cannot swallow it', async () => {
    const sockets = new Set<Socket>();
    const { baseUrl } = await twilioThat((_, response) => {
      if (response.socket) sockets.add(response.socket);
      answer(response, 201, callResource());
    });
    const telephony = telephonyAt(baseUrl);
    await telephony.placeCall(order);
    await telephony.placeCall(order);
    expect(sockets.size).toBe(2);
  });

  it('says no when every address of the provider refuses the connection', async () => {
    const { baseUrl, stop } = await twilioThat(() => undefined);
    await stop();
    const bothFamilies = baseUrl.replace('127.0.0.1', 'localhost');
    expect(await telephonyAt(bothFamilies).placeCall(order)).toMatchObject({ placed: 'no' });
  });

  it('says no when the connection is never accepted', async () => {
    const port = await portThatNeverAccepts();
    const startedAt = Date.now();
    const placement = await telephonyAt(`http://127.0.0.1:${port}`, 300).placeCall(order);
    expect(placement).toEqual({ placed: 'no', why: 'provider-rejected' });
    expect(Date.now() - startedAt).toBeLessThan(3000);
  });
});

const leftOver: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of leftOver.splice(0)) await end();
});

/** A process that listens and then does nothing more; its queue is filled, so the kernel leaves new connections alone. */
async function portThatNeverAccepts(): Promise<number> {
  const program = `
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  leftOver.push(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(output.toString());
  for (let index = 0; index < 8; index += 1) {
    const filler = connect(port, '127.0.0.1').on('error', () => undefined);
    leftOver.push(() => filler.destroy());
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  return port;
}
