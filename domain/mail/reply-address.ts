import { identifierLetters } from '../identifier-letters.js';
import { isProven, proofLetters, proofOf, type MailKeys } from './mac.js';
import type { InboundMail, MailEnvelope } from './inbound-mail.js';
import type { CaseMessage } from './references.js';

export interface ReplyAddressOptions {
  readonly keys: MailKeys;
  /** The mailbox before the plus sign, e.g. `desk`. */
  readonly mailbox: string;
  readonly domain: string;
  /** The kind of our case identifiers, e.g. `cas` of `cas_…`. */
  readonly idPrefix: string;
}

/**
 * Addresses of ours that say by themselves which case a mail belongs to. Answers are sent to `desk+<case><proof>@domain`. It is
 * matched whoever writes to it, so a colleague of the partner's can answer as well, and nobody can make one for a case whose
 * mails they have not got (C4). What became of a mail is reported to `desk+<case>-<message><proof>@domain`: servers on the way may
 * give a mail another Message-ID, and none another return path without reporting to it (C5).
 */
export interface ReplyAddresses {
  /** @throws RangeError when the identifier is none of ours, or too long for an address. */
  addressFor(caseId: string): string;
  /**
   * Where a message of a case comes back to. Behind a long name of the mailbox there is no room for the message: then it is the
   * address of the case.
   *
   * @throws RangeError as for that address.
   */
  returnPathFor(message: CaseMessage): string;
  /** The case that an address was made for; undefined when we did not make it. */
  caseOf(address: string): string | undefined;
  /**
   * The cases that a mail is addressed to, the nearest first: the envelope, what servers noted, To, Cc. More than one
   * means that somebody wrote to two cases at once.
   */
  casesAddressed(mail: Addressed, envelope?: Pick<MailEnvelope, 'recipients'>): readonly string[];
  /** The nearest message of ours that a mail has come back to. */
  messageReturned(mail: Addressed, envelope?: Pick<MailEnvelope, 'recipients'>): CaseMessage | undefined;
}

type Addressed = Pick<InboundMail, 'deliveredTo' | 'to' | 'cc'>;

/** What was signed for one use is not believed in the other. */
const purposes = { reply: 'reply-address', return: 'return-path' } as const;
/** RFC 5321, 4.5.3.1.1. */
const mostLocalPart = 64;
/** A longer name of a mailbox leaves no room for a case and its proof. */
export const mostMailboxLetters = mostLocalPart - '+'.length - identifierLetters - proofLetters;
const mostAddresses = 200;

export function createReplyAddresses({
  keys,
  mailbox,
  domain,
  idPrefix,
}: ReplyAddressOptions): ReplyAddresses {
  const isCaseId = new RegExp(`^${idPrefix}_[a-z0-9]{6,40}$`);
  const isMessage = /^[a-z0-9]{1,40}$/;

  function lettersOf(caseId: string): string {
    if (!isCaseId.test(caseId)) throw new RangeError('This is no identifier of a case.');
    return caseId.slice(idPrefix.length + 1);
  }

  function localPartFor(use: keyof typeof purposes, signed: string): string | undefined {
    const localPart = `${mailbox}+${signed}${proofOf(keys.current, purposes[use], signed)}`;
    return localPart.length > mostLocalPart ? undefined : localPart;
  }

  function addressFor(caseId: string): string {
    const localPart = localPartFor('reply', lettersOf(caseId));
    if (localPart === undefined) throw new RangeError('The address would be too long for mail servers.');
    return `${localPart}@${domain}`;
  }

  /** What we have signed in an address, and what for. */
  function signedIn(address: string): { readonly caseId: string; readonly message?: string } | undefined {
    const at = address.lastIndexOf('@');
    // Servers that forward put their own words before ours (SRS, BATV), and some write all in capitals.
    const localPart = address.slice(0, at < 0 ? address.length : at).toLowerCase();
    const token = localPart.slice(localPart.lastIndexOf('+') + 1);
    const signed = token.slice(0, -proofLetters);
    const [letters = '', message, ...more] = signed.split('-');
    const caseId = `${idPrefix}_${letters}`;
    if (!localPart.includes('+') || !isCaseId.test(caseId) || more.length > 0) return undefined;
    const use = message === undefined ? 'reply' : 'return';
    if (!isProven(keys, purposes[use], signed, token.slice(-proofLetters))) return undefined;
    return { caseId, ...(message === undefined ? {} : { message }) };
  }

  return {
    addressFor,
    returnPathFor({ caseId, message }) {
      if (!isMessage.test(message)) throw new RangeError('This is no identifier of a message.');
      const localPart = localPartFor('return', `${lettersOf(caseId)}-${message}`);
      return localPart === undefined ? addressFor(caseId) : `${localPart}@${domain}`;
    },
    caseOf: (address) => signedIn(address)?.caseId,
    casesAddressed(mail, envelope) {
      const cases = addressesOf(mail, envelope).flatMap((address) => signedIn(address)?.caseId ?? []);
      return [...new Set(cases)];
    },
    messageReturned(mail, envelope) {
      for (const address of addressesOf(mail, envelope)) {
        const { caseId, message } = signedIn(address) ?? {};
        if (caseId !== undefined && message !== undefined) return { caseId, message };
      }
      return undefined;
    },
  };
}

/** The nearest first. */
function addressesOf(
  { deliveredTo, to, cc }: Addressed,
  envelope: Pick<MailEnvelope, 'recipients'> | undefined,
): readonly string[] {
  const named = [...to, ...cc].map(({ address }) => address);
  return [...(envelope?.recipients ?? []), ...deliveredTo, ...named].slice(0, mostAddresses);
}
