import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import { businessTimeBetween, type KnownHours } from './business-time.js';
import { everyDay, moment, openingHours, shown, workdays } from './hours.fixture.js';
import { knownHours } from './known-hours.js';
import type { ResponseTarget, TargetStep } from './response-target.js';
import {
  answerTarget,
  nextOfTarget,
  pauseTarget,
  resumeTarget,
  startTarget,
  targetAt,
} from './response-target.js';

const berlin = 'Europe/Berlin';
const hour = 3_600_000;
const promise = { duration: 8 * hour, warnAtShare: 0.75 };
const at = (local: string) => moment(local, berlin);
const office = knownHours(
  openingHours({ timeZone: berlin, weekly: everyDay([{ from: '09:00', to: '17:00' }], workdays) }),
  at('2026-11-16'),
  100 * hour,
);

function done(step: TargetStep): ResponseTarget {
  if (step.is !== 'done') throw new Error('The hours do not reach far enough.');
  return step.target;
}

/** When the warning comes and when the answer is due, or why nothing comes. */
function next(target: ResponseTarget, hours: KnownHours = office): readonly string[] {
  return [false, true].map((isWarned) => {
    const found = nextOfTarget(target, isWarned, hours);
    return 'at' in found ? shown(found.at, berlin) : found.is;
  });
}

describe('a response target (C9)', () => {
  it('runs in business hours, and warns at its share', () => {
    expect(next(startTarget(promise, at('2026-11-23T09:00')))).toEqual([
      'Mon 23.11. 15:00',
      'Mon 23.11. 17:00',
    ]);
    expect(next(startTarget(promise, at('2026-11-20T16:00')))).toEqual([
      'Mon 23.11. 14:00',
      'Mon 23.11. 16:00',
    ]);
    expect(next(startTarget(promise, at('2026-11-21T11:00')))).toEqual([
      'Mon 23.11. 15:00',
      'Mon 23.11. 17:00',
    ]);
  });

  it('stands still while it waits, and runs on with what is left', () => {
    const started = startTarget(promise, at('2026-11-23T09:00'));
    const paused = done(pauseTarget(started, 'waiting-for-partner', at('2026-11-23T12:00'), office));
    expect(paused).toMatchObject({ is: 'paused', reason: 'waiting-for-partner', spent: 3 * hour });
    expect(next(paused)).toEqual(['nothing', 'nothing']);
    expect(targetAt(paused, at('2026-12-01T12:00'), office)).toEqual({ is: 'done', target: paused });
    const resumed = resumeTarget(paused, at('2026-11-25T16:00'));
    expect(next(resumed)).toEqual(['Thu 26.11. 11:00', 'Thu 26.11. 13:00']);
  });

  it('changes its reason when it is paused twice, and nothing when it is resumed twice', () => {
    const started = startTarget(promise, at('2026-11-23T09:00'));
    const waiting = done(pauseTarget(started, 'waiting-for-partner', at('2026-11-23T12:00'), office));
    const held = done(pauseTarget(waiting, 'on-hold', at('2026-11-23T14:00'), office));
    expect(held).toEqual({ ...waiting, reason: 'on-hold' });
    const resumed = resumeTarget(held, at('2026-11-23T15:00'));
    expect(resumeTarget(resumed, at('2026-11-23T16:00'))).toEqual(resumed);
  });

  it('is met until the due moment itself, and breached from then on', () => {
    const started = startTarget(promise, at('2026-11-23T09:00'));
    const due = at('2026-11-23T17:00');
    expect(done(answerTarget(started, due, office))).toEqual({
      is: 'met',
      promise,
      at: due,
      spent: 8 * hour,
    });
    expect(done(targetAt(started, due - 1, office))).toMatchObject({ is: 'running', spent: 8 * hour - 1 });
    expect(done(targetAt(started, due, office))).toEqual({ is: 'breached', promise, dueAt: due });
    expect(done(answerTarget(started, due + 1, office))).toEqual({
      is: 'breached',
      promise,
      dueAt: due,
      answeredAt: due + 1,
    });
  });

  it('tells when it was due although nobody looked for days, and a pause does not heal it', () => {
    const started = startTarget(promise, at('2026-11-23T12:00'));
    const late = done(pauseTarget(started, 'on-hold', at('2026-11-26T12:00'), office));
    expect(late).toEqual({ is: 'breached', promise, dueAt: at('2026-11-24T12:00') });
    expect(resumeTarget(late, at('2026-11-27T12:00'))).toEqual(late);
    expect(done(pauseTarget(late, 'on-hold', at('2026-11-27T12:00'), office))).toEqual(late);
  });

  it('is met by an answer while it waits', () => {
    const started = startTarget(promise, at('2026-11-23T09:00'));
    const paused = done(pauseTarget(started, 'on-hold', at('2026-11-23T10:00'), office));
    const met = done(answerTarget(paused, at('2026-12-10T10:00'), office));
    expect(met).toMatchObject({ is: 'met', spent: hour });
    expect(next(met)).toEqual(['nothing', 'nothing']);
  });

  it('keeps its first end', () => {
    const met = done(
      answerTarget(startTarget(promise, at('2026-11-23T09:00')), at('2026-11-23T10:00'), office),
    );
    expect(done(answerTarget(met, at('2026-11-27T10:00'), office))).toEqual(met);
    const breached = done(
      answerTarget(startTarget(promise, at('2026-11-16T09:00')), at('2026-11-23T10:00'), office),
    );
    expect(done(answerTarget(breached, at('2026-11-27T10:00'), office))).toEqual(breached);
  });

  it('says which hours it needs instead of guessing', () => {
    const from = at('2026-11-23T09:00');
    const morning: KnownHours = { from, to: from + 4 * hour, open: [{ from, to: from + 4 * hour }] };
    const started = startTarget(promise, from);
    const needed = { is: 'hours-needed', from, to: from + 8 * hour };
    expect(nextOfTarget(started, true, morning)).toEqual(needed);
    expect(targetAt(started, from + 5 * hour, morning)).toEqual({ ...needed, to: from + 5 * hour });
    expect(pauseTarget(started, 'on-hold', from + 5 * hour, morning).is).toBe('hours-needed');
    expect(answerTarget(started, from + 5 * hour, morning).is).toBe('hours-needed');
  });

  it('does not count backwards when clocks differ', () => {
    const started = startTarget(promise, at('2026-11-23T10:00'));
    expect(done(targetAt(started, at('2026-11-23T09:59'), office))).toEqual(started);
    const paused = done(pauseTarget(started, 'on-hold', at('2026-11-23T11:00'), office));
    expect(resumeTarget(paused, at('2026-11-23T10:59'))).toMatchObject({ since: at('2026-11-23T11:00') });
  });
});

/** Moments of pauses and resumptions, in order, and moments at which somebody looks. */
const anyStory = fastCheck.record({
  start: fastCheck.integer({ min: 0, max: 100 }),
  duration: fastCheck.integer({ min: 1, max: 150 }),
  steps: fastCheck.array(fastCheck.integer({ min: 0, max: 60 }), { maxLength: 8 }),
});
const anyHours = fastCheck
  .array(fastCheck.tuple(fastCheck.integer({ min: 1, max: 30 }), fastCheck.integer({ min: 1, max: 30 })), {
    minLength: 40,
    maxLength: 40,
  })
  .map((pairs): KnownHours => {
    let end = 0;
    const open = pairs.map(([gap, length]) => {
      const from = end + gap;
      end = from + length;
      return { from, to: end };
    });
    // Open to the end, so that every story has one.
    return { from: 0, to: end + 10_000, open: [...open, { from: end + 1, to: end + 10_000 }] };
  });

function dueAt(target: ResponseTarget, hours: KnownHours): number {
  if (target.is === 'breached') return target.dueAt;
  const found = nextOfTarget(target, true, hours);
  if (found.is !== 'due') throw new Error('The target is not running.');
  return found.at;
}

describe('any response target', () => {
  it('is due no earlier for its pauses, and has the promised time without them', () => {
    fastCheck.assert(
      fastCheck.property(anyHours, anyStory, (hours, { start, duration, steps }) => {
        const any = { duration, warnAtShare: 0.5 };
        const undisturbed = dueAt(startTarget(any, start), hours);
        let target = startTarget(any, start);
        let now = start;
        let paused = 0;
        let pausedSince: number | undefined;
        for (const step of steps) {
          now += step;
          const before = target;
          target =
            target.is === 'paused'
              ? resumeTarget(target, now)
              : done(pauseTarget(target, 'on-hold', now, hours));
          if (before.is === 'running' && target.is === 'paused') pausedSince = now;
          if (before.is === 'paused' && pausedSince !== undefined) {
            const part = businessTimeBetween(hours, pausedSince, now);
            paused += part.is === 'known' ? part.duration : Number.NaN;
          }
        }
        if (target.is === 'paused' && pausedSince !== undefined) {
          const part = businessTimeBetween(hours, pausedSince, now);
          paused += part.is === 'known' ? part.duration : Number.NaN;
          target = resumeTarget(target, now);
        }
        const due = dueAt(target, hours);
        expect(due).toBeGreaterThanOrEqual(undisturbed);
        const whole = businessTimeBetween(hours, start, due);
        expect(whole).toEqual({ is: 'known', duration: duration + paused });
      }),
    );
  });

  it('is the same however often somebody looks at it', () => {
    fastCheck.assert(
      fastCheck.property(anyHours, anyStory, (hours, { start, duration, steps }) => {
        const any = { duration, warnAtShare: 0.5 };
        let watched = startTarget(any, start);
        let now = start;
        for (const step of steps) {
          now += step;
          watched = done(targetAt(watched, now, hours));
        }
        const seenOnce = done(targetAt(startTarget(any, start), now, hours));
        expect(watched).toEqual(seenOnce);
        expect(dueAt(watched, hours)).toBe(dueAt(startTarget(any, start), hours));
      }),
    );
  });
});
