import ipaddr from 'ipaddr.js';
import type { Environment } from '../config/env.js';

/** A setting that works, and is right for few installations only. */
export interface ConfigurationHint {
  /** The variable of the environment. */
  readonly variable: string;
  /** What it means as it is, and what to do about it. */
  readonly meaning: string;
}

/** What an operator may have left as it is for trying out. */
export function configurationHints({
  PUBLIC_URL: publicUrl,
  ALLOWED_COUNTRIES: allowedCountries,
  SECOND_FACTOR_FOR_DESK: secondFactorForDesk,
}: Pick<
  Environment,
  'PUBLIC_URL' | 'ALLOWED_COUNTRIES' | 'SECOND_FACTOR_FOR_DESK'
>): readonly ConfigurationHint[] {
  const { protocol, hostname } = new URL(publicUrl);
  const hints: ConfigurationHint[] = [];
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    hints.push({
      variable: 'PUBLIC_URL',
      meaning: 'passwords, PINs and links travel readably; serve it by https',
    });
  }
  if (allowedCountries === undefined) {
    hints.push({
      variable: 'ALLOWED_COUNTRIES',
      meaning: 'calls and texts may go to every country; name those where your people are',
    });
  }
  if (secondFactorForDesk === 'optional') {
    hints.push({
      variable: 'SECOND_FACTOR_FOR_DESK',
      meaning: 'people of the desk sign in with a password only; leave it out, except for a demo',
    });
  }
  return hints;
}

/** Whether a host of a URL is this machine itself (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';
}
