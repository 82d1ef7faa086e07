import twilio from 'twilio';
import type { SayAttributes } from 'twilio/lib/twiml/VoiceResponse.js';
import type { Language } from '../../domain/language.js';
import type { SaidText, VoiceScript, VoiceStep } from './voice-script.js';

/** Twilio's locale serves speech recognition (`Gather`) as well as `Say`. */
const locales = { en: 'en-GB', de: 'de-DE', hu: 'hu-HU' } as const satisfies Record<Language, string>;

/**
 * Amazon's neural voices where there are any. Hungarian has none there, only third-party voices that Twilio says may be
 * withdrawn without notice, and a voice that does not exist makes `Say` fail; so the account's default voice for the
 * language speaks Hungarian (twilio.com/docs/voice/twiml/say).
 */
const voices: Record<Language, SayAttributes> = {
  en: { language: locales.en, voice: 'Polly.Amy-Neural' },
  de: { language: locales.de, voice: 'Polly.Vicki-Neural' },
  hu: { language: locales.hu },
};

/** Twilio takes at most 500 hints of at most 100 characters (twilio.com/docs/voice/twiml/gather). */
const mostHints = 500;
const longestHint = 100;

/** What XML 1.0 cannot hold, not even escaped: one such character would make the whole document unreadable. */
const outsideXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

interface Speaker {
  say(attributes: SayAttributes, text: string): unknown;
}

function speak(speaker: Speaker, { text, language }: SaidText): void {
  speaker.say(voices[language], text.replace(outsideXml, ' '));
}

/** The script as TwiML for Twilio to play. Times are rounded up to Twilio's whole seconds. */
export function renderVoiceScript(script: VoiceScript): string {
  const response = new twilio.twiml.VoiceResponse();
  for (const step of script) renderStep(response, step);
  return response.toString();
}

type VoiceResponse = InstanceType<typeof twilio.twiml.VoiceResponse>;

function renderStep(response: VoiceResponse, step: VoiceStep): void {
  switch (step.do) {
    case 'say':
      speak(response, step);
      return;
    case 'pause':
      response.pause({ length: Math.ceil(step.seconds) });
      return;
    case 'ask':
      renderQuestion(response, step);
      return;
    case 'join':
      renderJoining(response, step);
      return;
    case 'dial':
      response
        .dial({
          callerId: step.callerId,
          timeout: Math.ceil(step.ringSeconds),
          ...actionAt(step.afterUrl),
        })
        .number(step.sendDigits === undefined ? {} : { sendDigits: step.sendDigits }, step.number);
      return;
    case 'go-to':
      response.redirect({ method: 'POST' }, step.url);
      return;
    case 'hang-up':
      response.hangup();
      return;
  }
}

function renderQuestion(response: VoiceResponse, step: Extract<VoiceStep, { do: 'ask' }>): void {
  const { speech } = step;
  const question = response.gather({
    input: speech ? ['dtmf', 'speech'] : ['dtmf'],
    numDigits: step.digits,
    ...(step.endKey === undefined ? {} : { finishOnKey: step.endKey }),
    timeout: Math.ceil(step.timeoutSeconds),
    action: step.answerUrl,
    method: 'POST',
    // Silence goes on with the script behind the question instead of asking for another one.
    actionOnEmptyResult: false,
    ...(speech
      ? {
          language: locales[speech.language],
          speechTimeout: 'auto',
          // The list is separated by commas, so a hint cannot hold one.
          hints: speech.hints
            .slice(0, mostHints)
            .map((hint) => hint.replaceAll(',', ' ').slice(0, longestHint))
            .join(', '),
        }
      : {}),
  });
  for (const said of step.prompt) speak(question, said);
}

function renderJoining(response: VoiceResponse, step: Extract<VoiceStep, { do: 'join' }>): void {
  response.dial(actionAt(step.afterUrl)).conference(
    {
      startConferenceOnEnter: true,
      // Nobody's leaving may drop the caller (I4).
      endConferenceOnExit: false,
      beep: 'false',
      participantLabel: step.label,
      waitUrl: step.waitUrl,
      waitMethod: 'POST',
      statusCallback: step.eventsUrl,
      statusCallbackMethod: 'POST',
      statusCallbackEvent: ['start', 'end', 'join', 'leave'],
    },
    step.conference,
  );
}

function actionAt(url: string | undefined): { action?: string; method?: string } {
  return url === undefined ? {} : { action: url, method: 'POST' };
}

/** The answer to an incoming text: nothing, or one text back. */
export function renderTextReply(body?: string): string {
  const response = new twilio.twiml.MessagingResponse();
  if (body !== undefined) response.message(body.replace(outsideXml, ' '));
  return response.toString();
}
