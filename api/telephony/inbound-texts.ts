import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import { incidentIdOfStatusCall, incidentIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import type { TextTrace } from '../../domain/text-trace.js';
import type { TextWebhook } from '../../providers/telephony/webhooks.js';
import { formatPhoneNumber } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import { textsWanted } from '../audit/texts-wanted.js';
import type { BackgroundWork } from '../background-work.js';
import type { People } from '../people.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { TextAnswer } from './answers.js';
import type { InboundCallers } from './inbound-callers.js';
import type { Listeners } from './listeners.js';
import { isOfIncident, subjectOf } from './question-subject.js';
import { isPassedOn, type QuestionSettlement, type Settled } from './question-settlement.js';
import { readText, type OpenQuestion, type TextReading } from './text-reading.js';
import {
  belongingOfParty,
  belongingOfQuestion,
  tracesOfReceived,
  type TextBelonging,
} from './received-text.js';
import type { SilentHelp } from './silent-help.js';
import type { TextReplies, TextReply } from './text-replies.js';
import type { TextedHelp } from './texted-help.js';
import type { WrittenHelp } from './written-help.js';

export interface InboundTextDependencies {
  readonly texts: Pick<Store['texts'], 'openQuestions' | 'firstSeen' | 'optOut'>;
  readonly callers: Pick<InboundCallers, 'identify'>;
  readonly contactBook: Pick<ContactBook, 'emergencyNumber'>;
  readonly settlement: QuestionSettlement;
  readonly writtenHelp: WrittenHelp;
  readonly silentHelp: SilentHelp;
  readonly textedHelp: TextedHelp;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
  readonly listeners: Listeners;
  readonly people: People;
  readonly auditTrail: Pick<AuditTrail, 'recordEventually'>;
  readonly replies: TextReplies;
  /** @throws DomainError `unavailable` */
  readonly keepTrace: (trace: TextTrace) => Promise<void>;
  readonly wording: Wording;
  readonly background: BackgroundWork;
  readonly deskEmergencyNumber: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Texts to our numbers. What a text sets going is idempotent (its IDs are derived from the message's), so a repeated
 * webhook does no harm; only the reply is sent once.
 *
 * @returns the reply; undefined: none.
 */
export type AnswerText = (webhook: TextWebhook) => Promise<string | undefined>;

const patience = 300;
/** A trace that neither MongoDB nor a workflow takes is tried again for so long. Milliseconds. */
const persistenceForTraces = { giveUpAfter: 3_600_000 };

/** What is replied, if anything, and what the text belongs to. */
interface Answered {
  readonly reply?: TextReply;
  readonly belonging: TextBelonging;
}

/** Whoever reads along with somebody under duress is told nothing (I14). */
const helpReplies = {
  openly: 'helpReceived',
  'in-silence': 'nothingOpen',
  'not-yet': 'helpNotYet',
} as const;

export function createInboundTexts(dependencies: InboundTextDependencies): AnswerText {
  const { texts, callers, settlement, writtenHelp, silentHelp, textedHelp, wording, background, now } =
    dependencies;

  async function emergencyNumber(organisationId: OrganisationId): Promise<string> {
    const number = await ifKnown(patience, () => dependencies.contactBook.emergencyNumber(organisationId));
    return formatPhoneNumber(number ?? dependencies.deskEmergencyNumber);
  }

  async function answerQuestion(
    webhook: TextWebhook,
    { question, answer }: Extract<TextReading, { as: 'answer' }>,
    language: Language,
  ): Promise<string> {
    const { organisationId, target, purpose, attempt } = question;
    const subject = subjectOf(question);
    const values = { emergencyNumber: await emergencyNumber(organisationId) };
    if (subject === undefined) return wording.text(language, 'sms.reply.nothingOpen', values);
    const settling = settlement.settle(
      { organisationId, subject, purpose, target, ...(attempt === undefined ? {} : { attempt }) },
      answer,
      { means: 'sms', updateId: `${webhook.sid}-${question.subject.caseId}`, patience: 4_000 },
    );
    if (answer.answer === 'duress' && subject.case === 'status-call') {
      const { statusCallId } = subject;
      const { lifeInDanger } = answer;
      silentHelp.answerStatusCall({
        statusCallId,
        organisationId,
        target,
        lifeInDanger,
        callerPhone: webhook.from,
      });
    }
    if (answer.answer === 'help' && subject.case === 'status-call') {
      const { statusCallId } = subject;
      const keeping = await writtenHelp.answerStatusCall({
        organisationId,
        statusCallId,
        target,
        lifeInDanger: answer.lifeInDanger,
        ...(webhook.body.trim().length > 1 ? { words: webhook.body.trim() } : {}),
        callerPhone: webhook.from,
      });
      const isReceived = keeping === 'kept' || isPassedOn(await settling);
      const isSilent = await textedHelp.isUnderDuress(incidentIdOfStatusCall(statusCallId));
      if (isSilent) return wording.text(language, 'sms.reply.statusOk', values);
      return wording.text(language, isReceived ? 'sms.reply.helpReceived' : 'sms.reply.helpNotYet', values);
    }
    return replyAfter(question, answer.answer, await settling, language, values.emergencyNumber);
  }

  async function replyAfter(
    question: OpenQuestion,
    answer: TextAnswer['answer'],
    settled: Settled | undefined,
    language: Language,
    number: string,
  ): Promise<string> {
    const looksLikeOk = answer === 'ok' || answer === 'duress';
    if (settled === 'over' && !looksLikeOk) return wording.text(language, 'sms.reply.alreadyClosed');
    switch (answer) {
      case 'yes':
        if (question.purpose === 'test') return wording.text(language, 'sms.reply.testConfirmed');
        return settled === 'already-taken'
          ? wording.text(language, 'sms.reply.alreadyTaken', { who: await whoHasTaken(question, language) })
          : wording.text(language, 'sms.reply.accepted', { emergencyNumber: number });
      case 'no':
        return wording.text(language, 'sms.reply.declined');
      case 'ok':
      case 'duress':
        return wording.text(language, 'sms.reply.statusOk', { emergencyNumber: number });
      case 'help':
        return wording.text(language, 'sms.reply.helpReceived', { emergencyNumber: number });
    }
  }

  async function whoHasTaken({ organisationId, purpose, subject }: OpenQuestion, language: Language) {
    const id = incidentIdSchema.safeParse(subject.caseId).data;
    const view = id === undefined ? undefined : await dependencies.reading.runningIncident(id, patience);
    const by = purpose === 'inform' ? view?.acknowledgements[0]?.by : view?.takenBy;
    const name =
      by && (await ifKnown(patience, () => dependencies.people.nameOfActor(organisationId, by, language)));
    return name ?? wording.text(language, 'names.actor.somebody');
  }

  async function answerTo(webhook: TextWebhook): Promise<Answered> {
    const party = await callers.identify(webhook);
    const { language: partyLanguage, organisationId } = party;
    const ofNoCase = belongingOfParty(party);
    if (webhook.reserved === 'stop' || webhook.reserved === 'start') {
      const optedOut = webhook.reserved === 'stop';
      void dependencies.auditTrail.recordEventually(textsWanted(party, webhook.from, !optedOut, now()));
      background.runUntilItWorks(
        'noting whether texts are wanted',
        () => texts.optOut(webhook.from, optedOut),
        {
          giveUpAfter: 3_600_000,
        },
      );
      // After STOP the provider lets nothing through any more.
      if (optedOut) return { belonging: ofNoCase };
      const text = wording.text(partyLanguage, 'sms.reply.textsResumed', {
        emergencyNumber: await emergencyNumber(organisationId),
      });
      return { reply: { text, organisationId, carriesHelp: false }, belonging: ofNoCase };
    }
    // Tried twice: in a slow moment of the database an answer would be taken for a text about nothing.
    const asking = () => ifKnown(600, () => texts.openQuestions(webhook.from));
    const questions = (await asking()) ?? (await asking()) ?? [];
    const [newest] = questions;
    const { language } =
      newest === undefined
        ? party
        : await dependencies.listeners.target(newest.organisationId, newest.target);
    const asked = questions.find(({ purpose }) => purpose === 'status');
    const silent = asked === undefined ? await textedHelp.openIfUnderDuress(webhook, party) : undefined;
    if (silent !== undefined) {
      const text = wording.text(partyLanguage, 'sms.reply.nothingOpen', {
        emergencyNumber: await emergencyNumber(organisationId),
      });
      // Like the reply that it passes for (I14).
      return { reply: { text, organisationId, carriesHelp: false }, belonging: silent };
    }
    const code = asked === undefined ? undefined : await silentHelp.codeOf(asked.organisationId);
    const read = readText(webhook.body, questions, wording, language, code);
    switch (read.as) {
      case 'answer':
        return {
          reply: {
            text: await answerQuestion(webhook, read, language),
            organisationId: read.question.organisationId,
            carriesHelp: isOfIncident(read.question) || read.answer.answer === 'help',
          },
          belonging: belongingOfQuestion(read.question, read.answer.answer),
        };
      case 'help': {
        const { asked, incidentId } = await textedHelp.ask(webhook, { ...party, language }, read);
        const text = wording.text(language, `sms.reply.${helpReplies[asked]}`, {
          emergencyNumber: await emergencyNumber(organisationId),
        });
        return {
          reply: { text, organisationId, carriesHelp: asked !== 'in-silence' },
          belonging: belongingOfParty(party, incidentId),
        };
      }
      case 'unclear': {
        const { question } = read;
        const { organisationId: asking } = question;
        const text = unclearReply(question, language, await emergencyNumber(asking));
        return {
          reply: { text, organisationId: asking, carriesHelp: isOfIncident(question) },
          belonging: belongingOfQuestion(question),
        };
      }
      case 'nothing': {
        const text = wording.text(language, 'sms.reply.nothingOpen', {
          emergencyNumber: await emergencyNumber(organisationId),
        });
        return { reply: { text, organisationId, carriesHelp: false }, belonging: ofNoCase };
      }
    }
  }

  function unclearReply(
    { purpose, yes: acceptCode, no: declineCode }: OpenQuestion,
    language: Language,
    number: string,
  ): string {
    const values = { emergencyNumber: number };
    if (purpose === 'status') return wording.text(language, 'sms.reply.unknownStatus', values);
    if (purpose === 'test') return wording.text(language, 'sms.reply.testUnclear', { ...values, acceptCode });
    return wording.text(language, 'sms.reply.unknownIncident', { ...values, acceptCode, declineCode });
  }

  async function admittedText(webhook: TextWebhook, reply: TextReply | undefined) {
    const isFirst = await ifKnown(patience, () => texts.firstSeen(webhook.sid));
    if (isFirst === false || reply === undefined) return undefined;
    return (await dependencies.replies.admit(webhook.from, reply)) ? reply.text : undefined;
  }

  return async (webhook) => {
    const { reply, belonging } = await answerTo(webhook);
    const text = await admittedText(webhook, reply);
    const about = { isRepliedTo: text !== undefined, at: new Date(now()) };
    for (const trace of tracesOfReceived(webhook, belonging, about)) {
      background.runUntilItWorks(
        'keeping the trace of a text',
        () => dependencies.keepTrace(trace),
        persistenceForTraces,
      );
    }
    return text;
  };
}
