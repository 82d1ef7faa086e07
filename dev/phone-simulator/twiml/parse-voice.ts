import { Attributes } from './attributes.js';
import { parseTwimlDocument, TwimlError, type TwimlElement } from './document.js';
import { parseDial } from './parse-dial.js';
import type { Gather, Prompt, Verb } from './verbs.js';

export interface VoiceDocument {
  readonly verbs: readonly Verb[];
  /** What Twilio would log, without refusing the document (12200). */
  readonly warnings: readonly string[];
}

/** Parses a voice document. Throws a TwimlError (12100, 12200, 13…) where Twilio would refuse it. */
export function parseVoiceDocument(xml: string): VoiceDocument {
  const warnings: string[] = [];
  const verbs = parseTwimlDocument(xml).map((element) => parseVerb(element, warnings));
  return { verbs, warnings };
}

function parseVerb(element: TwimlElement, warnings: string[]): Verb {
  const prompt = parsePrompt(element, warnings);
  if (prompt !== undefined) return prompt;
  switch (element.name) {
    case 'Gather':
      return parseGather(element, warnings);
    case 'Dial':
      return parseDial(element, warnings);
    case 'Redirect': {
      const attributes = new Attributes(element, warnings);
      const method = attributes.method('method');
      attributes.warnOfUnknown();
      if (element.text === '') throw new TwimlError(13710, '<Redirect>: there is no URL.');
      return { verb: 'Redirect', url: element.text, method };
    }
    case 'Hangup':
      new Attributes(element, warnings).warnOfUnknown();
      return { verb: 'Hangup' };
    case 'Reject': {
      const attributes = new Attributes(element, warnings);
      const reason = attributes.oneOf('reason', ['rejected', 'busy'], 'rejected');
      attributes.warnOfUnknown();
      return { verb: 'Reject', reason };
    }
    case 'Record': {
      const attributes = new Attributes(element, warnings);
      attributes.ignore('playBeep', 'trim', 'transcribe', 'transcribeCallback');
      attributes.ignore('recordingStatusCallback', 'recordingStatusCallbackMethod');
      attributes.ignore('recordingStatusCallbackEvent');
      const verb = {
        verb: 'Record',
        action: attributes.text('action'),
        method: attributes.method('method'),
        maxLengthSeconds: attributes.number('maxLength', 1, 3600),
        timeoutSeconds: attributes.number('timeout', 0, 5),
        finishOnKey: attributes.text('finishOnKey') ?? '1234567890*#',
      } as const;
      attributes.warnOfUnknown();
      return verb;
    }
    default:
      throw new TwimlError(
        12200,
        `Schema validation: <${element.name}> is no verb that the simulator plays.`,
      );
  }
}

function parsePrompt(element: TwimlElement, warnings: string[]): Prompt | undefined {
  if (!['Say', 'Play', 'Pause'].includes(element.name)) return undefined;
  const attributes = new Attributes(element, warnings);
  try {
    if (element.name === 'Pause') {
      return { verb: 'Pause', seconds: attributes.number('length', 0, 1) };
    }
    const loop = attributes.number('loop', 0, 1);
    if (element.name === 'Play') {
      attributes.ignore('digits');
      return { verb: 'Play', url: element.text, loop };
    }
    attributes.ignore('voice');
    if (element.text === '') warnings.push('<Say>: there is no text (13520).');
    return { verb: 'Say', text: element.text, language: attributes.text('language') ?? 'en-US', loop };
  } finally {
    attributes.warnOfUnknown();
  }
}

/** https://www.twilio.com/docs/voice/twiml/gather */
function parseGather(element: TwimlElement, warnings: string[]): Gather {
  const attributes = new Attributes(element, warnings);
  attributes.ignore('hints', 'language', 'speechModel', 'enhanced', 'profanityFilter', 'bargeIn', 'debug');
  attributes.ignore('speechTimeout', 'partialResultCallback', 'partialResultCallbackMethod', 'maxSpeechTime');
  const input = attributes.many('input', ['dtmf', 'speech']);
  const numDigits = attributes.number('numDigits', 1, Number.POSITIVE_INFINITY);
  const prompts = element.children.map((child) => {
    const prompt = parsePrompt(child, warnings);
    if (prompt === undefined) {
      throw new TwimlError(12200, `Schema validation: <Gather> may not contain <${child.name}>.`);
    }
    return prompt;
  });
  const gather: Gather = {
    verb: 'Gather',
    input: input.size === 0 ? new Set(['dtmf']) : input,
    numDigits: Number.isFinite(numDigits) ? numDigits : undefined,
    finishOnKey: attributes.text('finishOnKey') ?? '#',
    timeoutSeconds: attributes.number('timeout', 0, 5),
    actionOnEmptyResult: attributes.flag('actionOnEmptyResult', false),
    action: attributes.text('action'),
    method: attributes.method('method'),
    prompts,
  };
  attributes.warnOfUnknown();
  return gather;
}
