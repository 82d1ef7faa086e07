import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** The specification asks for 24 to 64 bytes. */
const secretBytes = 32;

/** A new random secret of one endpoint, as its receiver gets it: `whsec_` and base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString('base64')}`;
}

/**
 * The three headers of the Standard Webhooks specification. Each secret gives a signature, so that receivers may change
 * from one to the next at their leisure.
 *
 * @param sentAt the moment of this attempt; receivers refuse what is older than some minutes.
 */
export function webhookHeaders({
  id,
  sentAt,
  body,
  secrets,
}: {
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
  readonly secrets: readonly string[];
}): Readonly<Record<string, string>> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, sentAt, body)).join(' '),
  };
}
