import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { AttemptOrder, AttemptPurpose } from '../../domain/attempt.js';
import type { Language } from '../../domain/language.js';
import { speechHints } from '../../domain/speech/speech-hints.js';
import type { WebhookAddresses } from '../../providers/telephony/addresses.js';
import type { VoiceScript, VoiceStep } from '../../providers/telephony/voice-script.js';
import { shortened, speakableMoney, speakablePhoneNumber } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { People } from '../people.js';
import { ifKnown } from '../use-cases/time-limit.js';
import { spokenAnswers } from './answers.js';
import { gatherKnownFacts, type KnownFacts, type KnownFactsDependencies } from './known-facts.js';
import type { Listener, Listeners } from './listeners.js';

export interface AttemptScriptDependencies extends KnownFactsDependencies {
  readonly contactBook: ContactBook;
  readonly listeners: Listeners;
  readonly people: People;
  readonly wording: Wording;
  readonly addresses: WebhookAddresses;
}

/**
 * Why the question is asked: for the first time, after silence, or because an answer needs a key. `key-held`: a first key of
 * a code has come, and the next one is awaited without a word (I14).
 */
export type Occasion = 'first' | 'silence' | 'not-understood' | 'to-be-sure' | 'key-held';

export interface AttemptScripts {
  /**
   * Reads out what the call is about, and asks.
   *
   * @param own the order whose call this is.
   * @param orders all whose questions this call asks, `own` among them.
   * @param asked how often the question was read out, this time included.
   * @param interrupts the person is in the conference with the caller, and goes back there.
   * @param held how many keys of a code have come so far.
   */
  question(
    own: AttemptOrder,
    orders: readonly AttemptOrder[],
    asked: number,
    occasion: Occasion,
    interrupts: boolean,
    held?: number,
  ): Promise<VoiceScript>;
  /** What is said when nobody answered: like a message on a voicemail, since it may be one. */
  closing(own: AttemptOrder): Promise<VoiceScript>;
}

/** Of the report's own words a call reads out no more than this. */
const summaryCharacters = 400;
/** How long a person thinks before the question is repeated. */
const usualTimeoutSeconds = 7;
const shortestTimeoutSeconds = 2;
/** A question is read out so often before the call is ended. */
export const mostReadings = 3;

export function createAttemptScripts(dependencies: AttemptScriptDependencies): AttemptScripts {
  const { contactBook, listeners, wording, addresses } = dependencies;

  async function promptTexts(
    own: AttemptOrder,
    orders: readonly AttemptOrder[],
    { occasion, interrupts }: { readonly occasion: Occasion; readonly interrupts: boolean },
    listener: Listener,
  ): Promise<readonly string[]> {
    const { language } = listener;
    const keys = wording.text(language, `voice.purpose.${own.purpose}.keys`);
    const about = () => subjects(dependencies, orders, interrupts, listener);
    switch (occasion) {
      case 'first':
        return [
          ...(interrupts ? [wording.text(language, 'voice.inConference.begin')] : []),
          ...(await about()),
          keys,
        ];
      case 'silence':
        return [wording.text(language, 'voice.again'), ...(await about()), keys];
      case 'not-understood':
        return [wording.text(language, 'voice.notUnderstood'), keys];
      case 'to-be-sure':
        return [wording.text(language, `voice.purpose.${own.purpose}.confirm`)];
      case 'key-held':
        return [];
    }
  }

  return {
    async question(own, orders, asked, occasion, interrupts, held = 0) {
      const listener = await listeners.target(own.organisationId, own.target);
      const { language } = listener;
      const texts = await promptTexts(own, orders, { occasion, interrupts }, listener);
      const answers = spokenAnswers(own.purpose);
      const ask: VoiceStep = {
        do: 'ask',
        digits: 1,
        prompt: texts.map((text) => ({ text, language })),
        timeoutSeconds: occasion === 'key-held' ? shortestTimeoutSeconds : timeoutSeconds(own),
        ...(answers === undefined
          ? {}
          : { speech: { language, hints: speechHints(wording.words(language), answers) } }),
        answerUrl: addresses.attemptReplied(own, asked, held),
      };
      return [ask, { do: 'go-to', url: addresses.attemptUnanswered(own, asked, held) }];
    },

    async closing(own) {
      const { language, organisation } = await listeners.target(own.organisationId, own.target);
      const number = await ifKnown(300, () => contactBook.emergencyNumber(own.organisationId));
      const say = (text: string): VoiceStep => ({ do: 'say', text, language });
      const goodbye = [say(wording.text(language, 'voice.goodbye')), { do: 'hang-up' } as const];
      // Nobody is to call the emergency number back because of a test.
      if (own.purpose === 'test') return [say(wording.text(language, 'voice.testOver')), ...goodbye];
      return [
        say(wording.text(language, 'voice.done.noAnswer')),
        ...(number === undefined
          ? []
          : [
              say(
                wording.text(language, 'voice.voicemail', {
                  organisation,
                  emergencyNumber: speakablePhoneNumber(number, language, wording),
                }),
              ),
            ]),
        ...goodbye,
      ];
    },
  };
}

/** How long silence may last: all readings must fit into the time that the attempt may take. */
export function timeoutSeconds({ talkSeconds }: AttemptOrder): number {
  return Math.max(
    shortestTimeoutSeconds,
    Math.min(usualTimeoutSeconds, Math.floor(talkSeconds / (2 * mostReadings))),
  );
}

/** What the call is about; several cases are told one after the other and numbered. */
async function subjects(
  dependencies: AttemptScriptDependencies,
  orders: readonly AttemptOrder[],
  interrupts: boolean,
  listener: Listener,
): Promise<readonly string[]> {
  const { wording } = dependencies;
  const { language } = listener;
  const told = await Promise.all(orders.map((order) => subject(dependencies, order, interrupts, listener)));
  if (told.length === 1) return told.flat();
  const count = told.length;
  return [
    wording.text(language, 'voice.several', { count }),
    ...told.flatMap((texts, index) => [
      wording.text(language, 'voice.incidentOf', { number: index + 1, count }),
      ...texts,
    ]),
  ];
}

async function subject(
  dependencies: AttemptScriptDependencies,
  { organisationId, subject: of, purpose, silent }: AttemptOrder,
  interrupts: boolean,
  { language, organisation }: Listener,
): Promise<readonly string[]> {
  const { wording } = dependencies;
  const facts = await gatherKnownFacts(dependencies, organisationId, of);
  const intro = wording.text(language, `voice.purpose.${purpose}.intro`, {
    organisation: facts.organisationName ?? organisation,
    kind: wording.text(language, `voice.kind.${facts.kind ?? 'other'}`),
    who: await whoIsItAbout(dependencies, purpose, facts, language),
    summary: facts.summary === undefined ? '' : shortened(facts.summary, summaryCharacters),
    ceiling: speakableMoney(facts.ceiling, language),
  });
  // Told by the order, so also while nobody can look anything up; whoever is called back knows it.
  if (silent === true && purpose !== 'call-back') return [intro, wording.text(language, 'voice.underDuress')];
  const willBeConnected = !interrupts && (purpose === 'take' || purpose === 'mandate' || purpose === 'join');
  return willBeConnected && facts.view?.caller === 'waiting'
    ? [intro, wording.text(language, 'voice.callerWaiting')]
    : [intro];
}

/** Whoever is called back hears who will speak to them; everybody else hears who needs help. */
async function whoIsItAbout(
  { people, wording }: AttemptScriptDependencies,
  purpose: AttemptPurpose,
  { travellerName, view }: KnownFacts,
  language: Language,
): Promise<string> {
  if (purpose !== 'call-back') return travellerName ?? wording.text(language, 'names.actor.unknownCaller');
  const taker = view?.takenBy;
  if (view === undefined || taker === undefined) return wording.text(language, 'names.actor.somebody');
  const name = await ifKnown(300, () => people.nameOfActor(view.organisationId, taker, language));
  return name ?? wording.text(language, 'names.actor.somebody');
}
