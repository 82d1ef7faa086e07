import type { InboundMail } from './inbound-mail.js';
import { isProven, proofLetters, proofOf, type MailKeys } from './mac.js';

export interface CaseMessageIdOptions {
  readonly keys: MailKeys;
  /** What our Message-IDs end with. */
  readonly domain: string;
  /** The kind of our case identifiers, e.g. `cas` of `cas_…`. */
  readonly idPrefix: string;
}

/** A message of a case, as a mail's references tell it. */
export interface CaseMessage {
  readonly caseId: string;
  /** Small letters and digits: the message's number, or the letters of its identifier. */
  readonly message: string;
}

/** Message-IDs from which alone the case and the message are known: `<case.message.proof@domain>` (C4). */
export interface CaseMessageIds {
  /** The same for the same message, so a mail that is sent again is the same mail. Throws RangeError for other identifiers. */
  messageIdFor(message: CaseMessage): string;
  /** What we made a Message-ID for; undefined when we did not make it. */
  messageOf(messageId: string): CaseMessage | undefined;
  /** The nearest message of ours that a mail answers: In-Reply-To first, then the references, the last first. */
  answered(mail: Pick<InboundMail, 'inReplyTo' | 'references'>): CaseMessage | undefined;
}

const purpose = 'message-id';

export function createCaseMessageIds({ keys, domain, idPrefix }: CaseMessageIdOptions): CaseMessageIds {
  const isCaseId = new RegExp(`^${idPrefix}_[a-z0-9]{6,40}$`);
  const isMessage = /^[a-z0-9]{1,40}$/;

  function messageIdFor({ caseId, message }: CaseMessage): string {
    if (!isCaseId.test(caseId) || !isMessage.test(message)) {
      throw new RangeError('A Message-ID is made of the identifiers of a case and of its message.');
    }
    const signed = `${caseId.slice(idPrefix.length + 1)}.${message}`;
    return `<${signed}.${proofOf(keys.current, purpose, signed)}@${domain}>`;
  }

  function messageOf(messageId: string): CaseMessage | undefined {
    // Some programs change the case; some gateways the part behind the @, which the proof does not need.
    const [letters = '', message = '', proof = '', ...more] = messageId
      .replace(/^</, '')
      .replace(/@.*$/s, '')
      .toLowerCase()
      .split('.');
    const caseId = `${idPrefix}_${letters}`;
    if (
      more.length > 0 ||
      proof.length !== proofLetters ||
      !isCaseId.test(caseId) ||
      !isMessage.test(message)
    ) {
      return undefined;
    }
    return isProven(keys, purpose, `${letters}.${message}`, proof) ? { caseId, message } : undefined;
  }

  return {
    messageIdFor,
    messageOf,
    answered({ inReplyTo, references }) {
      for (const messageId of [...inReplyTo, ...references.toReversed()]) {
        const message = messageOf(messageId);
        if (message) return message;
      }
      return undefined;
    },
  };
}
