import { Attributes } from './attributes.js';
import { TwimlError, type TwimlElement } from './document.js';
import type { Dial, DialledConference, DialledNumber, Target } from './verbs.js';

/** Twilio's defaults: https://www.twilio.com/docs/voice/twiml/dial */
export function parseDial(element: TwimlElement, warnings: string[]): Dial {
  const attributes = new Attributes(element, warnings);
  attributes.ignore('record', 'trim', 'ringTone', 'recordingStatusCallback', 'sequential', 'callReason');
  const dial = {
    verb: 'Dial',
    action: target(attributes, 'action', 'method'),
    timeoutSeconds: attributes.number('timeout', 1, 30),
    timeLimitSeconds: attributes.number('timeLimit', 1, 14_400),
    callerId: attributes.text('callerId'),
    answerOnBridge: attributes.flag('answerOnBridge', false),
    hangupOnStar: attributes.flag('hangupOnStar', false),
  } as const;
  attributes.warnOfUnknown();

  const conferences = element.children.filter((child) => child.name === 'Conference');
  const numbers = element.children.filter((child) => child.name === 'Number');
  if (conferences.length + numbers.length !== element.children.length) {
    throw new TwimlError(12200, '<Dial>: the simulator plays <Number> and <Conference> only.');
  }
  const conference = conferences[0];
  if (conference !== undefined) {
    if (element.children.length > 1) {
      throw new TwimlError(12200, '<Dial>: a <Conference> stands alone.');
    }
    return { ...dial, what: { kind: 'conference', conference: parseConference(conference, warnings) } };
  }
  const dialled = numbers.map((number) => parseNumber(number, warnings));
  if (dialled.length === 0 && element.text !== '') dialled.push(plainNumber(element.text));
  if (dialled.length === 0) throw new TwimlError(12200, '<Dial>: there is nobody to dial.');
  // https://www.twilio.com/docs/voice/twiml/number: at most ten at once.
  if (dialled.length > 10) throw new TwimlError(13220, '<Dial>: more than ten numbers at once.');
  return { ...dial, what: { kind: 'numbers', numbers: dialled } };
}

function parseNumber(element: TwimlElement, warnings: string[]): DialledNumber {
  const attributes = new Attributes(element, warnings);
  attributes.ignore('byoc');
  attributes.ignore('machineDetectionTimeout', 'machineDetectionSpeechThreshold');
  attributes.ignore('machineDetectionSpeechEndThreshold', 'machineDetectionSilenceTimeout');
  const events = attributes.many('statusCallbackEvent', ['initiated', 'ringing', 'answered', 'completed']);
  const callback = target(attributes, 'statusCallback', 'statusCallbackMethod');
  const detection = attributes.text('machineDetection');
  const number: DialledNumber = {
    number: element.text,
    sendDigits: attributes.text('sendDigits'),
    screening: target(attributes, 'url', 'method'),
    statusCallback:
      callback === undefined
        ? undefined
        : { ...callback, events: events.size === 0 ? new Set(['completed']) : events },
    machineDetection: detection === 'Enable' || detection === 'DetectMessageEnd' ? detection : undefined,
    machineDetectionCallback: target(attributes, 'amdStatusCallback', 'amdStatusCallbackMethod'),
  };
  attributes.warnOfUnknown();
  return number;
}

function plainNumber(number: string): DialledNumber {
  return {
    number,
    sendDigits: undefined,
    screening: undefined,
    statusCallback: undefined,
    machineDetection: undefined,
    machineDetectionCallback: undefined,
  };
}

/** https://www.twilio.com/docs/voice/twiml/conference */
function parseConference(element: TwimlElement, warnings: string[]): DialledConference {
  const attributes = new Attributes(element, warnings);
  attributes.ignore('beep', 'record', 'region', 'trim', 'coach', 'jitterBufferSize', 'eventCallbackUrl');
  attributes.ignore('recordingStatusCallback', 'recordingStatusCallbackMethod');
  attributes.ignore('recordingStatusCallbackEvent');
  const events = attributes.many('statusCallbackEvent', [
    'start',
    'end',
    'join',
    'leave',
    'mute',
    'hold',
    'modify',
  ]);
  const callback = target(attributes, 'statusCallback', 'statusCallbackMethod');
  const conference: DialledConference = {
    name: element.text,
    muted: attributes.flag('muted', false),
    startOnEnter: attributes.flag('startConferenceOnEnter', true),
    endOnExit: attributes.flag('endConferenceOnExit', false),
    label: attributes.text('participantLabel'),
    maxParticipants: attributes.number('maxParticipants', 2, 250),
    waitUrl: attributes.text('waitUrl'),
    waitMethod: attributes.method('waitMethod'),
    statusCallback: callback === undefined ? undefined : { ...callback, events },
  };
  attributes.warnOfUnknown();
  if (conference.name === '') throw new TwimlError(13227, '<Conference>: the room has no name.');
  if (callback !== undefined && events.size === 0) {
    warnings.push('<Conference>: statusCallback without statusCallbackEvent is never told anything.');
  }
  return conference;
}

function target(attributes: Attributes, url: string, method: string): Target | undefined {
  const text = attributes.text(url);
  const httpMethod = attributes.method(method);
  return text === undefined || text === '' ? undefined : { url: text, method: httpMethod };
}
