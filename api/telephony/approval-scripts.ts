import type { Store } from '../../db/store.js';
import type { Language } from '../../domain/language.js';
import type { ApprovalQuestion } from '../../domain/orders/order.js';
import { deskScope } from '../../domain/scope.js';
import type { VoiceScript, VoiceStep } from '../../providers/telephony/voice-script.js';
import { shortened, speakableMoney } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { ApprovalAddresses } from './approval-addresses.js';
import type { ApprovalOrder } from './approval-order.js';
import { timeoutSeconds } from './attempt-scripts.js';
import { gatherKnownFacts, type KnownFactsDependencies } from './known-facts.js';
import type { Listener, Listeners } from './listeners.js';

export interface ApprovalScriptDependencies extends KnownFactsDependencies {
  readonly store: Pick<Store, 'cases' | 'intakes'>;
  readonly listeners: Listeners;
  readonly wording: Wording;
  readonly addresses: ApprovalAddresses;
}

/** Why the PIN is asked for: for the first time, after silence, after a wrong one, or since its proof holds no more. */
export type PinOccasion = 'first' | 'silence' | 'wrong' | 'anew';
/** Why the question is read out. */
export type QuestionOccasion = 'first' | 'silence' | 'not-understood';
/** What is said before the call ends. */
export type LastWords =
  'pinRefused' | 'pinNotChecked' | 'notTheirs' | 'approved' | 'refused' | 'over' | 'recorded';

export interface ApprovalScripts {
  /** Asks for the PIN. Nothing of the order is said, since nobody knows yet who listens; nor to a machine. */
  pin(order: ApprovalOrder, entry: number, occasion: PinOccasion): Promise<VoiceScript>;
  /** Reads out what it is about, and asks. */
  question(
    order: ApprovalOrder,
    asked: number,
    occasion: QuestionOccasion,
    proof: string,
  ): Promise<VoiceScript>;
  ending(order: ApprovalOrder, words: LastWords): Promise<VoiceScript>;
}

/** Of the words of an order or a report a call reads out no more than this. */
const descriptionCharacters = 400;
/** One more than the longest PIN: the hash key ends it, and is no answer to the next question. */
const pinDigits = 11;
const patience = 300;

export function createApprovalScripts(dependencies: ApprovalScriptDependencies): ApprovalScripts {
  const { store, listeners, wording, addresses } = dependencies;
  const listenerOf = (order: ApprovalOrder) => listeners.target(order.organisationId, order.target);

  function pinTexts(occasion: PinOccasion, { language, organisation }: Listener): readonly string[] {
    const intro = wording.text(language, 'voice.purpose.approve.intro', { organisation });
    const enterPin = wording.text(language, 'voice.approval.enterPin');
    switch (occasion) {
      case 'first':
        return [intro];
      case 'silence':
        return [wording.text(language, 'voice.again'), intro];
      case 'wrong':
        return [wording.text(language, 'voice.approval.wrongPin'), enterPin];
      case 'anew':
        return [enterPin];
    }
  }

  async function whatItIsAbout(order: ApprovalOrder, listener: Listener): Promise<string> {
    const { language, organisation } = listener;
    const facts = await gatherKnownFacts(dependencies, order.organisationId, order.subject);
    const values = {
      organisation: facts.organisationName ?? organisation,
      kind: wording.text(language, `voice.kind.${facts.kind ?? 'other'}`),
    };
    if (order.purpose === 'approve') return orderText(order.approval, values, language);
    return wording.text(language, 'voice.approval.override', {
      ...values,
      ceiling: speakableMoney(facts.ceiling, language),
      who: facts.travellerName ?? wording.text(language, 'names.actor.unknownCaller'),
      summary: facts.summary === undefined ? '' : shortened(facts.summary, descriptionCharacters),
    });
  }

  async function orderText(
    { service, estimate, started, actual, orderId }: ApprovalQuestion,
    of: { readonly organisation: string; readonly kind: string },
    language: Language,
  ): Promise<string> {
    const texts = await ifKnown(patience, () => store.intakes.texts(deskScope, [orderId]));
    const description = texts?.get(orderId);
    const values = {
      ...of,
      service: wording.text(language, `names.feeService.${service}`),
      price: speakableMoney(estimate, language),
      description: description === undefined ? '' : shortened(description, descriptionCharacters),
    };
    return actual === undefined
      ? wording.text(language, `voice.approval.${started ? 'ratification' : 'question'}`, values)
      : wording.text(language, 'voice.approval.excess', {
          ...values,
          actual: speakableMoney(actual, language),
        });
  }

  async function questionTexts(
    order: ApprovalOrder,
    occasion: QuestionOccasion,
    listener: Listener,
  ): Promise<readonly string[]> {
    const { language } = listener;
    const keys = wording.text(language, 'voice.purpose.approve.keys');
    switch (occasion) {
      case 'first':
        return [await whatItIsAbout(order, listener), keys];
      case 'silence':
        return [wording.text(language, 'voice.again'), await whatItIsAbout(order, listener), keys];
      case 'not-understood':
        return [wording.text(language, 'voice.notUnderstood'), keys];
    }
  }

  return {
    async pin(order, entry, occasion) {
      const listener = await listenerOf(order);
      const { language } = listener;
      const ask: VoiceStep = {
        do: 'ask',
        digits: pinDigits,
        endKey: '#',
        prompt: pinTexts(occasion, listener).map((text) => ({ text, language })),
        timeoutSeconds: timeoutSeconds(order),
        answerUrl: addresses.pin(order, entry),
      };
      return [ask, { do: 'go-to', url: addresses.pinUnanswered(order, entry) }];
    },

    async question(order, asked, occasion, proof) {
      const listener = await listenerOf(order);
      const { language } = listener;
      const texts = await questionTexts(order, occasion, listener);
      const ask: VoiceStep = {
        do: 'ask',
        digits: 1,
        prompt: texts.map((text) => ({ text, language })),
        timeoutSeconds: timeoutSeconds(order),
        answerUrl: addresses.decided(order, asked, proof),
      };
      return [ask, { do: 'go-to', url: addresses.undecided(order, asked, proof) }];
    },

    async ending(order, words) {
      const { language } = await listenerOf(order);
      const say = (text: string): VoiceStep => ({ do: 'say', text, language });
      return [
        say(lastWords(order, words, wording, language)),
        say(wording.text(language, 'voice.goodbye')),
        { do: 'hang-up' },
      ];
    },
  };
}

function lastWords(
  order: ApprovalOrder,
  words: LastWords,
  wording: Wording,
  language: Listener['language'],
): string {
  if (words === 'recorded') return wording.text(language, 'voice.purpose.approve.done');
  // What has been started cannot be unmade: the desk takes up what follows from the refusal.
  const isStarted = order.purpose === 'ratify' || order.approval.started;
  if (words === 'refused' && isStarted) return wording.text(language, 'voice.done.refused');
  return wording.text(language, `voice.approval.${words}`);
}
