import type { ReceivedMail } from '../../db/received-mail-store.js';
import type { Store, SupportCaseDocumentView } from '../../db/store.js';
import type { AccountId, SupportCaseId } from '../../domain/identifiers.js';
import { supportCaseIdSchema } from '../../domain/identifiers.js';
import { automationOf } from '../../domain/mail/automatic-mail.js';
import { caseQuotedIn } from '../../domain/mail/case-quote.js';
import { caseCaps, intakeCaps, loopVerdict } from '../../domain/mail/correspondent-loop.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import type { CandidateCase, MailFacts } from '../../domain/mail/mail-destination.js';
import { foldQuotedText } from '../../domain/mail/quoted-text.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import { deskScope } from '../../domain/scope.js';
import { formatCaseNumber, parseCaseNumber } from '../../domain/support-case/case-number.js';
import { parseReferenceId } from '../../domain/support-case/reference-id.js';
import { whereItGoesOn } from '../support/merged-cases.js';

export interface MailFactsDependencies {
  readonly store: Pick<Store, 'supportCases' | 'users' | 'accounts' | 'correspondents' | 'receivedMails'>;
  /** Absent: nothing that goes out is signed, so cases are found by what mails say of them only. */
  readonly identity?: SupportMailIdentity | undefined;
}

/** More cases than this nobody means. */
const mostWords = 10;
/** The nearest ones tell which conversation it is. */
const mostReferences = 20;

/** A case that somebody names, or that there are several. */
type Named = CandidateCase | 'several' | undefined;

/** Learns what has to be known of a mail before it is decided where it belongs (C4). */
export function createMailFacts({
  store,
  identity,
}: MailFactsDependencies): (received: ReceivedMail, mail: InboundMail) => Promise<MailFacts> {
  const { supportCases, users, accounts, correspondents, receivedMails } = store;

  async function candidateOf(found: SupportCaseDocumentView | undefined): Promise<CandidateCase | undefined> {
    if (found === undefined) return undefined;
    const { opening, view } = await whereItGoesOn(found, (id) => supportCases.find(deskScope, id));
    // The case that goes on is not there: nobody can say where the mail belongs.
    if (view?.mergedInto !== undefined) return undefined;
    const { id: caseId, accountId } = opening;
    const isSuspended = !(await isActive(accountId));
    return { caseId, accountId, isClosed: view?.state === 'closed', isSuspended };
  }

  async function isActive(accountId: AccountId): Promise<boolean> {
    return (await accounts.find(deskScope, accountId))?.state === 'active';
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

  /** The subject goes before the text, unless what it names is no case of ours. */
  async function quotedIn({ subject, body }: InboundMail): Promise<Named> {
    const { fresh } = foldQuotedText(body.text, { subject });
    for (const text of [
      { subject, fresh: '' },
      { subject: '', fresh },
    ]) {
      const quote = caseQuotedIn(text, (word) => parseReferenceId(word) !== undefined);
      if (quote.quoted === 'nothing') continue;
      // A number and a reference ID may well be of one case.
      const words = quote.quoted === 'one' ? [quote.value] : quote.values.slice(0, mostWords);
      const named = onlyOne(await candidatesOf(words.map(findByWord)));
      if (named !== undefined) return named;
    }
    return undefined;
  }

  /** The case of the mails that somebody else, or the sender, has written before in this conversation. */
  async function relatedTo({ inReplyTo, references }: InboundMail): Promise<Named> {
    const known = await receivedMails.casesOf([...inReplyTo, ...references.slice(-mostReferences)]);
    return onlyOne(await candidatesOf(known.map(findById)));
  }

  async function writerOf(address: string | undefined): Promise<Pick<MailFacts, 'sender' | 'alien'>> {
    const user = address === undefined ? undefined : await users.findByEmail(deskScope, address);
    if (user === undefined) return {};
    const { accountId, id: userId, language, state } = user;
    if (accountId === undefined) return user.organisationId === undefined ? { alien: 'of-the-desk' } : {};
    return state === 'active' && (await isActive(accountId))
      ? { sender: { accountId, userId, language } }
      : { alien: 'disabled' };
  }

  /** What bears a proof of ours is counted by its case: an address can be forged to have its owner's own mails held back. */
  async function isFlood(
    { id, receivedAt }: ReceivedMail,
    proven: CandidateCase | undefined,
    address: string,
  ): Promise<boolean> {
    const [of, caps] = proven === undefined ? [address, intakeCaps] : [proven.caseId, caseCaps];
    await correspondents.note('received', of, id, receivedAt);
    const times = await correspondents.times('received', of, id);
    return loopVerdict(times, receivedAt, caps).allowed === 'no';
  }

  return async (received, mail) => {
    const { recipients, sender: envelopeSender } = received.envelope;
    const from = senderOf(mail);
    const answeredId = identity?.messageIds.answered(mail)?.caseId;
    const addressedIds = identity?.replyAddresses.casesAddressed(mail, { recipients }) ?? [];
    const [addressed, [answered], writer] = await Promise.all([
      candidatesOf(addressedIds.map(findById)),
      candidatesOf(answeredId === undefined ? [] : [findById(answeredId)]),
      writerOf(from),
    ]);
    const proven = addressed[0] ?? answered;
    // What is signed by us says enough: nobody looks for what anybody could have written.
    const [related, quoted] =
      proven === undefined ? await Promise.all([relatedTo(mail), quotedIn(mail)]) : [undefined, undefined];
    return {
      automation: automationOf({
        mail,
        envelopeSender,
        isOurs: (messageId) => identity?.messageIds.messageOf(messageId) !== undefined,
      }),
      addressed,
      isFlood: await isFlood(received, proven, from ?? envelopeSender ?? ''),
      isEmpty: mail.subject === '' && mail.body.text.trim() === '' && mail.attachments.length === 0,
      ...(answered === undefined ? {} : { answered }),
      ...(related === undefined ? {} : { related }),
      ...(quoted === undefined ? {} : { quoted }),
      ...writer,
    };
  };
}

function onlyOne([candidate, another]: readonly CandidateCase[]): Named {
  return another === undefined ? candidate : 'several';
}

/** The one address that a mail is from. One that names several names nobody. */
export function senderOf({ from }: Pick<InboundMail, 'from'>): string | undefined {
  const [first, another] = from;
  return another === undefined ? first?.address : undefined;
}
