import { describe, expect, it } from '@jest/globals';
import { attemptPurposes } from '../../domain/attempt.js';
import { answerOfKey, answerOfSpeech, decisionOfKey, resultOf, spokenAnswers } from './answers.js';

describe('keys (I2, I6, I8)', () => {
  it.each([
    ['take', '1', { answer: 'yes', lifeInDanger: false }],
    ['take', '2', { answer: 'no' }],
    ['inform', '9', { answer: 'yes', lifeInDanger: true }],
    ['mandate', '1', { answer: 'yes', lifeInDanger: false }],
    ['mandate', '9', undefined],
    ['connect', '2', { answer: 'no' }],
    ['call-back', '5', { answer: 'yes', lifeInDanger: false }],
    ['ratify', '1', { answer: 'ratified' }],
    ['ratify', '2', { answer: 'refused' }],
    ['ratify', '9', undefined],
    ['status', '1', { answer: 'ok' }],
    ['status', '2', { answer: 'help', lifeInDanger: false }],
    ['status', '9', { answer: 'help', lifeInDanger: true }],
    ['status', '5', undefined],
    ['inform', '#', undefined],
  ] as const)('%s: %s', (purpose, key, answer) => {
    expect(answerOfKey(purpose, key)).toEqual(answer);
  });

  it('means nothing by a name that every object has', () => {
    for (const purpose of attemptPurposes.filter((each) => each !== 'call-back')) {
      expect(answerOfKey(purpose, 'constructor')).toBeUndefined();
    }
  });

  it('approve an order behind the PIN only (I9)', () => {
    for (const key of '0123456789*#'.split('')) expect(answerOfKey('approve', key)).toBeUndefined();
    expect(decisionOfKey('1')).toEqual({ answer: 'approved' });
    expect(decisionOfKey('2')).toEqual({ answer: 'refused' });
    for (const key of ['', '9', '#', '11', '12', 'constructor']) expect(decisionOfKey(key)).toBeUndefined();
  });
});

describe('speech (I2, I6)', () => {
  it('asks for keys where somebody decides about money', () => {
    for (const purpose of ['mandate', 'ratify', 'approve', 'connect', 'call-back'] as const) {
      expect(spokenAnswers(purpose)).toBeUndefined();
      expect(answerOfSpeech(purpose, 'acknowledge')).toBeUndefined();
    }
  });

  it('never takes what is uncertain for an answer', () => {
    for (const purpose of attemptPurposes) expect(answerOfSpeech(purpose, 'uncertain')).toBeUndefined();
  });

  it('hears danger in a status call as help', () => {
    expect(answerOfSpeech('status', 'immediate-danger')).toEqual({ answer: 'help', lifeInDanger: true });
  });
});

describe('how an answer completes an attempt (I6)', () => {
  it('counts whoever refuses to ratify or needs help as reached, and a decline not', () => {
    expect(resultOf({ answer: 'refused' }, 'key')).toEqual({
      reason: 'acknowledged',
      means: 'key',
      answer: 'refused',
    });
    expect(resultOf({ answer: 'approved' }, 'key')).toEqual({
      reason: 'acknowledged',
      means: 'key',
      answer: 'approved',
    });
    expect(resultOf({ answer: 'help', lifeInDanger: true }, 'speech')).toEqual({
      reason: 'acknowledged',
      means: 'speech',
      answer: 'help',
      lifeInDanger: true,
    });
    expect(resultOf({ answer: 'no' }, 'sms')).toEqual({ reason: 'declined', means: 'sms' });
  });
});
