import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { languages } from '../domain/language.js';
import { phrasesOf } from '../domain/speech/phrases.js';
import { spokenWordLists } from '../domain/speech/spoken-words.js';
import { understandText } from '../domain/speech/understand-text.js';
import { checkLocales, flatTexts, placeholdersIn } from './check-locales.js';
import type { Locale } from './locale.js';
import { de } from './locales/de/index.js';
import { en } from './locales/en/index.js';
import { hu } from './locales/hu/index.js';
import { textParts } from './text-parts.js';
import { createWording } from './wording.js';

const wording = createWording();
const locales = { en, de, hu };

describe('the locales', () => {
  it.each(languages)('have the same texts and placeholders: %s (X2)', (language) => {
    const reference = flatTexts(en);
    const texts = flatTexts(locales[language]);
    expect([...texts.keys()].sort()).toEqual([...reference.keys()].sort());
    for (const [key, text] of texts) {
      expect([key, ...[...placeholdersIn(text)].sort()]).toEqual([
        key,
        ...[...placeholdersIn(reference.get(key) ?? '')].sort(),
      ]);
    }
  });

  it('are refused at the start when one lacks a text, a placeholder or words', () => {
    const broken: Locale = {
      texts: { ...de.texts, sms: { ...de.texts.sms, takenOver: 'Jemand hat übernommen.', closed: ' ' } },
      words: { ...de.words, negations: [] },
    };
    expect(() => {
      checkLocales({ ...locales, de: broken }, 'en');
    }).toThrow(
      [
        'de: sms.takenOver has the placeholders () instead of (organisation, who)',
        'de: sms.closed is empty',
        'de: words.negations is empty',
      ].join('\n'),
    );
    const lacking = { ...locales, hu: { ...hu, texts: { ...hu.texts, page: {} } } };
    expect(() => {
      // @ts-expect-error -- does not compile either; a locale that was loaded untyped must be refused all the same.
      checkLocales(lacking, 'en');
    }).toThrow('hu: page.acknowledge.title is missing');
  });

  it.each(languages)('hold no entry among the words without a word: %s', (language) => {
    for (const list of spokenWordLists) {
      const entries = locales[language].words[list];
      expect(phrasesOf(entries)).toHaveLength(entries.length);
    }
  });

  it.each(languages)('never offer a word in texts that Twilio keeps for itself: %s', (language) => {
    for (const [key, text] of flatTexts(locales[language])) {
      if (key.startsWith('sms.')) {
        expect(text).not.toMatch(/\b(reply|answer|text|antworten Sie|válasz\w*)\W+(help|stop|start|info)\b/i);
      }
    }
  });

  it.each(['en', 'de'] as const)(
    'write texts in signs of GSM-7, of which a part holds twice as many: %s',
    (language) => {
      for (const [key, text] of flatTexts(locales[language])) {
        if (key.startsWith('sms.')) expect([key, textParts(text).alphabet]).toEqual([key, 'GSM-7']);
      }
    },
  );

  it.each([
    ['en', 1],
    ['de', 1],
    ['hu', 2],
  ] as const)('answer texts with few parts: %s', (language, most) => {
    const values = {
      organisation: 'Example Logistics AG',
      who: 'Margarete Beispiel',
      emergencyNumber: '+442079460958',
      acceptCode: '11',
      declineCode: '12',
      count: '17',
    };
    for (const [key, text] of flatTexts(locales[language])) {
      if (!key.startsWith('sms.') || text.includes('{{link}}')) continue;
      const filled = Object.entries(values).reduce(
        (rest, [name, value]) => rest.replace(`{{${name}}}`, value),
        text,
      );
      expect(filled).not.toContain('{{');
      expect([key, textParts(filled).parts <= most]).toEqual([key, true]);
    }
  });

  it.each(languages)(
    'offer codes with words that are understood when they come back with them: %s',
    (language) => {
      const { statusQuestion, incident } = locales[language].texts.sms;
      const { words } = locales[language];
      const asked = statusQuestion.replace('{{okCode}}', '1').replace('{{helpCode}}', '2');
      const [, ok = '', help = ''] = /(1=.*) (2=.*) \{\{link/.exec(asked) ?? [];
      const status = { 1: 'ok', 2: 'help' } as const;
      expect(understandText(ok, words, status)).toEqual({ by: 'code', code: '1' });
      expect([
        { by: 'code', code: '2' },
        { by: 'words', understanding: 'help' },
      ]).toContainEqual(understandText(help, words, status));
      const taking = incident.replace('{{acceptCode}}', '1').replace('{{declineCode}}', '2');
      const [, yes = '', no = ''] = /(1 = [^,]*), (2 = [^,]*),/.exec(taking) ?? [];
      const answers = { 1: 'acknowledge', 2: 'decline' } as const;
      expect(understandText(yes, words, answers)).toEqual({ by: 'code', code: '1' });
      expect(understandText(no, words, answers)).toEqual({ by: 'code', code: '2' });
    },
  );

  it.each(languages)('show the emergency number where somebody may need help: %s', (language) => {
    const { sms, voice } = locales[language].texts;
    const texts = [
      sms.statusQuestion,
      sms.incident,
      sms.mandate,
      sms.reply.statusOk,
      sms.reply.helpReceived,
      sms.reply.unknownStatus,
      sms.reply.unknownIncident,
      sms.reply.unknownSender,
      sms.reply.textsStopped,
      voice.voicemail,
    ];
    for (const text of texts) expect(text).toContain('{{emergencyNumber}}');
  });

  it.each(languages)('leave no facts on a voicemail: %s', (language) => {
    expect([...placeholdersIn(locales[language].texts.voice.voicemail)].sort()).toEqual([
      'emergencyNumber',
      'organisation',
    ]);
  });
});

describe('text', () => {
  it('speaks every language', () => {
    const texts = languages.map((language) => wording.text(language, 'voice.caller.connecting'));
    expect(texts).toEqual([
      'Please stay on the line. We are connecting you now.',
      'Bitte bleiben Sie am Apparat. Wir verbinden Sie jetzt.',
      'Kérjük, maradjon vonalban. Most kapcsoljuk Önt.',
    ]);
  });

  it('takes the form that fits the number', () => {
    expect(wording.text('en', 'voice.alarm', { count: 1 })).toContain('1 case is overdue');
    expect(wording.text('en', 'voice.alarm', { count: 3 })).toContain('3 cases are overdue');
    expect(wording.text('de', 'voice.alarm', { count: 1 })).toContain('1 Fall ist überfällig');
    expect(wording.text('hu', 'voice.alarm', { count: 3 })).toContain('3 ügy késésben van');
  });

  it('leaves no placeholder open in any text of any language', () => {
    for (const language of languages) {
      for (const [key, text] of flatTexts(locales[language])) {
        const values = Object.fromEntries([...placeholdersIn(text)].map((name) => [name, `<${name}>`]));
        // @ts-expect-error -- the keys are not known to the compiler here.
        expect(wording.text(language, key, values)).toBe(text.replace(/\{\{(.*?)\}\}/g, '<$1>'));
      }
    }
  });

  it("repeats people's own words as they are, whatever stands in them", () => {
    const nasty = ['$t(voice.goodbye)', '{{organisation}}', '$& $1 $$', '<b>&amp;</b>', '__proto__'];
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...nasty)), (who) => {
        expect(wording.text('en', 'sms.takenOver', { organisation: 'Org', who })).toBe(
          `Org: ${who} has taken over. There is nothing more for you to do. Thank you.`,
        );
      }),
    );
  });

  it('is checked by the compiler for its values', () => {
    // @ts-expect-error -- `who` is missing.
    wording.text('en', 'sms.takenOver', { organisation: 'Org' });
    // @ts-expect-error -- there is no such text.
    expect(wording.text('en', 'sms.nothing')).toBe('sms.nothing');
  });
});
