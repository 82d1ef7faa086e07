import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Language } from '../language.js';
import { languages } from '../language.js';
import { words as german } from '../../wording/locales/de/words.js';
import { words as english } from '../../wording/locales/en/words.js';
import { words as hungarian } from '../../wording/locales/hu/words.js';
import type { SpokenWords } from './spoken-words.js';
import { spokenWordLists } from './spoken-words.js';
import { tokensOf } from './tokens.js';
import type { Answer, Understanding } from './understand-speech.js';
import { understandSpeech } from './understand-speech.js';

const words: Record<Language, SpokenWords> = { en: english, de: german, hu: hungarian };

function understood(language: Language, texts: readonly string[], among?: readonly Answer[]) {
  return Object.fromEntries(texts.map((text) => [text, understandSpeech(text, words[language], among)]));
}

function all(texts: readonly string[], understanding: Understanding) {
  return Object.fromEntries(texts.map((text) => [text, understanding]));
}

const said: Record<Language, Partial<Record<Understanding, readonly string[]>>> = {
  en: {
    ok: [
      'OK',
      'Okay.',
      "I'm OK",
      'I’m fine',
      'yes, I am all right',
      'We are safe, thank you',
      "I'm well",
      'O.K.',
    ],
    help: [
      'help',
      'HELP!',
      'Please help me',
      'I need help',
      "I'm not OK I need help",
      'No, I need help',
      "help, I can't move",
      "I can't get out help",
      "Help I'm not safe",
      'OK, help',
      'nobody helps me',
    ],
    acknowledge: ['I take over', "I'll take it", 'yes, I accept', 'OK, I take it over', 'confirmed'],
    decline: ['no', 'No, sorry', "I can't", 'I cannot take it now', 'not available'],
    'immediate-danger': [
      'my life is in danger',
      'somebody was shot',
      "she isn't breathing",
      'I am bleeding',
      "I can't breathe",
    ],
    security: ['security', "I've been robbed", 'I need the police'],
    medical: ['medical', 'I am ill', 'I need a doctor'],
    travel: ['travel', 'It is about my flight', 'my booking'],
    uncertain: [
      '',
      '...',
      'I am not OK',
      "I'm not all right",
      'not OK',
      'OK?',
      'maybe OK',
      'I think I am fine',
      'I was fine',
      'OK there is smoke everywhere',
      'well',
      'yes',
      'yes hello',
      'good morning',
      'hello',
      'no problem',
      'I do not need help',
      "I don't need any help",
      'no help needed',
      'help is not needed',
      'nobody is in danger',
      'no life is in danger',
      'we are out of danger',
      "I can't hear you",
      'security or medical',
      'Please leave a message after the tone',
    ],
  },
  de: {
    ok: [
      'OK',
      'Mir geht es gut',
      "Ja, mir geht's gut, danke",
      'Ich bin in Sicherheit',
      'Alles in Ordnung',
      'Alles gut',
    ],
    help: [
      'Hilfe',
      'HILFE!!!',
      'Bitte helfen Sie mir',
      'Ich brauche Hilfe',
      'Nein ich brauche Hilfe',
      'Mir geht es nicht gut Hilfe',
      'Hilfe ich kann nicht aufstehen',
      'Niemand hilft mir',
      'Das ist ein Notfall',
    ],
    acknowledge: ['Ich übernehme', 'ich uebernehme'.replace('ue', 'ü'), 'Ja, ich nehme an', 'Einverstanden'],
    decline: ['Nein', 'Nein, danke', 'Ich kann nicht', 'Ich kann jetzt leider nicht', 'Leider nein'],
    'immediate-danger': [
      'Ein Leben ist in Gefahr',
      'Hier wird geschossen, Schüsse',
      'Er atmet nicht',
      'Feuer',
    ],
    security: ['Sicherheit', 'Ich wurde bestohlen', 'Ich brauche die Polizei'],
    medical: ['Ich bin krank', 'Ich brauche einen Arzt', 'Unfall'],
    travel: ['Mein Flug', 'Es geht um meine Reise', 'Umbuchung'],
    uncertain: [
      'Nicht ok',
      'Mir geht es nicht gut',
      'Nichts ist in Ordnung',
      'Kein Problem',
      'Ja',
      'Ja, hallo?',
      'Ja bitte',
      'Vielleicht geht es',
      'Ich brauche keine Hilfe',
      'Hilfe brauche ich nicht',
      'Hilfe ist nicht nötig',
      'Niemand ist in Gefahr',
      'Wir sind außer Gefahr',
      'Keine Lebensgefahr',
      'Gut, dass Sie anrufen',
      'Ich kann Sie nicht hören',
    ],
  },
  hu: {
    ok: [
      'Jól vagyok',
      'Igen, jól vagyok, köszönöm',
      'minden rendben',
      'Oké',
      'Biztonságban vagyok',
      'JOL VAGYOK',
    ],
    help: [
      'Segítség',
      'segitseg',
      'SEGÍTSÉG!',
      'Segítsenek',
      'Segítségre van szükségem',
      'Nem vagyok jól, segítség',
      'Bajban vagyok',
    ],
    acknowledge: ['Átveszem', 'Igen, átveszem', 'Elvállalom', 'Elfogadom'],
    decline: ['Nem', 'Sajnos nem', 'Nem tudom átvenni', 'Elutasítom'],
    'immediate-danger': ['Életveszélyben vagyok', 'Lőnek', 'Nem kap levegőt', 'Tűz van'],
    security: ['biztonság', 'Kiraboltak', 'rendőrséget kérek'],
    medical: ['Orvosra van szükségem', 'Beteg vagyok', 'baleset'],
    travel: ['Az utazásom', 'A repülőjáratom', 'foglalás'],
    uncertain: [
      'Nem vagyok jól',
      'Nincs minden rendben',
      'Igen?',
      'Igen, tessék',
      'Jó napot',
      'Talán jól vagyok',
      'Nem kell segítség',
      'Segítség nem kell',
      'Segítségre nincs szükségem',
      'Nincs veszély',
      'Nincs életveszély',
      'Senki sincs veszélyben',
      'Nem tudom',
    ],
  },
};

describe.each(languages)('understandSpeech in %s (I2)', (language) => {
  it.each(Object.entries(said[language]))('understands %s', (understanding, texts) => {
    expect(understood(language, texts)).toEqual(all(texts, understanding as Understanding));
  });

  const anyWord = fc.constantFrom(
    ...spokenWordLists.flatMap((list) => words[language][list]).map((entry) => entry.replaceAll('*', '')),
    'smoke',
    'Rauch',
    'füst',
  );
  const anySpeech = fc.array(anyWord, { maxLength: 8 });
  const separator = fc.constantFrom(' ', ', ', '. ', '! ');
  const negation = fc.constantFrom(
    ...words[language].negations.map((entry) => entry.replace(/^\*/, 'does').replace(/\*$/, '')),
  );

  it('never takes speech with a negation for OK or an acknowledgement', () => {
    fc.assert(
      fc.property(anySpeech, negation, anySpeech, separator, (before, not, after, mark) => {
        const understanding = understandSpeech([...before, not, ...after].join(mark), words[language]);
        expect(['ok', 'acknowledge']).not.toContain(understanding);
      }),
      { numRuns: 2000 },
    );
  });

  it('never takes speech with an unknown word for OK, an acknowledgement or a decline', () => {
    const unknown = fc.string({ minLength: 1 }).filter((text) => {
      const tokens = tokensOf(text);
      return (
        tokens.length > 0 &&
        understandSpeech(text, words[language]) === 'uncertain' &&
        understandSpeech(`OK ${text}`, words[language]) === 'uncertain'
      );
    });
    fc.assert(
      fc.property(anySpeech, unknown, anySpeech, (before, word, after) => {
        fc.pre(!tokensOf(word).every((token) => tokensOf([...before, ...after].join(' ')).includes(token)));
        const understanding = understandSpeech(
          [...before, `${word}zzq`, ...after].join(' '),
          words[language],
        );
        expect(['ok', 'acknowledge', 'decline']).not.toContain(understanding);
      }),
      { numRuns: 500 },
    );
  });

  it('understands the same without accents, in capitals and with any punctuation', () => {
    fc.assert(
      fc.property(anySpeech, (speech) => {
        const plain = speech.join(' ');
        const shouted = plain
          .normalize('NFD')
          .replace(/\p{Mn}/gu, '')
          .toUpperCase();
        expect(understandSpeech(shouted, words[language])).toBe(understandSpeech(plain, words[language]));
      }),
    );
  });

  it('answers anything at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof understandSpeech(text, words[language])).toBe('string');
      }),
    );
  });
});

describe('understandSpeech among the answers of a question', () => {
  const menu = ['security', 'medical', 'travel', 'immediate-danger'] as const;

  it('chooses a service where one is asked for, and help where help is an answer (I5)', () => {
    expect(understood('en', ['I need medical help', 'help', 'OK'], menu)).toEqual({
      'I need medical help': 'medical',
      help: 'uncertain',
      OK: 'uncertain',
    });
    expect(understandSpeech('I need medical help', english)).toBe('help');
  });

  it('takes OK for no acknowledgement (I6)', () => {
    expect(understood('en', ['OK', 'OK, I take it'], ['acknowledge', 'decline'])).toEqual({
      OK: 'uncertain',
      'OK, I take it': 'acknowledge',
    });
  });
});
