import type { AnswerMeans, AttemptOrder } from '../../domain/attempt.js';
import type { CallerState, IncidentView } from '../../domain/case-record.js';
import type { IncidentId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import type { VoiceScript, VoiceStep } from '../../providers/telephony/voice-script.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { Store } from '../../db/store.js';
import { deskScope } from '../../domain/scope.js';
import type { Wording } from '../../wording/wording.js';
import type { BackgroundWork } from '../background-work.js';
import type { People } from '../people.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { ifKnown } from '../use-cases/time-limit.js';
import { answeredBy } from './answered-by.js';
import type { Answer } from './answers.js';
import { mostReadings, type AttemptScripts, type Occasion } from './attempt-scripts.js';
import { createAttemptUnderstanding } from './attempt-understanding.js';
import type { Bridging } from './bridging.js';
import type { HelpOnCall } from './help-on-call.js';
import type { FindInterruption, Interruption } from './interruptions.js';
import type { Listeners } from './listeners.js';
import type { NumberLines } from './number-lines.js';
import type { QuestionSettlement, Settled } from './question-settlement.js';
import type { SilentHelp } from './silent-help.js';

export interface AttemptCallDependencies {
  readonly scripts: AttemptScripts;
  readonly lines: NumberLines;
  readonly settlement: QuestionSettlement;
  readonly helpOnCall: HelpOnCall;
  readonly silentHelp: Pick<SilentHelp, 'codeOf' | 'answerStatusCall'>;
  readonly telephony: Pick<Telephony, 'lookUpCall'>;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
  readonly projection: Pick<Store['cases'], 'incident'>;
  readonly listeners: Listeners;
  readonly people: People;
  readonly wording: Wording;
  readonly bridging: Pick<Bridging, 'join'>;
  readonly findInterruption: FindInterruption;
  readonly background: BackgroundWork;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How far a conversation has come. */
export interface Asked {
  /** How often the question was read out before. */
  readonly times: number;
  /** How many keys of the duress code have come so far. */
  readonly held: number;
}

/** The conversation of an attempt's call: it asks, understands, settles and says what comes next. */
export interface AttemptCalls {
  answered(order: AttemptOrder, webhook: VoiceWebhook): Promise<VoiceScript>;
  replied(order: AttemptOrder, asked: Asked, webhook: VoiceWebhook): Promise<VoiceScript>;
  unanswered(order: AttemptOrder, asked: Asked, webhook: VoiceWebhook): Promise<VoiceScript>;
}

/** How long a person waits for what their answer came to; the provider allows 15 s. Milliseconds. */
const settlePatience = 2_500;
/** A call in a conference may take so long; whoever wants the number meanwhile looks whether the call still lives. */
const longestTalk = 4 * 3_600_000;
const leavingTime = 60_000;
export function createAttemptCalls(dependencies: AttemptCallDependencies): AttemptCalls {
  const {
    scripts,
    lines,
    settlement,
    helpOnCall,
    silentHelp,
    telephony,
    listeners,
    people,
    wording,
    bridging,
    background,
  } = dependencies;
  const understanding = createAttemptUnderstanding({ silentHelp, telephony, listeners, wording });

  function questionsOn(order: AttemptOrder, webhook: VoiceWebhook): Promise<readonly AttemptOrder[]> {
    return lines.questionsOn(webhook.to, order, { sid: webhook.callSid, account: webhook.account });
  }

  async function askAgain(
    order: AttemptOrder,
    asked: number,
    occasion: Occasion,
    webhook: VoiceWebhook,
    interruption: Interruption | undefined,
    held = 0,
  ): Promise<VoiceScript> {
    // A key that is waited for is no reading.
    if (occasion === 'key-held') return scripts.question(order, [order], asked, occasion, false, held);
    if (asked >= mostReadings) {
      return interruption === undefined ? scripts.closing(order) : interruption.goBack();
    }
    interruption?.tellCaller();
    // After silence it is told once more what the call is about: everything that the answer will settle.
    const isToldAnew = occasion === 'silence' && interruption === undefined;
    const orders = isToldAnew ? await questionsOn(order, webhook) : [order];
    return scripts.question(order, orders, asked + 1, occasion, interruption !== undefined, held);
  }

  /** Whoever was taken out of a conversation with the caller goes back into it, also where the question fails. */
  async function withWayBack(
    order: AttemptOrder,
    webhook: VoiceWebhook,
    converse: (interruption: Interruption | undefined) => Promise<VoiceScript>,
  ): Promise<VoiceScript> {
    const interruption = dependencies.findInterruption(order, webhook);
    if (interruption === undefined) return converse(undefined);
    const script = converse(interruption);
    dependencies.background.run('asking somebody within a conversation', () => script);
    return script.catch(() => interruption.goBack());
  }

  async function settleAll(
    order: AttemptOrder,
    answer: Answer,
    means: AnswerMeans,
    webhook: VoiceWebhook,
  ): Promise<readonly { readonly order: AttemptOrder; readonly settled: Settled | undefined }[]> {
    const call = { sid: webhook.callSid, account: webhook.account };
    const isConnected = order.purpose !== 'inform' && order.purpose !== 'test';
    const mayTalk = answer.answer === 'help' || (answer.answer === 'yes' && isConnected);
    const occupiedUntil = new Date(dependencies.now() + (mayTalk ? longestTalk : leavingTime));
    const orders = await lines.settle(webhook.to, order, call, occupiedUntil);
    return Promise.all(
      orders.map(async (each) => ({
        order: each,
        settled: await settlement.settle({ ...each, attempt: each.key }, answer, {
          means,
          updateId: `${call.sid}-${each.key.activityId}`,
          patience: settlePatience,
        }),
      })),
    );
  }

  async function answer(
    order: AttemptOrder,
    given: Answer,
    means: AnswerMeans,
    webhook: VoiceWebhook,
    interruption: Interruption | undefined,
  ): Promise<VoiceScript> {
    if (given.answer === 'help' && order.subject.case === 'status-call') {
      dependencies.background.run('settling a call for help', () => settleAll(order, given, means, webhook));
      const { lifeInDanger } = given;
      return helpOnCall.answerStatusCall(order, order.subject.statusCallId, webhook, { lifeInDanger });
    }
    if (given.answer === 'duress') openSilently(order, given, webhook);
    const outcomes = await settleAll(order, given, means, webhook);
    const { language } = await listeners.target(order.organisationId, order.target);
    const say = (text: string): VoiceStep => ({ do: 'say', text, language });
    const settled = outcomes[0]?.settled;
    if (interruption !== undefined) {
      const isLate = settled === 'already-taken' || settled === 'over';
      const words = isLate
        ? [wording.text(language, 'voice.inConference.settled')]
        : await wordsAfter(order, given, settled, language);
      return [...words.map(say), ...(await interruption.goBack())];
    }
    const texts = await wordsAfter(order, given, settled, language);
    const joined = given.answer === 'yes' ? await whereToJoin(outcomes, webhook, language) : undefined;
    return [
      ...texts.map(say),
      ...(joined ?? [say(wording.text(language, 'voice.goodbye')), { do: 'hang-up' } as const]),
    ];
  }

  /** Beside the status call's own workflow, so that one of them suffices. */
  function openSilently(order: AttemptOrder, given: Answer, { to }: VoiceWebhook): void {
    const { subject, organisationId, target } = order;
    if (subject.case !== 'status-call' || given.answer !== 'duress') return;
    const { statusCallId } = subject;
    const { lifeInDanger } = given;
    silentHelp.answerStatusCall({ statusCallId, organisationId, target, lifeInDanger, callerPhone: to });
  }

  async function wordsAfter(
    order: AttemptOrder,
    given: Answer,
    settled: Settled | undefined,
    language: Language,
  ): Promise<readonly string[]> {
    const soundsLikeOk = given.answer === 'ok' || given.answer === 'duress';
    if (settled === 'over' && !soundsLikeOk) return [wording.text(language, 'voice.stopped.closed')];
    switch (given.answer) {
      case 'no':
        return [wording.text(language, 'voice.done.declined')];
      case 'ratified':
      case 'refused':
        return [wording.text(language, 'voice.purpose.ratify.done')];
      case 'ok':
      case 'duress':
        return [wording.text(language, 'voice.purpose.status.done')];
      case 'help':
        return [wording.text(language, 'voice.done.helpIsComing')];
      case 'yes': {
        const danger = given.lifeInDanger ? [wording.text(language, 'voice.done.lifeInDanger')] : [];
        if (settled !== 'already-taken') {
          return [...danger, wording.text(language, `voice.purpose.${order.purpose}.done`)];
        }
        const who = await whoHasTaken(order, language);
        return [...danger, wording.text(language, 'voice.stopped.takenOver', { who })];
      }
    }
  }

  async function whoHasTaken({ subject, organisationId, purpose }: AttemptOrder, language: Language) {
    const view = subject.case === 'incident' ? await currentView(subject.incidentId) : undefined;
    const by = purpose === 'inform' ? view?.acknowledgements[0]?.by : view?.takenBy;
    const name = by && (await ifKnown(300, () => people.nameOfActor(organisationId, by, language)));
    return name ?? wording.text(language, 'names.actor.somebody');
  }

  /** The first of the cases whose caller waits for this person, or is called back for them (I3, I4). */
  async function whereToJoin(
    outcomes: readonly { readonly order: AttemptOrder; readonly settled: Settled | undefined }[],
    { callSid, account }: VoiceWebhook,
    language: Language,
  ): Promise<VoiceScript | undefined> {
    for (const { order, settled } of outcomes) {
      const { subject, organisationId, purpose, target } = order;
      if (subject.case !== 'incident') continue;
      const { incidentId } = subject;
      const view = await currentView(incidentId);
      const joins =
        purpose === 'call-back' ||
        purpose === 'connect' ||
        purpose === 'join' ||
        ((purpose === 'take' || purpose === 'mandate') && isWaitedFor(view, settled));
      if (joins) {
        const how = { callSid, account, view, language };
        return bridging.join({ incidentId, organisationId }, target, how);
      }
    }
    return undefined;
  }

  function isWaitedFor(view: IncidentView | undefined, settled: Settled | undefined): boolean {
    if (settled === 'over') return false;
    // Nobody can tell: a caller who waits alone is worse than an empty conference.
    const caller: CallerState = view?.caller ?? 'waiting';
    return caller === 'waiting' || (caller !== 'none' && settled !== 'already-taken');
  }

  async function currentView(incidentId: IncidentId): Promise<IncidentView | undefined> {
    const [running, projected] = await Promise.all([
      dependencies.reading.runningIncident(incidentId, 300),
      ifKnown(300, () => dependencies.projection.incident(deskScope, incidentId)),
    ]);
    return running ?? projected;
  }

  return {
    answered: (order, webhook) =>
      withWayBack(order, webhook, async (interruption) => {
        interruption?.tellCaller();
        const orders = interruption === undefined ? await questionsOn(order, webhook) : [order];
        return scripts.question(order, orders, 1, 'first', interruption !== undefined);
      }),

    replied: (order, asked, webhook) =>
      withWayBack(order, webhook, async (interruption) => {
        const heard = await understanding.of(order, webhook, asked.held);
        if (heard.understood === undefined && heard.quietly !== undefined) {
          const { answer: given, means } = heard.quietly;
          openSilently(order, given, webhook);
          background.run('settling a call for help', () => settleAll(order, given, means, webhook));
        }
        return heard.understood === undefined
          ? askAgain(order, asked.times, heard.ask, webhook, interruption, heard.held)
          : answer(order, heard.understood, heard.means, webhook, interruption);
      }),

    unanswered: (order, asked, webhook) =>
      withWayBack(order, webhook, async (interruption) => {
        // A voicemail has heard the question: the message ends, and the line is free again. Nothing was cut off, so a
        // person who was taken for a machine had the time to press a key. Whoever is in the conference has pressed one.
        const isMachine = interruption === undefined && (await answeredBy(telephony, webhook)) === 'machine';
        const times = isMachine ? mostReadings : asked.times;
        return askAgain(order, times, 'silence', webhook, interruption, asked.held);
      }),
  };
}
