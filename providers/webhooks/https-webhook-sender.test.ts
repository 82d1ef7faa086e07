import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startReceiver, type WebhookReceiver } from '../../test/webhooks/receiver.js';
import { createWebhookSender } from './https-webhook-sender.js';
import { selfSigned } from './self-signed.fixture.js';
import { newWebhookSecret, webhookHeaders } from './signing.js';
import type { WebhookRequest } from './webhook-sender.js';

const body = '{"type":"webhook.test","timestamp":"2026-11-21T08:30:00.000Z","data":{"text":"ő"}}';
const secret = newWebhookSecret();

let receiver: WebhookReceiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
  for (const server of others.splice(0)) server.close();
});
/** Ended with the test that listens on them. */
const others: Server[] = [];

function to(url: string, secrets: readonly string[] = [secret]): WebhookRequest {
  return { url, body, headers: webhookHeaders({ id: 'inc_abc123-1', sentAt: new Date(), body, secrets }) };
}

const sender = createWebhookSender({ reach: 'public-and-loopback', timeoutMilliseconds: 1_500 });
const strictSender = createWebhookSender({ reach: 'public', timeoutMilliseconds: 1_500 });

async function listen(server: Server): Promise<number> {
  others.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

describe('a webhook that is sent (X3)', () => {
  it('can be verified by the receiver with the package of the specification (X3)', async () => {
    expect(await sender.send(to(receiver.url))).toEqual({ answered: true, status: 204, start: '' });
    expect(receiver.verified('webhook.test', secret)).toEqual([JSON.parse(body)]);
    expect(() => receiver.verified('webhook.test', newWebhookSecret())).toThrow('No matching signature');
  });

  it('carries a signature of each secret, so that both verify while one replaces the other (X3)', async () => {
    const next = newWebhookSecret();
    await sender.send(to(receiver.url, [next, secret]));
    expect(receiver.received[0]?.signatures).toHaveLength(2);
    expect(receiver.verified('webhook.test', next)).toHaveLength(1);
    expect(receiver.verified('webhook.test', secret)).toHaveLength(1);
  });

  it('keeps no more of the reply than its start, however long it is and however slowly it comes', async () => {
    receiver.answerWith((response) => {
      response.writeHead(500);
      response.write(`wrong\n${'x'.repeat(1_000_000)}`);
    });
    const long = await sender.send(to(receiver.url));
    expect(long).toMatchObject({ answered: true, status: 500, start: `wrong ${'x'.repeat(94)}` });
    receiver.answerWith((response) => {
      response.writeHead(200);
      response.write('slow');
    });
    expect(await sender.send(to(receiver.url))).toMatchObject({ status: 200, start: 'slow' });
  });

  it('tells what the receiver asked for by Retry-After', async () => {
    receiver.answerWith((response) => response.writeHead(503, { 'retry-after': '120' }).end());
    expect(await sender.send(to(receiver.url))).toMatchObject({ status: 503, retryAfterSeconds: 120 });
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    receiver.answerWith((response) => response.writeHead(503, { 'retry-after': inAnHour }).end());
    const dated = await sender.send(to(receiver.url));
    expect(dated.answered && dated.retryAfterSeconds).toBeGreaterThan(3_500);
  });

  it('follows no redirect, least of all into the network (X3)', async () => {
    const inside = await startReceiver();
    receiver.answerWith((response) => response.writeHead(307, { location: inside.url }).end());
    expect(await sender.send(to(receiver.url))).toMatchObject({ answered: true, status: 307 });
    expect(inside.received).toHaveLength(0);
    await inside.close();
  });
});

describe('a webhook whose receiver is none (X3)', () => {
  it('ends in time when nothing comes back', async () => {
    receiver.answerWith(() => undefined);
    expect(await sender.send(to(receiver.url))).toEqual({ answered: false, failure: 'timed-out' });
  });

  it('ends in time when the name servers do not answer', async () => {
    const waiting = createWebhookSender({
      reach: 'public',
      timeoutMilliseconds: 200,
      resolveName: () => new Promise(() => undefined),
    });
    expect(await waiting.send(to('https://hooks.example.org/'))).toEqual({
      answered: false,
      failure: 'timed-out',
    });
  });

  it('is told as not connected, lost or without sense', async () => {
    const gone = await startReceiver();
    await gone.close();
    expect(await sender.send(to(gone.url))).toEqual({
      answered: false,
      failure: 'not-connected',
    });
    const replies = ['', 'no http at all\r\n\r\n', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(10_000)}\r\n\r\n`];
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(replies.shift() ?? ''));
    });
    const url = `http://127.0.0.1:${await listen(server)}/`;
    expect(await sender.send(to(url))).toEqual({ answered: false, failure: 'connection-lost' });
    expect(await sender.send(to(url))).toEqual({ answered: false, failure: 'reply-invalid' });
    expect(await sender.send(to(url))).toEqual({ answered: false, failure: 'reply-invalid' });
  });

  it('is not sent to a server whose certificate nobody vouches for', async () => {
    let asked = 0;
    const server = createHttpsServer(selfSigned, (_request, response) => {
      asked += 1;
      response.end();
    });
    const port = await listen(server);
    const named = createWebhookSender({
      reach: 'public-and-loopback',
      resolveName: () => Promise.resolve(['127.0.0.1']),
    });
    for (const host of ['127.0.0.1', 'hooks.example.org', 'other.example.org']) {
      expect(await named.send(to(`https://${host}:${port}/`))).toEqual({
        answered: false,
        failure: 'tls-failed',
      });
    }
    expect(asked).toBe(0);
    server.closeAllConnections();
  });
});

describe('a webhook to an address that is not public (X3, security rules)', () => {
  let inside: WebhookReceiver;
  let asked: string[];
  beforeAll(async () => {
    inside = await startReceiver();
  });
  afterAll(() => inside.close());
  beforeEach(() => {
    asked = [];
  });

  /** A sender whose name servers answer with these addresses, one set after the other. */
  function resolving(reach: 'public' | 'public-and-loopback', ...answers: readonly (readonly string[])[]) {
    const left = [...answers];
    return createWebhookSender({
      reach,
      timeoutMilliseconds: 1_500,
      resolveName: (name) => {
        asked.push(name);
        return Promise.resolve(left.shift() ?? []);
      },
    });
  }

  it.each([
    'https://127.0.0.1',
    'https://2130706433',
    'https://0x7f.1',
    'https://0177.0.0.1',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]',
    'http://127.0.0.1',
  ])('is not sent although it stands in the store: %s (X3)', async (url) => {
    expect(await strictSender.send(to(url))).toEqual({ answered: false, failure: 'forbidden-address' });
  });

  it.each([
    [['127.0.0.1']],
    [['10.0.0.7']],
    [['169.254.169.254']],
    [['100.64.0.1']],
    [['::1']],
    [['fd00:ec2::254']],
    [['::ffff:10.0.0.1']],
    [['8.8.8.8', '10.0.0.1']],
    [['2606:4700::1111', 'fe80::1']],
  ])('is not sent to a name that has %s among its addresses (X3)', async (addresses) => {
    const reply = await resolving('public', addresses).send(to('https://hooks.example.org/'));
    expect(reply).toEqual({ answered: false, failure: 'forbidden-address' });
  });

  it('goes to the address that was checked: a name that changes its mind is asked once (X3)', async () => {
    const rebinding = resolving('public-and-loopback', ['127.0.0.1'], ['10.0.0.1']);
    const reply = await rebinding.send(to(`http://hooks.example.org:${inside.port}/`));
    expect(reply).toMatchObject({ answered: true, status: 204 });
    expect(asked).toEqual(['hooks.example.org']);
    expect(inside.received[0]?.headers['host']).toBe(`hooks.example.org:${inside.port}`);
    const next = await rebinding.send(to(`http://hooks.example.org:${inside.port}/`));
    expect(next).toEqual({ answered: false, failure: 'forbidden-address' });
  });

  it('is told when the name has no address at all', async () => {
    const reply = await resolving('public', []).send(to('https://hooks.example.org/'));
    expect(reply).toEqual({ answered: false, failure: 'name-not-resolved' });
  });

  it('is refused before anything is connected', async () => {
    let connections = 0;
    const server = createTcpServer(() => (connections += 1));
    const port = await listen(server);
    await resolving('public', ['127.0.0.1']).send(to(`https://hooks.example.org:${port}/`));
    expect(connections).toBe(0);
    await new Promise((resolve) => connect(port, '127.0.0.1').once('connect', resolve).unref());
    expect(connections).toBe(1);
  });
});
