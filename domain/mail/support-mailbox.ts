import { mostMailboxLetters } from './reply-address.js';

/** The address that mails about support cases go to, e.g. `support` and `example.org`. */
export interface SupportMailbox {
  readonly mailbox: string;
  readonly domain: string;
}

/** @throws RangeError for what is no address, or leaves no room for what we sign in addresses (C4). */
export function supportMailboxOf(address: string): SupportMailbox {
  const at = address.lastIndexOf('@');
  const mailbox = address.slice(0, at).toLowerCase();
  const domain = address.slice(at + 1).toLowerCase();
  if (at < 1 || domain === '' || mailbox.includes('+')) {
    throw new RangeError('The mailbox is an address without a plus sign.');
  }
  if (mailbox.length > mostMailboxLetters) {
    throw new RangeError(`The mailbox has at most ${mostMailboxLetters} characters before the @.`);
  }
  return { mailbox, domain };
}

/**
 * Whether a mail to this address is for us: the mailbox itself, anything behind a plus sign, and the postmaster, whom every
 * domain has to have (RFC 5321, 4.5.1). For all else we are no relay.
 */
export function isForMailbox(address: string, { mailbox, domain }: SupportMailbox): boolean {
  const at = address.lastIndexOf('@');
  const localPart = address.slice(0, at < 0 ? address.length : at).toLowerCase();
  if (localPart === 'postmaster' && at < 0) return true;
  if (at < 0 || address.slice(at + 1).toLowerCase() !== domain) return false;
  return localPart === mailbox || localPart.startsWith(`${mailbox}+`) || localPart === 'postmaster';
}
