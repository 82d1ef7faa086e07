import { isProven, proofLetters, proofOf, type MailKeys } from './mac.js';
import type { InboundMail, MailEnvelope } from './inbound-mail.js';

export interface ReplyAddressOptions {
  readonly keys: MailKeys;
  /** The mailbox before the plus sign, e.g. `desk`. */
  readonly mailbox: string;
  readonly domain: string;
  /** The kind of our case identifiers, e.g. `cas` of `cas_…`. */
  readonly idPrefix: string;
}

/**
 * The address that answers to a case are sent to: `desk+<case><proof>@domain`. It is matched whoever writes to it, so a
 * colleague of the partner's can answer as well, and nobody can make one for a case whose mails they have not got (C4).
 */
export interface ReplyAddresses {
  /** @throws RangeError when the identifier is none of ours, or too long for an address. */
  addressFor(caseId: string): string;
  /** The case that an address was made for; undefined when we did not make it. */
  caseOf(address: string): string | undefined;
  /**
   * The cases that a mail is addressed to, the nearest first: the envelope, what servers noted, To, Cc. More than one
   * means that somebody wrote to two cases at once.
   */
  casesAddressed(
    mail: Pick<InboundMail, 'deliveredTo' | 'to' | 'cc'>,
    envelope?: Pick<MailEnvelope, 'recipients'>,
  ): readonly string[];
}

const purpose = 'reply-address';
/** RFC 5321, 4.5.3.1.1. */
const mostLocalPart = 64;
const mostAddresses = 200;

export function createReplyAddresses({
  keys,
  mailbox,
  domain,
  idPrefix,
}: ReplyAddressOptions): ReplyAddresses {
  const isCaseId = new RegExp(`^${idPrefix}_[a-z0-9]{6,40}$`);

  function addressFor(caseId: string): string {
    if (!isCaseId.test(caseId)) throw new RangeError('This is no identifier of a case.');
    const letters = caseId.slice(idPrefix.length + 1);
    const localPart = `${mailbox}+${letters}${proofOf(keys.current, purpose, letters)}`;
    if (localPart.length > mostLocalPart)
      throw new RangeError('The address would be too long for mail servers.');
    return `${localPart}@${domain}`;
  }

  function caseOf(address: string): string | undefined {
    const at = address.lastIndexOf('@');
    // Servers that forward put their own words before ours (SRS, BATV), and some write all in capitals.
    const localPart = address.slice(0, at < 0 ? address.length : at).toLowerCase();
    const token = localPart.slice(localPart.lastIndexOf('+') + 1);
    const letters = token.slice(0, -proofLetters);
    if (!localPart.includes('+') || !isCaseId.test(`${idPrefix}_${letters}`)) return undefined;
    return isProven(keys, purpose, letters, token.slice(-proofLetters))
      ? `${idPrefix}_${letters}`
      : undefined;
  }

  return {
    addressFor,
    caseOf,
    casesAddressed(mail, envelope) {
      const addresses = [
        ...(envelope?.recipients ?? []),
        ...mail.deliveredTo,
        ...[...mail.to, ...mail.cc].map(({ address }) => address),
      ];
      const cases = addresses
        .slice(0, mostAddresses)
        .map(caseOf)
        .filter((found) => found !== undefined);
      return [...new Set(cases)];
    },
  };
}
