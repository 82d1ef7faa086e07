import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computingMilliseconds } from '../../test/computing-time.js';
import { foldQuotedText } from './quoted-text.js';

const freshOf = (text: string, subject?: string) =>
  foldQuotedText(text, subject === undefined ? {} : { subject }).fresh;
const answered = (...below: string[]) => ['Yes, please.', '', ...below].join('\n');

describe('foldQuotedText (C4)', () => {
  it.each([
    ['Gmail', 'On Mon, Mar 2, 2026 at 10:15 AM Desk <desk@desk.example.org> wrote:'],
    [
      'Gmail, wrapped',
      'On Mon, Mar 2, 2026 at 10:15 AM Desk of a Company With a Long Name\n<desk@desk.example.org> wrote:',
    ],
    ['Apple Mail', 'On 2 Mar 2026, at 10:15, Desk <desk@desk.example.org> wrote:'],
    ['Thunderbird', 'On 3/2/26 10:15, Desk wrote:'],
    ['Gmail', 'Am Mo., 2. März 2026 um 10:15 Uhr schrieb Desk <\ndesk@desk.example.org>:'],
    ['Thunderbird', 'Am 02.03.26 um 10:15 schrieb Desk:'],
    [
      'Yahoo',
      'Am Montag, 2. März 2026 um 10:15:00 MEZ hat Desk <desk@desk.example.org> Folgendes geschrieben:',
    ],
    ['Gmail', 'Desk <desk@desk.example.org> ezt írta (időpont: 2026. márc. 2., H,\n10:15):'],
    ['Thunderbird', '2026. 03. 02. 10:15 keltezéssel, Desk írta:'],
    ['Apple Mail', '2026. márc. 2. dátummal, 10:15 időpontban Desk <desk@desk.example.org> írta:'],
    ['old Gmail', '2026. március 2. 10:15 Desk írta, <desk@desk.example.org>:'],
  ])('folds the quote of %s: %s (X2)', (_program, attribution) => {
    const quote = '> Shall we?\n> \n> Desk';
    expect(freshOf(answered(attribution, '', quote))).toBe('Yes, please.');
    // Text made from HTML often has no marks.
    expect(freshOf(answered(attribution, '', 'Shall we?'))).toBe('Yes, please.');
  });

  it.each([
    ['-----Original Message-----'],
    ['-----Ursprüngliche Nachricht-----'],
    ['-----Eredeti üzenet-----'],
    ['-------- Original Message --------'],
    ['From: Desk\nSent: Monday, March 2, 2026 10:15\nTo: Partner One\nSubject: Question'],
    [
      '________________________________\nVon: Desk\nGesendet: Montag, 2. März 2026 10:15\nAn: Partner One\nBetreff: Frage',
    ],
    ['*Feladó:* Desk\n*Elküldve:* 2026. március 2., hétfő 10:15\n*Címzett:* Partner One\n*Tárgy:* Kérdés'],
    [
      'From: Desk\nDate: Monday, 2 March 2026 at 10:15\nTo: Partner One\n  <partner@example.net>; Partner Two\nSubject: Q',
    ],
  ])('folds what stands below %j', (header) => {
    const folded = foldQuotedText(answered(`${header}\n\nShall we?`));
    expect(folded.fresh).toBe('Yes, please.');
    expect(folded.folded).toBe(`${header}\n\nShall we?`);
  });

  it.each([
    '-- \nPartner One\nCompany',
    '--\nPartner One',
    'Sent from my iPhone',
    'Von meinem iPhone gesendet',
    'iPhone-ról küldve',
    'Get Outlook for iOS<https://aka.ms/o0ukef>',
    'Holen Sie sich Outlook für Android',
  ])('folds the signature %j', (signature) => {
    expect(freshOf(answered(signature))).toBe('Yes, please.');
    expect(freshOf(answered(signature, '', 'On 3/2/26 10:15, Desk wrote:', '> Shall we?'))).toBe(
      'Yes, please.',
    );
  });

  it('folds the quote above the answer', () => {
    expect(freshOf('On 3/2/26 10:15, Desk wrote:\n> Shall we?\n\nYes, please.\n')).toBe('Yes, please.');
  });

  it('keeps answers between quotes, with these quotes', () => {
    const text = 'Am 02.03.26 um 10:15 schrieb Desk:\n> One?\nYes.\n> Two?\nNo.\n> Regards\n> Desk';
    expect(foldQuotedText(text)).toMatchObject({
      fresh: '> One?\nYes.\n> Two?\nNo.',
      folded: expect.anything(),
    });
  });

  it('takes what is forwarded for new (C4)', () => {
    const forward =
      'See below.\n\n---------- Forwarded message ---------\nFrom: A\nDate: Mon, 2 Mar 2026\nSubject: x\nTo: B\n\nText\n> older';
    expect(foldQuotedText(forward)).toMatchObject({ fresh: forward, folded: '' });
    const outlook = 'See below.\n\nFrom: A\nSent: Monday, 2 March 2026\nTo: B\nSubject: x\n\nText';
    expect(freshOf(outlook, 'FW: x')).toBe(outlook);
    expect(freshOf(outlook, 'WG: x')).toBe(outlook);
    expect(freshOf(outlook, 'RE: FW: x')).toBe('See below.');
  });

  it('keeps everything where nothing would remain', () => {
    for (const text of ['> only\n> a quote', '-- \nPartner One', 'Sent from my iPhone', '', ' \n\n'])
      expect(foldQuotedText(text)).toMatchObject({ fresh: text.trim(), folded: '' });
  });

  it.each([
    'On Monday the insurer wrote:\nthat nothing is missing.',
    'From: the airport\nTo: the hotel\nWe need a car.',
    'Sent from my office in Vienna on Monday, it should have arrived by now.',
    'Prices:\n- one\n-- two\n--- three',
    'He said\n>From now on, call me.\nThat was all.',
    'The result is 3\n--\nand not 4' + '\nline'.repeat(30),
  ])('leaves a person’s own words alone: %j', (text) => {
    expect(freshOf(text)).toBe(text);
  });

  const pieces = fc.constantFrom(
    'Hello',
    '',
    ' ',
    '> quote',
    '>> deep',
    '>From here',
    '-- ',
    '--',
    'On 3/2/26 10:15, Desk wrote:',
    'On',
    'wrote:',
    'From: A',
    'Sent: B',
    'To: C',
    'Subject: D',
    '____________',
    '-----Original Message-----',
    'Sent from my iPhone',
    '---------- Forwarded message ---------',
    'Desk <d@x> ezt írta (időpont: 2026. 1. 1. 10:15):',
    '\r',
    '\t',
  );

  it('loses nothing, and always leaves something', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.boolean(), (lines, isForward) => {
        const text = lines.join('\n');
        const folded = foldQuotedText(text, { subject: isForward ? 'Fwd: x' : 'Re: x' });
        expect(folded.parts.map((part) => part.text).join('')).toBe(text);
        expect(folded.fresh === '').toBe(text.trim() === '');
        for (const { text: part, kind } of folded.parts)
          if (kind !== 'fresh') expect(folded.folded).toContain(part);
      }),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to the text, however it is made', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('\n', '', ' '),
        (unit, between) => {
          const text = (unit.join(between) + between).repeat(
            Math.ceil(200_000 / (unit.join(between).length + 1)),
          );
          // Generous, since machines differ; what grows with the square takes minutes here.
          expect(computingMilliseconds(() => foldQuotedText(text))).toBeLessThan(5000);
        },
      ),
      { numRuns: 40 },
    );
  });
});
