import { describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { TwimlError } from './document.js';
import { parseVoiceDocument } from './parse-voice.js';

const parse = (inner: string): ReturnType<typeof parseVoiceDocument> =>
  parseVoiceDocument(`<Response>${inner}</Response>`);

describe('a voice document', () => {
  it('is understood as the official package writes it', () => {
    const response = new twilio.twiml.VoiceResponse();
    response.say({ language: 'hu-HU' }, 'Árvíztűrő <tükörfúrógép> & "társai"');
    response.pause({ length: 3 });
    const gather = response.gather({
      input: ['dtmf', 'speech'],
      numDigits: 1,
      timeout: 8,
      action: '/answer?a=1&b=2',
      hints: 'igen, nem',
      language: 'hu-HU',
      speechTimeout: 'auto',
      actionOnEmptyResult: true,
    });
    gather.say('Nyomja meg az egyest');
    const dial = response.dial({ action: '/after', answerOnBridge: true, timeout: 20 });
    dial.conference(
      {
        startConferenceOnEnter: true,
        endConferenceOnExit: false,
        participantLabel: 'caller',
        waitUrl: '/wait',
        statusCallback: '/room',
        statusCallbackEvent: ['start', 'end', 'join', 'leave'],
        beep: 'false',
      },
      'incident 7',
    );
    response.redirect({ method: 'GET' }, '/next');
    response.hangup();

    const { verbs, warnings } = parseVoiceDocument(response.toString());
    expect(warnings).toEqual([]);
    expect(verbs).toEqual([
      { verb: 'Say', text: 'Árvíztűrő <tükörfúrógép> & "társai"', language: 'hu-HU', loop: 1 },
      { verb: 'Pause', seconds: 3 },
      {
        verb: 'Gather',
        input: new Set(['dtmf', 'speech']),
        numDigits: 1,
        finishOnKey: '#',
        timeoutSeconds: 8,
        actionOnEmptyResult: true,
        action: '/answer?a=1&b=2',
        method: 'POST',
        prompts: [{ verb: 'Say', text: 'Nyomja meg az egyest', language: 'en-US', loop: 1 }],
      },
      {
        verb: 'Dial',
        action: { url: '/after', method: 'POST' },
        timeoutSeconds: 20,
        timeLimitSeconds: 14_400,
        callerId: undefined,
        answerOnBridge: true,
        hangupOnStar: false,
        what: {
          kind: 'conference',
          conference: {
            name: 'incident 7',
            muted: false,
            startOnEnter: true,
            endOnExit: false,
            label: 'caller',
            maxParticipants: 250,
            waitUrl: '/wait',
            waitMethod: 'POST',
            statusCallback: {
              url: '/room',
              method: 'POST',
              events: new Set(['start', 'end', 'join', 'leave']),
            },
          },
        },
      },
      { verb: 'Redirect', url: '/next', method: 'GET' },
      { verb: 'Hangup' },
    ]);
  });

  it('reads the words of nested SSML and character references', () => {
    const { verbs } = parse('<Say>Dr&#252;cken Sie <break time="1s"/><emphasis>eins</emphasis>.</Say>');
    expect(verbs).toEqual([{ verb: 'Say', text: 'Drücken Sie eins .', language: 'en-US', loop: 1 }]);
  });

  it('takes Twilio’s defaults and warns of what has no sense', () => {
    const { verbs, warnings } = parse('<Gather timeout="soon" numDigits="0" color="red"/>');
    expect(verbs).toEqual([
      {
        verb: 'Gather',
        input: new Set(['dtmf']),
        numDigits: undefined,
        finishOnKey: '#',
        timeoutSeconds: 5,
        actionOnEmptyResult: false,
        action: undefined,
        method: 'POST',
        prompts: [],
      },
    ]);
    expect(warnings).toHaveLength(3);
  });

  it.each([
    ['<Response><Say></Response>', 12100],
    ['', 12100],
    ['<Response/><Response/>', 12100],
    ['<Reply/>', 12100],
    ['<Response><say>small</say></Response>', 12200],
    ['<Response><Dial/></Response>', 12200],
    ['<Response><Dial><Client>desk</Client></Dial></Response>', 12200],
    ['<Response><Dial><Conference/></Dial></Response>', 13227],
    ['<Response><Redirect/></Response>', 13710],
  ])('%s is refused', (xml, code) => {
    expect(() => parseVoiceDocument(xml)).toThrow(TwimlError);
    expect(() => parseVoiceDocument(xml)).toThrow(expect.objectContaining({ code }));
  });
});
