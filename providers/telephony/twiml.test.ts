import { describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { renderTextReply, renderVoiceScript } from './twiml.js';
import type { VoiceStep } from './voice-script.js';

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false });

function read(twiml: string): unknown {
  return parser.parse(twiml);
}

describe('renderVoiceScript', () => {
  it('says each text in the locale of its language (X2)', () => {
    const twiml = renderVoiceScript([
      { do: 'say', text: 'Hello', language: 'en' },
      { do: 'say', text: 'Grüß Gott', language: 'de' },
      { do: 'say', text: 'Jó napot', language: 'hu' },
    ]);
    expect(read(twiml)).toMatchObject({
      Response: {
        Say: [
          { '#text': 'Hello', language: 'en-GB', voice: 'Polly.Amy-Neural' },
          { '#text': 'Grüß Gott', language: 'de-DE', voice: 'Polly.Vicki-Neural' },
          { '#text': 'Jó napot', language: 'hu-HU' },
        ],
      },
    });
  });

  it('escapes text and drops what XML cannot hold', () => {
    const text = 'A & B <Hangup/> \u0000\u000b\ud800 end';
    const twiml = renderVoiceScript([{ do: 'say', text, language: 'en' }]);
    expect(twiml).not.toContain('<Hangup/>');
    expect(read(twiml)).toMatchObject({ Response: { Say: { '#text': expect.stringMatching(/^A & B/) } } });
    // eslint-disable-next-line no-control-regex -- exactly these must be gone
    expect(twiml).not.toMatch(/[\u0000\u000b]/);
  });

  it('asks for keys and speech, and goes on behind the question after silence (I2)', () => {
    const twiml = renderVoiceScript([
      {
        do: 'ask',
        digits: 1,
        prompt: [
          { text: 'Press 1', language: 'en' },
          { text: 'Drücken Sie 1', language: 'de' },
        ],
        timeoutSeconds: 4.2,
        speech: { language: 'hu', hints: ['segítség', 'jól, vagyok'] },
        answerUrl: 'https://example.org/answer?a=1&b=2',
      },
      { do: 'go-to', url: 'https://example.org/again' },
    ]);
    expect(read(twiml)).toMatchObject({
      Response: {
        Gather: {
          input: 'dtmf speech',
          numDigits: '1',
          timeout: '5',
          action: 'https://example.org/answer?a=1&b=2',
          method: 'POST',
          actionOnEmptyResult: 'false',
          language: 'hu-HU',
          speechTimeout: 'auto',
          hints: 'segítség, jól  vagyok',
          Say: [{ '#text': 'Press 1' }, { '#text': 'Drücken Sie 1' }],
        },
        Redirect: { '#text': 'https://example.org/again', method: 'POST' },
      },
    });
  });

  it('lets a key end what is entered, where there is no other end', () => {
    const asking = {
      do: 'ask',
      prompt: [],
      timeoutSeconds: 7,
      answerUrl: 'https://example.org/pin',
    } as const;
    const twiml = renderVoiceScript([{ ...asking, digits: 11, endKey: '#' }]);
    expect(read(twiml)).toMatchObject({ Response: { Gather: { numDigits: '11', finishOnKey: '#' } } });
    expect(renderVoiceScript([{ ...asking, digits: 1 }])).not.toContain('finishOnKey');
  });

  it('asks for keys alone without a word about speech', () => {
    const twiml = renderVoiceScript([
      { do: 'ask', digits: 4, prompt: [], timeoutSeconds: 10, answerUrl: 'https://example.org/pin' },
    ]);
    expect(twiml).toContain('input="dtmf"');
    expect(twiml).not.toMatch(/speechTimeout|hints|language/);
  });

  it('joins a conference that survives everybody leaving (I4)', () => {
    const step: VoiceStep = {
      do: 'join',
      conference: 'inc_abcdef',
      label: 'caller',
      eventsUrl: 'https://example.org/events',
      waitUrl: 'https://example.org/wait',
      afterUrl: 'https://example.org/after',
    };
    expect(read(renderVoiceScript([step]))).toMatchObject({
      Response: {
        Dial: {
          action: 'https://example.org/after',
          method: 'POST',
          Conference: {
            '#text': 'inc_abcdef',
            startConferenceOnEnter: 'true',
            endConferenceOnExit: 'false',
            beep: 'false',
            participantLabel: 'caller',
            waitUrl: 'https://example.org/wait',
            statusCallback: 'https://example.org/events',
            statusCallbackEvent: 'start end join leave',
          },
        },
      },
    });
  });

  it('dials on, pauses and hangs up', () => {
    const twiml = renderVoiceScript([
      { do: 'pause', seconds: 1.5 },
      { do: 'dial', number: '+4930901820', callerId: '+4930901821', ringSeconds: 20 },
      { do: 'hang-up' },
    ]);
    expect(read(twiml)).toMatchObject({
      Response: {
        Pause: { length: '2' },
        Dial: { callerId: '+4930901821', timeout: '20', Number: '+4930901820' },
        Hangup: '',
      },
    });
    expect(twiml).not.toContain('action');
  });

  it('sends keys to whoever answers', () => {
    const twiml = renderVoiceScript([
      { do: 'dial', number: '+4930901820', callerId: '+4930901821', ringSeconds: 15, sendDigits: 'ww*w12' },
    ]);
    expect(read(twiml)).toMatchObject({
      Response: { Dial: { Number: { sendDigits: 'ww*w12', '#text': '+4930901820' } } },
    });
  });
});

describe('renderTextReply', () => {
  it('answers with one text or with none', () => {
    expect(read(renderTextReply('We are on it & with you'))).toMatchObject({
      Response: { Message: 'We are on it & with you' },
    });
    expect(renderTextReply()).not.toContain('Message');
  });
});
