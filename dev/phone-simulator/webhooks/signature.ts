import { createHmac } from 'node:crypto';

/**
 * The value of `X-Twilio-Signature`: HMAC-SHA1 with the account's token over the full URL followed by every POST
 * parameter's name and value, sorted by name (https://www.twilio.com/docs/usage/security#validating-requests).
 */
export function webhookSignature(
  authToken: string,
  url: string,
  postParameters: Readonly<Record<string, string>>,
): string {
  const text = Object.keys(postParameters)
    .sort()
    .reduce((signed, name) => signed + name + (postParameters[name] ?? ''), url);
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}
