import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { findUrlFault, literalAddress } from '../../domain/webhooks/endpoint-url.js';
import { mayReceiveWebhooks, type WebhookReach } from '../../domain/webhooks/public-address.js';
import { failureOf } from './connection-failures.js';
import { createResolveName, type ResolveName } from './name-resolution.js';
import type { WebhookReply, WebhookRequest, WebhookSender } from './webhook-sender.js';

export interface WebhookSenderOptions {
  readonly reach: WebhookReach;
  /** For everything: the name, the connection, the reply. The specification recommends 15 to 30 s. */
  readonly timeoutMilliseconds?: number;
  readonly resolveName?: ResolveName;
}

const usualTimeoutMilliseconds = 15_000;
/** Enough to recognise an error, too little to be worth stealing. */
const keptBytes = 100;
/** Once the status is known, the start of the body is waited for no longer than this. */
const bodyPatienceMilliseconds = 1_000;
const longestHeaders = 8_192;

/**
 * Sends webhooks to addresses that were given by others, and trusts none of them: the name is resolved here, every
 * address of it has to be allowed, and the connection goes to exactly the addresses that were checked, since a second
 * look-up might give others (DNS rebinding). Redirects are not followed, certificates are verified, and of the reply no
 * more than its start is read.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const {
    reach,
    timeoutMilliseconds = usualTimeoutMilliseconds,
    resolveName = createResolveName(),
  } = options;

  async function addressesOf(hostname: string): Promise<readonly string[]> {
    const literal = literalAddress(hostname);
    return literal === undefined ? resolveName(hostname) : [literal];
  }

  return {
    async send(request) {
      if (findUrlFault(request.url, reach) !== undefined) return failed('forbidden-address');
      const url = new URL(request.url);
      const deadline = AbortSignal.timeout(timeoutMilliseconds);
      const addresses = await beforeDeadline(deadline, addressesOf(url.hostname));
      if (deadline.aborted) return failed('timed-out');
      if (addresses === undefined || addresses.length === 0) return failed('name-not-resolved');
      if (!addresses.every((address) => mayReceiveWebhooks(address, reach)))
        return failed('forbidden-address');
      return post(request, url, addresses, deadline);
    },
  };
}

function post(
  { headers, body }: WebhookRequest,
  url: URL,
  addresses: readonly string[],
  deadline: AbortSignal,
): Promise<WebhookReply> {
  const bytes = Buffer.from(body, 'utf8');
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(bytes.length) },
    // A connection of its own: none is kept that was made to an address that was checked for somebody else.
    agent: false,
    lookup: lookUpOnly(addresses),
    signal: deadline,
    maxHeaderSize: longestHeaders,
  };
  return new Promise((resolve) => {
    const sending =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, rejectUnauthorized: true })
        : requestHttp(url, options);
    sending.on('response', (response) => {
      void startOf(response).then((start) => {
        resolve(answered(response, start));
        sending.destroy();
      });
    });
    // Beside errors of the connection, the deadline; what comes after the reply is of no interest.
    sending.on('error', (error) => {
      resolve(failed(deadline.aborted ? 'timed-out' : failureOf(error)));
    });
    sending.end(bytes);
  });
}

/** Stands in for the look-up of a connection and knows the addresses already. */
function lookUpOnly(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_hostname, { all }, callback) => {
    const [first] = found;
    if (all === true) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };
}

async function startOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  await new Promise<void>((resolve) => {
    const over = setTimeout(resolve, bodyPatienceMilliseconds);
    response.on('close', () => {
      clearTimeout(over);
      resolve();
    });
    response.on('error', () => undefined);
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk.subarray(0, keptBytes));
      length += chunk.length;
      if (length >= keptBytes) response.destroy();
    });
  });
  return Buffer.concat(chunks)
    .subarray(0, keptBytes)
    .toString('utf8')
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ')
    .trim();
}

function answered({ statusCode = 0, headers }: IncomingMessage, start: string): WebhookReply {
  const retryAfterSeconds = secondsOf(headers['retry-after']);
  return {
    answered: true,
    status: statusCode,
    start,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). */
function secondsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const seconds = Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

function failed(failure: Extract<WebhookReply, { answered: false }>['failure']): WebhookReply {
  return { answered: false, failure };
}

/** The answer, or undefined when it fails or does not come in time. */
async function beforeDeadline<Answer>(
  deadline: AbortSignal,
  work: Promise<Answer>,
): Promise<Answer | undefined> {
  const late = new Promise<undefined>((resolve) => {
    deadline.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
  return Promise.race([work.catch(() => undefined), late]);
}
