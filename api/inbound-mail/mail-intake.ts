import { createHash } from 'node:crypto';
import type { ReceivedEnvelope, ReceivedMail, ReceivedMailRepository } from '../../db/received-mail-store.js';
import type { ReceivedMailId } from '../../domain/identifiers.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';

/** Takes mails in, however they come. */
export interface MailIntake {
  /**
   * The mail is stored when this resolves, and will be filed.
   *
   * @throws DomainError `unavailable`: it is not stored.
   */
  take(envelope: ReceivedEnvelope, via: ReceivedMail['via'], bytes: Uint8Array): Promise<ReceivedMailId>;
  /** Whoever files mails is told of each at once; what they miss they find by looking. */
  onTaken(listener: (id: ReceivedMailId) => void): void;
}

/**
 * Stores mails before anybody looks into them (ADR 22). A mail is known by its recipients and its bytes, among them its
 * Message-ID: a server that sends it again because it has not heard the answer sends the same one.
 */
export function createMailIntake({
  receivedMails,
  now,
}: {
  readonly receivedMails: Pick<ReceivedMailRepository, 'keep'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): MailIntake {
  const listeners: ((id: ReceivedMailId) => void)[] = [];
  return {
    async take(envelope, via, bytes) {
      const digest = createHash('sha256').update(bytes).digest('hex');
      const recipients = envelope.recipients.map((recipient) => recipient.toLowerCase()).sort();
      const id: ReceivedMailId = derivedIdentifier('mai', digest, ...recipients);
      const kept = await receivedMails.keep({ id, envelope, via, receivedAt: new Date(now()) }, bytes);
      if (kept === 'kept') for (const listener of listeners) listener(id);
      return id;
    },
    onTaken(listener) {
      listeners.push(listener);
    },
  };
}
