import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import twilio from 'twilio';
import { DomainError } from '../../domain/errors.js';
import { createTwilioWebhooks } from './twilio-webhooks.js';

const primary = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'first-token' };
const fallback = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'second-token' };
const webhooks = createTwilioWebhooks({ accounts: [primary, fallback] });

const url = 'https://desk.example.org/telephony/answer?workflow=incident%3Ainc_abcdef&activity=7';
const call = {
  CallSid: `CA${'a'.repeat(32)}`,
  AccountSid: primary.accountSid,
  From: '+4930901820',
  To: '+4930901821',
  CallStatus: 'in-progress',
};

function without(field: keyof typeof call): Record<string, string> {
  return Object.fromEntries(Object.entries(call).filter(([name]) => name !== field));
}

function sign(token: string, address: string, form: Record<string, string>): string {
  return twilio.getExpectedTwilioSignature(token, address, form);
}

describe('isGenuine', () => {
  it('accepts what one of the accounts signed', () => {
    expect(webhooks.isGenuine(url, call, sign(primary.authToken, url, call))).toBe(true);
    const other = { ...call, AccountSid: fallback.accountSid };
    expect(webhooks.isGenuine(url, other, sign(fallback.authToken, url, other))).toBe(true);
  });

  it('refuses another address, form, token or account, and no signature at all', () => {
    const signature = sign(primary.authToken, url, call);
    expect(webhooks.isGenuine(`${url}8`, call, signature)).toBe(false);
    expect(webhooks.isGenuine(url, { ...call, Digits: '1' }, signature)).toBe(false);
    expect(webhooks.isGenuine(url, call, sign('guessed', url, call))).toBe(false);
    expect(webhooks.isGenuine(url, call, sign(fallback.authToken, url, call))).toBe(false);
    expect(webhooks.isGenuine(url, call, undefined)).toBe(false);
    expect(webhooks.isGenuine(url, call, '')).toBe(false);
    expect(webhooks.isGenuine('no address', call, signature)).toBe(false);
  });

  it('fails closed without accounts and with an empty token', () => {
    const form = { ...call };
    expect(createTwilioWebhooks({ accounts: [] }).isGenuine(url, form, sign('', url, form))).toBe(false);
    const open = createTwilioWebhooks({ accounts: [{ accountSid: primary.accountSid, authToken: '' }] });
    expect(open.isGenuine(url, form, sign('', url, form))).toBe(false);
  });

  it('refuses any changed signature', () => {
    const signature = sign(primary.authToken, url, call);
    fc.assert(
      fc.property(fc.string(), (forged) => {
        fc.pre(forged !== signature);
        expect(webhooks.isGenuine(url, call, forged)).toBe(false);
      }),
    );
  });
});

describe('voice', () => {
  it('reads keys', () => {
    expect(webhooks.voice({ ...call, Digits: '1', NewParameter: 'of tomorrow' })).toEqual({
      callSid: call.CallSid,
      account: primary.accountSid,
      from: '+4930901820',
      to: '+4930901821',
      state: 'in-progress',
      digits: '1',
    });
  });

  it('reads speech, with no confidence where none is given', () => {
    const spoken = { ...call, SpeechResult: 'Hilfe' };
    expect(webhooks.voice({ ...spoken, Confidence: '0.83' }).speech).toEqual({
      text: 'Hilfe',
      confidence: 0.83,
    });
    expect(webhooks.voice(spoken).speech).toEqual({ text: 'Hilfe', confidence: 0 });
    expect(webhooks.voice({ ...spoken, Confidence: 'high' }).speech?.confidence).toBe(0);
  });

  it.each([
    ['initiated', 'queued'],
    ['answered', 'in-progress'],
    ['canceled', 'canceled'],
    ['no-answer', 'no-answer'],
  ])('reads the state %s as %s', (status, state) => {
    expect(webhooks.voice({ ...call, CallStatus: status }).state).toBe(state);
  });

  it('reads how a dialled number answered', () => {
    expect(webhooks.voice({ ...call, DialCallStatus: 'completed' }).dialled).toBe('answered');
    expect(webhooks.voice({ ...call, DialCallStatus: 'busy' }).dialled).toBe('busy');
    expect(webhooks.voice({ ...call, DialCallStatus: 'canceled' }).dialled).toBe('failed');
    expect(webhooks.voice(call)).not.toHaveProperty('dialled');
  });

  it('serves a caller whose number is withheld (I5)', () => {
    expect(webhooks.voice(without('From')).from).toBe('');
  });

  it('cuts what is too long instead of refusing a call for help', () => {
    expect(webhooks.voice({ ...call, SpeechResult: 'help '.repeat(2000) }).speech?.text).toHaveLength(4000);
  });

  it('names the field that is missing or wrong', () => {
    for (const [form, path] of [
      [without('CallSid'), '/CallSid'],
      [{ ...call, CallStatus: 'dancing' }, '/CallStatus'],
    ] as const) {
      let caught: unknown;
      try {
        webhooks.voice(form);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(DomainError);
      expect(caught).toMatchObject({ kind: 'invalid-input', fields: [{ path }] });
    }
  });
});

describe('machineDetection', () => {
  it.each([
    ['human', 'human'],
    ['machine_start', 'machine'],
    ['machine_end_beep', 'machine'],
    ['machine_end_silence', 'machine'],
    ['machine_end_other', 'machine'],
    ['fax', 'machine'],
    ['unknown', 'unknown'],
    ['something-new', 'unknown'],
  ])('reads %s as %s (I6)', (AnsweredBy, answeredBy) => {
    const form = { CallSid: call.CallSid, AccountSid: call.AccountSid, AnsweredBy };
    expect(webhooks.machineDetection(form)).toEqual({
      callSid: call.CallSid,
      account: primary.accountSid,
      answeredBy,
    });
  });
});

describe('conference', () => {
  it('tells who joined or left by label', () => {
    const form = {
      FriendlyName: 'inc_abcdef',
      StatusCallbackEvent: 'participant-join',
      ParticipantLabel: 'caller',
      CallSid: call.CallSid,
      SequenceNumber: '3',
    };
    expect(webhooks.conference(form)).toEqual({
      conference: 'inc_abcdef',
      event: 'join',
      label: 'caller',
      callSid: call.CallSid,
      sequence: 3,
    });
    expect(webhooks.conference({ ...form, StatusCallbackEvent: 'participant-mute' }).event).toBe('other');
    const room = { ConferenceSid: `CF${'c'.repeat(32)}`, AccountSid: primary.accountSid };
    expect(webhooks.conference({ ...form, ...room })).toMatchObject({
      conferenceSid: room.ConferenceSid,
      account: primary.accountSid,
    });
  });
});

describe('text', () => {
  const text = {
    MessageSid: `SM${'b'.repeat(32)}`,
    AccountSid: primary.accountSid,
    From: '+4930901820',
    To: '+4930901821',
    Body: '1',
  };

  it('reads an answer', () => {
    expect(webhooks.text(text)).toEqual({
      sid: text.MessageSid,
      account: primary.accountSid,
      from: '+4930901820',
      to: '+4930901821',
      body: '1',
    });
  });

  it.each([
    ['HELP', 'help'],
    [' help ', 'help'],
    ['Stop', 'stop'],
    ['cancel', 'stop'],
    ['START', 'start'],
  ])('sees that Twilio acts on %j by itself', (Body, reserved) => {
    expect(webhooks.text({ ...text, Body }).reserved).toBe(reserved);
  });

  it.each(['help me', 'please stop', 'yes', 'Hilfe', 'segítség'])('leaves %j to us', (Body) => {
    expect(webhooks.text({ ...text, Body })).not.toHaveProperty('reserved');
  });

  it('believes Advanced Opt-Out over the words', () => {
    expect(webhooks.text({ ...text, Body: 'állj', OptOutType: 'STOP' }).reserved).toBe('stop');
  });
});
