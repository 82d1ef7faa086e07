import { z } from 'zod';
import { mayReceiveWebhooks, type WebhookReach } from './public-address.js';

const longestUrl = 2_000;

/** What is wrong with an address that webhooks are to be sent to; undefined: nothing that can be seen by looking at it. */
export function findUrlFault(text: string, reach: WebhookReach): string | undefined {
  if (!URL.canParse(text)) return 'must be a complete address such as https://hooks.example.org/beistand';
  const { protocol, username, password, hash, hostname } = new URL(text);
  const protocols = reach === 'public' ? ['https:'] : ['https:', 'http:'];
  if (!protocols.includes(protocol)) return 'must begin with https://';
  if (username !== '' || password !== '') return 'must not hold a user name or password';
  if (hash !== '') return 'must not hold a fragment';
  const literal = literalAddress(hostname);
  if (literal !== undefined && !mayReceiveWebhooks(literal, reach)) return 'must be a public address';
  return undefined;
}

/**
 * The IP address that a URL's host is, if it is one and no name. `URL` has turned every way of writing IPv4 (decimal,
 * octal, hexadecimal, short) into four decimal numbers by then.
 */
export function literalAddress(hostname: string): string | undefined {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? hostname : undefined;
}

/** The address of an endpoint, in its normal form. Names are looked up, and their addresses checked, at each sending. */
export function endpointUrlSchema(reach: WebhookReach) {
  return z
    .string()
    .trim()
    .max(longestUrl)
    .superRefine((text, context) => {
      const fault = findUrlFault(text, reach);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    });
}
