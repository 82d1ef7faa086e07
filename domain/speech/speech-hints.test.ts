import { describe, expect, it } from '@jest/globals';
import { words } from '../../wording/locales/hu/words.js';
import { speechHints } from './speech-hints.js';
import { understandSpeech } from './understand-speech.js';

describe('speechHints', () => {
  it('names words that would be understood as an answer to the question', () => {
    const hints = speechHints(words, ['ok', 'help']);
    expect(hints).toContain('segítség');
    expect(hints).toContain('jól vagyok');
    expect(hints.join()).not.toContain('*');
    for (const hint of hints) expect(['ok', 'help']).toContain(understandSpeech(hint, words));
  });
});
