import { describe, expect, it } from '@jest/globals';
import { words as german } from '../../wording/locales/de/words.js';
import { words as english } from '../../wording/locales/en/words.js';
import { words as hungarian } from '../../wording/locales/hu/words.js';
import { duressCodeSchema } from '../organisation/duress-code.js';
import { duressPhraseErrors, saysDuress, writesDuress } from './duress.js';

const languages = [english, german, hungarian];
const code = duressCodeSchema.parse({
  phrases: ['Everything is wonderful', 'Grüße an Tante Frieda'],
  keys: '55',
});

describe('the duress code (I14)', () => {
  it.each([
    'Everything is wonderful',
    'everything is WONDERFUL!',
    'Yes, everything is wonderful, thank you',
    'Ja, gruesse an Tante Frieda'.replace('ue', 'ü'),
    'Grusse an Tante Frieda',
  ])('is recognised in: %s', (text) => {
    expect(saysDuress(text, code)).toBe(true);
  });

  it.each(['OK', 'I am fine', 'everything is fine', 'wonderful, everything is', 'everything', '', '55'])(
    'is not recognised in: %s',
    (text) => {
      expect(saysDuress(text, code)).toBe(false);
    },
  );

  it('may be written as its keys too, and those alone', () => {
    expect(writesDuress(' 55. ', code)).toBe(true);
    expect(writesDuress('5 5', code)).toBe(true);
    expect(writesDuress('Everything is wonderful', code)).toBe(true);
    for (const other of ['5', '555', '1', 'room 55']) expect(writesDuress(other, code)).toBe(false);
  });

  it.each([
    ['OK OK OK OK', 'is understood as an answer already'],
    ['I am fine thank you', 'is understood as an answer already'],
    ['Mir geht es gut', 'is understood as an answer already'],
    ['jól vagyok, köszönöm', 'is understood as an answer already'],
    ['I need help please', 'is understood as an answer already'],
    ['Bitte helfen Sie mir', 'is understood as an answer already'],
    ['somebody was shot', 'is understood as an answer already'],
    ['I take over', 'is understood as an answer already'],
    ['all good', 'must have at least 8 letters'],
    ['***', 'must have at least 8 letters'],
  ])('may not be %s, since it %s', (phrase, message) => {
    expect(duressPhraseErrors({ phrases: ['Everything is wonderful', phrase] }, languages)).toEqual([
      { path: '/duressCode/phrases/1', message },
    ]);
  });

  it('may be a phrase that means nothing else', () => {
    expect(duressPhraseErrors(code, languages)).toEqual([]);
    expect(duressPhraseErrors(undefined, languages)).toEqual([]);
  });

  it.each([
    { keys: '1' },
    { keys: '51' },
    { keys: '25' },
    { keys: '95' },
    { keys: '5a' },
    {},
    { phrases: [] },
  ])('is refused by its schema: %j', (wrong) => {
    expect(duressCodeSchema.safeParse(wrong).success).toBe(false);
  });
});
