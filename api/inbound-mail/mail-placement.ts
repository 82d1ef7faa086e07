import type { MailFiling, ReceivedMail } from '../../db/received-mail-store.js';
import type { Store } from '../../db/store.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import {
  destinationOf,
  type MailDestination,
  type MailFacts,
  type MailSender,
} from '../../domain/mail/mail-destination.js';
import type { AccountId, SupportCaseId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { unavailable } from '../../domain/errors.js';
import { isSupportCaseClosed } from '../../domain/support-case/support-case-closed.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import type { SupportCaseReading } from '../support/case-reading.js';
import type { MessageAdding } from '../support/message-adding.js';
import type { AnswerForClosedCase } from './closed-case-answer.js';
import type { TakeDeliveryReport } from './delivery-reports.js';
import { topicOfMails, type OpenCaseOfMail } from './mail-case-opening.js';
import { messageOfMail } from './mail-filing.js';
import type { MailWords } from './mail-words.js';

/**
 * Brings a mail to where it belongs (C4), and tells where it stands from then on. Doing it twice does it once.
 *
 * @throws DomainError `unavailable`: it has to be done again.
 */
export type PlaceMail = (received: ReceivedMail, mail: InboundMail, facts: MailFacts) => Promise<MailFiling>;

export interface MailPlacementDependencies {
  readonly supportCases: Pick<Store['supportCases'], 'find'>;
  readonly receivedMails: Pick<Store['receivedMails'], 'bind' | 'unbind'>;
  readonly reading: Pick<SupportCaseReading, 'current'>;
  readonly words: MailWords;
  readonly adding: MessageAdding;
  readonly openCase: OpenCaseOfMail;
  readonly answerForClosedCase: AnswerForClosedCase;
  readonly takeDeliveryReport: TakeDeliveryReport;
}

/** `closed`: the case has not taken the mail, and never will; `gone`: there is none. */
type Added = { readonly is: 'taken' | 'closed'; readonly accountId: AccountId } | { readonly is: 'gone' };

type To<Kind extends MailDestination['to']> = Extract<MailDestination, { to: Kind }>;

export function createMailPlacement({
  supportCases,
  receivedMails,
  reading,
  words,
  adding,
  openCase,
  answerForClosedCase,
  takeDeliveryReport,
}: MailPlacementDependencies): PlaceMail {
  /** The mail is bound to the case meanwhile, and to no other one. */
  async function add(
    received: ReceivedMail,
    mail: InboundMail,
    caseId: SupportCaseId,
    { sender }: MailFacts,
  ): Promise<Added> {
    const into = await supportCases.find(deskScope, caseId);
    if (into === undefined) return { is: 'gone' };
    const { accountId } = into.opening;
    // Somebody else has taken it up since, and may be putting it elsewhere: where it stands then is known when it comes again.
    if (!(await receivedMails.bind(received.id, caseId))) throw unavailable('The mail');
    const isOfAccount = sender?.accountId === accountId;
    const by: SupportActor = { by: 'partner', ...(isOfAccount ? { userId: sender.userId } : {}) };
    const said = await words(deskScope, received, mail, accountId);
    try {
      await adding.add(deskScope, into, messageOfMail(received, into, said, by));
      return { is: 'taken', accountId };
    } catch (error) {
      if (!isSupportCaseClosed(error)) throw error;
      await receivedMails.unbind(received.id, caseId);
      return { is: 'closed', accountId };
    }
  }

  /** As `add`; a case that was merged in this very moment passes the mail on. */
  async function addWhereMerged(
    received: ReceivedMail,
    mail: InboundMail,
    caseId: SupportCaseId,
    facts: MailFacts,
  ): Promise<Added & { readonly caseId: SupportCaseId }> {
    const added = await add(received, mail, caseId, facts);
    if (added.is !== 'closed') return { ...added, caseId };
    const into = (await reading.current(deskScope, caseId)).view?.mergedInto;
    if (into === undefined) return { ...added, caseId };
    return { ...(await add(received, mail, into, facts)), caseId: into };
  }

  async function toCase(
    received: ReceivedMail,
    mail: InboundMail,
    { caseId: found, foundBy }: To<'case'>,
    facts: MailFacts,
  ): Promise<MailFiling> {
    const { caseId, ...added } = await addWhereMerged(received, mail, found, facts);
    switch (added.is) {
      case 'taken':
        return { state: 'filed', why: foundBy, caseId, accountId: added.accountId };
      case 'closed': {
        // In this very moment.
        const { accountId } = added;
        const isToBeAnswered = facts.automation.automatic === 'no';
        return answerForClosedCase(received, mail, { caseId, accountId }, isToBeAnswered);
      }
      case 'gone':
        return { state: 'review', why: 'stranger' };
    }
  }

  /** Somebody was interrupted: the case may have taken the mail already, and may be closed or merged since. */
  async function finish(
    received: ReceivedMail,
    mail: InboundMail,
    facts: MailFacts,
  ): Promise<MailFiling | undefined> {
    const { boundTo: caseId } = received;
    if (caseId === undefined) return undefined;
    const added = await add(received, mail, caseId, facts);
    return added.is === 'taken'
      ? { state: 'filed', why: 'begun-before', caseId, accountId: added.accountId }
      : undefined;
  }

  async function toClosedCase(
    received: ReceivedMail,
    mail: InboundMail,
    { caseId, isToBeAnswered }: To<'closed-case'>,
  ): Promise<MailFiling> {
    const closed = await supportCases.find(deskScope, caseId);
    if (closed === undefined) return { state: 'review', why: 'stranger' };
    const { accountId } = closed.opening;
    return answerForClosedCase(received, mail, { caseId, accountId }, isToBeAnswered);
  }

  async function toNewCase(
    received: ReceivedMail,
    mail: InboundMail,
    { accountId, userId, language }: MailSender,
  ): Promise<MailFiling> {
    const { opening } = await openCase(received, mail, {
      ...{ accountId, language, topic: topicOfMails },
      openedBy: { by: 'partner', userId },
    });
    return { state: 'filed', why: 'new-case', caseId: opening.id, accountId };
  }

  return async (received, mail, facts) => {
    const finished = await finish(received, mail, facts);
    if (finished !== undefined) return finished;
    const destination = destinationOf(facts);
    switch (destination.to) {
      case 'case':
        return toCase(received, mail, destination, facts);
      case 'closed-case':
        return toClosedCase(received, mail, destination);
      case 'new-case':
        return toNewCase(received, mail, destination.sender);
      case 'delivery-report':
        return takeDeliveryReport(received, mail, facts.answered ?? facts.addressed[0]);
      case 'review':
        return { state: 'review', why: destination.why, ...about(destination) };
      case 'nowhere':
        return { state: 'dropped-as-automatic', why: destination.why, ...about(destination) };
    }
  };
}

function about({ caseId }: To<'review' | 'nowhere'>): Pick<MailFiling, 'caseId'> {
  return caseId === undefined ? {} : { caseId };
}
