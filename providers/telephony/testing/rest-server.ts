import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { phoneNumberSchema } from '../../../domain/phone-number.js';
import type { CallOrder, Telephony } from '../telephony.js';
import { createTwilioTelephony } from '../twilio-telephony.js';

export const primary = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'first-token' };
export const fallback = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'second-token' };
export const callSid = `CA${'c'.repeat(32)}`;
export const to = phoneNumberSchema.parse('+4930901820');
export const from = phoneNumberSchema.parse('+4930901821');
export const order: CallOrder = {
  to,
  from,
  answerUrl: 'https://desk.example.org/answer?attempt=1',
  statusUrl: 'https://desk.example.org/status?attempt=1',
  ringSeconds: 20,
};
export const orderedAt = new Date('2026-11-21T10:00:00.700Z');

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly account: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
}
export type Reply = (request: SeenRequest, response: ServerResponse) => void;

export interface RestServer {
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  readonly stop: () => Promise<void>;
}

/**
 * A server at the addresses of Twilio's REST API that replies as a test says: for the replies that no telephone network
 * gives of its own accord (every code, broken bodies, silence).
 */
export async function startRestServer(reply: Reply): Promise<RestServer> {
  const requests: SeenRequest[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const part of incoming) body += String(part);
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const request = {
      method: incoming.method ?? '',
      path: url.pathname,
      account: /Accounts\/(AC\w+)/.exec(url.pathname)?.[1] ?? '',
      query: url.searchParams,
      form: new URLSearchParams(body),
    };
    requests.push(request);
    reply(request, response);
  };
  const server = createServer((incoming, response) => void handle(incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    requests,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export function answer(response: ServerResponse, status: number, body: object | string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export function refuse(response: ServerResponse, status: number, code: number): void {
  answer(response, status, { status, code, message: 'Refused', more_info: '' });
}

/** A Call resource as Twilio writes it, as far as the adapter reads it. */
export function callResource(facts: object = {}) {
  return {
    sid: callSid,
    to,
    from,
    direction: 'outbound-api',
    status: 'queued',
    answered_by: null,
    date_created: 'Sat, 21 Nov 2026 10:00:00 +0000',
    ...facts,
  };
}

export function telephonyAt(baseUrl: string, requestTimeoutMilliseconds = 2000): Telephony {
  return createTwilioTelephony({
    accounts: [primary, fallback],
    baseUrl,
    requestTimeoutMilliseconds,
    clock: () => orderedAt,
  });
}
