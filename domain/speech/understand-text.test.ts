import { describe, expect, it } from '@jest/globals';
import { words as german } from '../../wording/locales/de/words.js';
import { words as english } from '../../wording/locales/en/words.js';
import { words as hungarian } from '../../wording/locales/hu/words.js';
import { understandText } from './understand-text.js';

const status = { 1: 'ok', 2: 'help' } as const;
const take = { 41: 'acknowledge', 42: 'decline' } as const;

describe('understandText', () => {
  it.each([
    '1',
    ' 1 ',
    '1.',
    '1!',
    '1️⃣',
    '１',
    '1 = OK',
    'OK 1',
    '1 ok',
    '1, danke',
    '1 ich bin in Sicherheit',
  ])('reads %j as the code 1 (I2)', (body) => {
    expect(understandText(body, german, status)).toEqual({ by: 'code', code: '1' });
  });

  it.each(['2', '2.', 'bitte 2'])('reads %j as the code 2 (I2)', (body) => {
    expect(understandText(body, german, status)).toEqual({ by: 'code', code: '2' });
  });

  it.each(['1 or 2', '1 person is missing', 'not 1', '12', '3', '2 OK', '1 2', 'call me at 5', '1?no'])(
    'does not guess at %j',
    (body) => {
      expect(understandText(body, english, status)).toEqual({ by: 'words', understanding: 'uncertain' });
    },
  );

  it.each(['help', 'HELP', '1 help', '2 help', '1 person is hurt', '🆘', 'we need help, 2 people', 'SOS'])(
    'hears the call for help in %j (I2)',
    (body) => {
      expect(understandText(body, english, status)).toEqual({ by: 'words', understanding: 'help' });
    },
  );

  it('understands words in every language (X2)', () => {
    const understood = [
      understandText('Hilfe', german, status),
      understandText('segitseg', hungarian, status),
      understandText('Jól vagyok', hungarian, status),
      understandText("I'm ok", english, status),
    ];
    expect(understood.map((each) => (each.by === 'words' ? each.understanding : each.code))).toEqual([
      'help',
      'help',
      'ok',
      'ok',
    ]);
  });

  it('takes a written yes for an acknowledgement, since nobody answers a text like a phone (I6)', () => {
    expect(understandText('Ja', german, take)).toEqual({ by: 'words', understanding: 'acknowledge' });
    expect(understandText('igen', hungarian, take)).toEqual({ by: 'words', understanding: 'acknowledge' });
    expect(understandText('no', english, take)).toEqual({ by: 'words', understanding: 'decline' });
  });

  it('tells the incidents that wait for one person apart by their codes (I6)', () => {
    expect(understandText('41', english, take)).toEqual({ by: 'code', code: '41' });
    expect(understandText('42 no', english, take)).toEqual({ by: 'code', code: '42' });
    expect(understandText('42 yes', english, take)).toEqual({ by: 'words', understanding: 'uncertain' });
    expect(understandText('1', english, take)).toEqual({ by: 'words', understanding: 'uncertain' });
  });
});
