import type { WebhookFailure } from '../../domain/webhooks/delivery.js';

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type WebhookReply =
  | {
      readonly answered: true;
      readonly status: number;
      /** The first bytes of the reply, printable. */
      readonly start: string;
      /** What the receiver asked for by `Retry-After`. */
      readonly retryAfterSeconds?: number;
    }
  | { readonly answered: false; readonly failure: Exclude<WebhookFailure, 'secret-unreadable'> };

/** Sends one request to somebody else's server. Never throws: the reply tells. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<WebhookReply>;
}
