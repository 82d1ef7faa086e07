import { randomUUID } from 'node:crypto';
import type { Account } from '../accounts/account.js';
import type { HttpMethod } from '../accounts/owned-number.js';
import type { Faults } from '../faults.js';
import { hiddenKeys } from '../journal/hidden-keys.js';
import type { JournalEntry } from '../journal/journal-event.js';
import type { Journal } from '../journal/journal.js';
import { webhookSignature } from './signature.js';

export type WebhookPurpose = Extract<JournalEntry, { event: 'webhook' }>['purpose'];

export interface WebhookOrder {
  readonly account: Account;
  readonly url: string;
  readonly method: HttpMethod;
  readonly params: Readonly<Record<string, string>>;
  readonly purpose: WebhookPurpose;
  readonly callSid?: string | undefined;
  readonly number?: string | undefined;
}

/** What a webhook brought back. `code` is Twilio's error code for what went wrong. */
export type WebhookReply =
  | { readonly ok: true; readonly contentType: string; readonly body: string }
  | { readonly ok: false; readonly code: number; readonly message: string; readonly connected: boolean };

export interface Webhooks {
  /** Sends the signed request and resolves with the reply; never rejects. */
  send(order: WebhookOrder): Promise<WebhookReply>;
  /**
   * Sends a notification whose reply does not matter, once more if the connection failed (as Twilio does: one retry on
   * failures of the TCP connection), and resolves when it is over.
   */
  notify(order: WebhookOrder): Promise<void>;
}

/** Twilio's limit for a TwiML document, error 11750. */
const longestReply = 64 * 1024;

/** `signal` ends every request under way: the simulator stops. */
export function createWebhooks(deps: {
  readonly journal: Journal;
  readonly faults: Faults;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}): Webhooks {
  /** Requests under way. One listener for all: combined signals would pile up on the simulator's own. */
  const underWay = new Set<AbortController>();
  deps.signal.addEventListener('abort', () => {
    for (const each of underWay) each.abort();
  });

  async function request(order: WebhookOrder, token: string): Promise<WebhookReply> {
    const url = addressOf(order, order.params);
    const shownParams = withoutCodes(order.params);
    const shownUrl = addressOf(order, shownParams);
    const signed = order.method === 'GET' ? {} : order.params;
    const limit = new AbortController();
    const timer = setTimeout(() => {
      limit.abort();
    }, deps.timeoutSeconds * 1000);
    underWay.add(limit);
    if (deps.signal.aborted) limit.abort();
    const note = (outcome: { status: number } | { error: string }): void => {
      deps.journal.note({
        event: 'webhook',
        purpose: order.purpose,
        method: order.method,
        url: shownUrl,
        params: shownParams,
        ...(order.callSid === undefined ? {} : { callSid: order.callSid }),
        ...(order.number === undefined ? {} : { number: order.number }),
        ...outcome,
      });
    };
    try {
      const response = await fetch(url, {
        method: order.method,
        headers: {
          Accept: '*/*',
          'User-Agent': 'TwilioProxy/1.1',
          'X-Twilio-Signature': webhookSignature(order.account.authToken, url, signed),
          'I-Twilio-Idempotency-Token': token,
          ...(order.method === 'POST'
            ? { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' }
            : {}),
        },
        ...(order.method === 'POST' ? { body: new URLSearchParams(order.params).toString() } : {}),
        signal: limit.signal,
      });
      const body = await response.text();
      note({ status: response.status });
      if (!response.ok) {
        return {
          ok: false,
          code: 11200,
          message: `HTTP retrieval failure: ${shownUrl} answered ${response.status}.`,
          connected: true,
        };
      }
      if (body.length > longestReply) {
        return { ok: false, code: 11750, message: 'The reply is larger than 64 kB.', connected: true };
      }
      return { ok: true, contentType: response.headers.get('content-type') ?? '', body };
    } catch (error) {
      const late = limit.signal.aborted;
      const why = late ? `no reply within ${deps.timeoutSeconds} s` : connectionFailure(error);
      note({ error: why });
      return {
        ok: false,
        code: late ? 11200 : 11205,
        message: `${late ? 'HTTP retrieval failure' : 'HTTP connection failure'}: ${shownUrl}: ${why}.`,
        connected: late,
      };
    } finally {
      clearTimeout(timer);
      underWay.delete(limit);
    }
  }

  function send(order: WebhookOrder, token: string = randomUUID()): Promise<WebhookReply> {
    const reply = request(order, token);
    if (deps.faults.isOn('duplicate-webhooks', order.account.sid)) void request(order, token);
    return reply;
  }

  return {
    send: (order) => send(order),
    async notify(order) {
      const token = randomUUID();
      const reply = await send(order, token);
      if (!reply.ok && !reply.connected && !deps.signal.aborted) await send(order, token);
    },
  };
}

function addressOf({ url, method }: WebhookOrder, params: Readonly<Record<string, string>>): string {
  if (method !== 'GET') return url;
  return url + (url.includes('?') ? '&' : '?') + new URLSearchParams(params).toString();
}

/** The parameters as the journal keeps them. */
function withoutCodes(params: Readonly<Record<string, string>>): Record<string, string> {
  const { Digits: digits } = params;
  return { ...params, ...(digits === undefined ? {} : { Digits: hiddenKeys(digits) }) };
}

function connectionFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'connection failed';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Whether the text is an absolute http or https URL. */
export function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
