import type { ReceivedMail } from '../../db/received-mail-store.js';
import type { Store, SupportCaseDocumentView } from '../../db/store.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { supportCaseIdSchema } from '../../domain/identifiers.js';
import { automationOf } from '../../domain/mail/automatic-mail.js';
import { caseQuotedIn } from '../../domain/mail/case-quote.js';
import { intakeCaps, loopVerdict } from '../../domain/mail/correspondent-loop.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import type { CandidateCase, MailFacts, MailSender } from '../../domain/mail/mail-destination.js';
import { foldQuotedText } from '../../domain/mail/quoted-text.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import { deskScope } from '../../domain/scope.js';
import { formatCaseNumber, parseCaseNumber } from '../../domain/support-case/case-number.js';
import { parseReferenceId } from '../../domain/support-case/reference-id.js';

export interface MailFactsDependencies {
  readonly store: Pick<Store, 'supportCases' | 'users' | 'accounts' | 'correspondents'>;
  /** Absent: nothing that goes out is signed, so cases are found by what mails say of them only. */
  readonly identity?: SupportMailIdentity | undefined;
}

/** How often a case that was merged into another one is followed. */
const mostMerges = 10;
/** More cases than this nobody means. */
const mostWords = 10;

/** Learns what has to be known of a mail before it is decided where it belongs (C4). */
export function createMailFacts({
  store,
  identity,
}: MailFactsDependencies): (received: ReceivedMail, mail: InboundMail) => Promise<MailFacts> {
  const { supportCases, users, accounts, correspondents } = store;

  async function candidateOf(found: SupportCaseDocumentView | undefined): Promise<CandidateCase | undefined> {
    let current = found;
    for (let merges = 0; merges < mostMerges; merges += 1) {
      const into = current?.view?.mergedInto;
      if (into === undefined) break;
      current = await supportCases.find(deskScope, into);
    }
    if (current === undefined) return undefined;
    const { id: caseId, accountId } = current.opening;
    return { caseId, accountId, isClosed: current.view?.state === 'closed' };
  }

  async function candidatesOf(
    search: readonly Promise<SupportCaseDocumentView | undefined>[],
  ): Promise<readonly CandidateCase[]> {
    const found = await Promise.all((await Promise.all(search)).map(candidateOf));
    const byId = new Map<SupportCaseId, CandidateCase>();
    for (const candidate of found) if (candidate !== undefined) byId.set(candidate.caseId, candidate);
    return [...byId.values()];
  }

  function findById(id: string): Promise<SupportCaseDocumentView | undefined> {
    const caseId = supportCaseIdSchema.safeParse(id).data;
    return caseId === undefined ? Promise.resolve(undefined) : supportCases.find(deskScope, caseId);
  }

  /** By number or reference ID, whichever the word is. */
  function findByWord(word: string): Promise<SupportCaseDocumentView | undefined> {
    const number = parseCaseNumber(word);
    return number === undefined
      ? supportCases.findByReferenceId(deskScope, parseReferenceId(word) ?? word)
      : supportCases.findByNumber(deskScope, formatCaseNumber(number));
  }

  async function quotedIn({ subject, body }: InboundMail): Promise<MailFacts['quoted']> {
    const { fresh } = foldQuotedText(body.text, { subject });
    const quote = caseQuotedIn({ subject, fresh }, (word) => parseReferenceId(word) !== undefined);
    if (quote.quoted === 'nothing') return undefined;
    // A number and a reference ID may well be of one case.
    const words = quote.quoted === 'one' ? [quote.value] : quote.values.slice(0, mostWords);
    const [candidate, another] = await candidatesOf(words.map(findByWord));
    return another === undefined ? candidate : 'several';
  }

  /** Who has left, or whose account is suspended, is nobody's user. */
  async function userOf(address: string | undefined): Promise<MailSender | undefined> {
    const user = address === undefined ? undefined : await users.findActiveByEmail(deskScope, address);
    if (user?.accountId === undefined) return undefined;
    const { accountId, id: userId, language } = user;
    const account = await accounts.find(deskScope, accountId);
    return account?.state === 'active' ? { accountId, userId, language } : undefined;
  }

  async function isFlood(received: ReceivedMail, address: string): Promise<boolean> {
    const { id, receivedAt } = received;
    await correspondents.note('received', address, id, receivedAt);
    const times = await correspondents.times('received', address, id);
    return loopVerdict(times, receivedAt, intakeCaps).allowed === 'no';
  }

  return async (received, mail) => {
    const { recipients, sender: envelopeSender } = received.envelope;
    const from = senderOf(mail);
    const answeredId = identity?.messageIds.answered(mail)?.caseId;
    const addressedIds = identity?.replyAddresses.casesAddressed(mail, { recipients }) ?? [];
    const [addressed, [answered], quoted, sender, isTooMuch] = await Promise.all([
      candidatesOf(addressedIds.map(findById)),
      candidatesOf(answeredId === undefined ? [] : [findById(answeredId)]),
      quotedIn(mail),
      userOf(from),
      isFlood(received, from ?? envelopeSender ?? ''),
    ]);
    return {
      automation: automationOf({
        mail,
        envelopeSender,
        isOurs: (messageId) => identity?.messageIds.messageOf(messageId) !== undefined,
      }),
      addressed,
      isFlood: isTooMuch,
      isEmpty: mail.subject === '' && mail.body.text.trim() === '' && mail.attachments.length === 0,
      ...(answered === undefined ? {} : { answered }),
      ...(quoted === undefined ? {} : { quoted }),
      ...(sender === undefined ? {} : { sender }),
    };
  };
}

/** The one address that a mail is from. One that names several names nobody. */
export function senderOf({ from }: Pick<InboundMail, 'from'>): string | undefined {
  const [first, another] = from;
  return another === undefined ? first?.address : undefined;
}
