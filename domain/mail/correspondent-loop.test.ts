import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answerCaps, loopVerdict } from './correspondent-loop.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2) + seconds * 1000);
const caps = [
  { most: 2, withinSeconds: 60 },
  { most: 3, withinSeconds: 600 },
];

describe('loopVerdict (C4)', () => {
  it('allows up to the cap and tells when it is allowed again', () => {
    expect(loopVerdict([], at(0), caps)).toEqual({ allowed: 'yes' });
    expect(loopVerdict([at(0)], at(1), caps)).toEqual({ allowed: 'yes' });
    expect(loopVerdict([at(0), at(10)], at(11), caps)).toEqual({
      allowed: 'no',
      cap: caps[0],
      until: at(60),
    });
    expect(loopVerdict([at(0), at(10)], at(60), caps)).toEqual({ allowed: 'yes' });
  });

  it('names the cap that lasts longest', () => {
    expect(loopVerdict([at(20), at(0), at(10)], at(21), caps)).toEqual({
      allowed: 'no',
      cap: caps[1],
      until: at(600),
    });
  });

  it('refuses all where nothing is allowed', () => {
    expect(loopVerdict([], at(0), [{ most: 0, withinSeconds: 60 }])).toMatchObject({ allowed: 'no' });
  });

  it('never lets through more than the cap in any window, and comes back by itself', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 80 }), (gaps) => {
        const sent: Date[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          if (loopVerdict(sent, at(now), answerCaps).allowed === 'yes') sent.push(at(now));
        }
        for (const { most, withinSeconds } of answerCaps)
          for (const start of sent)
            expect(
              sent.filter((time) => time >= start && time.getTime() < start.getTime() + withinSeconds * 1000)
                .length,
            ).toBeLessThanOrEqual(most);
        const verdict = loopVerdict(sent, at(now), answerCaps);
        if (verdict.allowed === 'no')
          expect(loopVerdict(sent, verdict.until, answerCaps)).toEqual({ allowed: 'yes' });
      }),
    );
  });
});
