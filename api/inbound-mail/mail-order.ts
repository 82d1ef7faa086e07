import type { ReceivedMail } from '../../db/received-mail-store.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import { destinationOf, type MailFacts } from '../../domain/mail/mail-destination.js';

/** A mail that is read, and what is known of it. */
export interface ReadMail {
  readonly received: ReceivedMail;
  readonly mail: InboundMail;
  readonly facts: MailFacts;
}

/** Mails that come to where they belong one after the other, the oldest first. */
export interface OrderedMails {
  /** The case that they are for, or else who wrote them. */
  readonly of: string;
  readonly mails: readonly ReadMail[];
}

/** What is for one case, or of one person, comes to where it belongs in the order in which it came to us. */
export function inTheirOrder(mails: readonly ReadMail[]): readonly OrderedMails[] {
  const groups = new Map<string, readonly ReadMail[]>();
  for (const each of mails) {
    const of = caseOrWriterOf(each);
    groups.set(of, [...(groups.get(of) ?? []), each]);
  }
  return [...groups].map(([of, ordered]) => ({ of, mails: ordered }));
}

function caseOrWriterOf({ received, facts }: ReadMail): string {
  if (received.boundTo !== undefined) return received.boundTo;
  const destination = destinationOf(facts);
  return destination.to === 'case' ? destination.caseId : (facts.sender?.userId ?? received.id);
}
