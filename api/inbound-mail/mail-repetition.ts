import { createHash } from 'node:crypto';
import type { ReceivedMail, ReceivedMailRepository } from '../../db/received-mail-store.js';
import type { ReceivedMailId } from '../../domain/identifiers.js';
import { hasNullReturnPath } from '../../domain/mail/automatic-mail.js';
import type { AttachmentContent, InboundMail } from '../../domain/mail/inbound-mail.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import { hashBody } from '../use-cases/identifiers.js';

/**
 * The mail that came before, where this one is the same once more (C4): a server hands it over once for each of our addresses, or it
 * comes by two ways, with other lines of those who carried it. Of two copies at one moment, one is the repetition of the other.
 */
export type FindRepeated = (received: ReceivedMail, mail: InboundMail) => Promise<ReceivedMail | undefined>;

export function createRepetitions({
  receivedMails,
  identity,
}: {
  readonly receivedMails: Pick<ReceivedMailRepository, 'noteFingerprint'>;
  readonly identity?: Pick<SupportMailIdentity, 'replyAddresses'> | undefined;
}): FindRepeated {
  return async ({ id, envelope: { recipients, sender } }, mail) => {
    const { messageId } = mail;
    // Nothing tells it from another one with the same words.
    if (messageId === undefined) return undefined;
    // A copy that is for another case too is no repetition: nobody would see it there.
    const cases = [...(identity?.replyAddresses.casesAddressed(mail, { recipients }) ?? [])].sort();
    // What one of two ways brings as a bounce is left aside there: it must not stand for a person's mail.
    const isBounce = hasNullReturnPath(mail, sender);
    return receivedMails.noteFingerprint(id, fingerprintOf(messageId, mail, { cases, isBounce }));
  };
}

/** The mail by whose name the names of all follow that is made of a mail, so that a repetition makes nothing new. */
export function originalOf({ id, repetitionOf }: Pick<ReceivedMail, 'id' | 'repetitionOf'>): ReceivedMailId {
  return repetitionOf ?? id;
}

/**
 * What is the same in every copy of one mail. Anybody can write the Message-ID of another mail, so sender, words and files are of it.
 */
function fingerprintOf(
  messageId: string,
  { from, subject, body, attachments, attachmentsLeftOut }: InboundMail,
  way: { readonly cases: readonly string[]; readonly isBounce: boolean },
): string {
  return hashBody({
    messageId,
    from: from.map(({ address }) => address.toLowerCase()),
    subject,
    text: body.text.trim(),
    files: attachments.map(({ name, sizeBytes, content }) => ({
      name,
      sizeBytes,
      digest: digestOf(content),
    })),
    attachmentsLeftOut,
    ...way,
  });
}

function digestOf(content: AttachmentContent): string | undefined {
  return content.kept === 'yes' ? createHash('sha256').update(content.bytes).digest('hex') : undefined;
}
