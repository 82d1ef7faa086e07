import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import type { KnownHours } from '../hours/business-time.js';
import { everyDay, moment, openingHours, shown, workdays } from '../hours/hours.fixture.js';
import { knownHours } from '../hours/known-hours.js';
import {
  assign,
  close,
  deskAnswered,
  nextMoment,
  openSupportCase,
  partnerWrote,
  passTime,
  putOnHold,
  remindOfHold,
  resume,
  waitForPartner,
  type CourseStep,
  type SupportCaseCourse,
  type SupportNews,
} from './support-case.js';
import { defaultSupportPolicy } from './support-policy.js';

const berlin = 'Europe/Berlin';
const hour = 3_600_000;
const day = 24 * hour;
const policy = defaultSupportPolicy;
const at = (local: string) => moment(local, berlin);
const office: KnownHours = knownHours(
  openingHours({ timeZone: berlin, weekly: everyDay([{ from: '09:00', to: '17:00' }], workdays) }),
  at('2026-11-16'),
  600 * hour,
);

function done(step: CourseStep): SupportCaseCourse {
  if (step.is !== 'done') throw new Error(`The step is ${step.is}.`);
  return step.course;
}

/** Passes all moments at which something is due, until `until`, and tells what happened when. */
function live(course: SupportCaseCourse, until: number): { course: SupportCaseCourse; told: string[] } {
  const told: string[] = [];
  for (;;) {
    const next = nextMoment(course, office, policy);
    if (next.is !== 'known' || next.at > until) return { course, told };
    const step = passTime(course, next.at, office, policy);
    if (step.is !== 'done') throw new Error('The hours do not reach far enough.');
    course = step.course;
    told.push(...step.news.map((news) => `${shown(next.at, berlin)} ${news}`));
  }
}

describe('the course of a support case (C9)', () => {
  const opened = openSupportCase(at('2026-11-20T16:00'), policy);

  it('promises the first answer in business hours, over a weekend', () => {
    expect(live(opened, at('2026-11-25')).told).toEqual([
      'Mon 23.11. 14:00 answer-due-soon',
      'Mon 23.11. 16:00 answer-overdue',
    ]);
  });

  it('keeps the promise with an answer, and promises the next one when the partner writes again', () => {
    const answered = done(
      deskAnswered(opened, 'waiting-for-partner', at('2026-11-23T10:00'), office, policy),
    );
    expect(answered).toMatchObject({ state: 'waiting-for-partner', answer: { target: { is: 'met' } } });
    const asked = done(partnerWrote(answered, at('2026-11-24T09:00'), policy));
    expect(asked.state).toBe('open');
    expect(live(asked, at('2026-11-27')).told).toEqual([
      'Wed 25.11. 13:00 answer-due-soon',
      'Wed 25.11. 17:00 answer-overdue',
    ]);
  });

  it('reminds a silent partner, warns them, and closes the case', () => {
    const waiting = done(deskAnswered(opened, 'waiting-for-partner', at('2026-11-23T10:00'), office, policy));
    const { course, told } = live(waiting, at('2027-01-01'));
    expect(told).toEqual([
      'Thu 26.11. 10:00 reminded',
      'Mon 30.11. 10:00 reminded',
      'Fri 04.12. 10:00 closure-warned',
      'Mon 07.12. 10:00 closed-after-silence',
    ]);
    expect(course).toMatchObject({ state: 'closed', outcome: 'no-reply' });
  });

  it('begins to count anew whenever the partner has written', () => {
    const waiting = done(deskAnswered(opened, 'waiting-for-partner', at('2026-11-23T10:00'), office, policy));
    const reminded = live(waiting, at('2026-12-01')).course;
    const asked = done(partnerWrote(reminded, at('2026-12-01T10:00'), policy));
    const again = done(deskAnswered(asked, 'waiting-for-partner', at('2026-12-01T11:00'), office, policy));
    expect(live(again, at('2026-12-05')).told).toEqual(['Fri 04.12. 11:00 reminded']);
  });

  it('is never closed without a warning, however late the clock is', () => {
    const waiting = done(deskAnswered(opened, 'waiting-for-partner', at('2026-11-23T10:00'), office, policy));
    const late = passTime(waiting, at('2026-12-24T10:00'), office, policy);
    expect(late).toMatchObject({ course: { state: 'waiting-for-partner' }, news: ['closure-warned'] });
    expect(live(done(late), at('2027-01-20')).told).toEqual(['Sun 27.12. 10:00 closed-after-silence']);
  });

  it('stands still on hold, and goes on with the time that is left', () => {
    const held = done(putOnHold(opened, at('2026-11-23T10:00'), office, policy));
    expect(live(held, at('2026-11-30T09:00')).told).toEqual([]);
    const resumed = done(resume(held, at('2026-11-30T09:00'), policy));
    expect(live(resumed, at('2026-12-05')).told).toEqual([
      'Mon 30.11. 13:00 answer-due-soon',
      'Mon 30.11. 15:00 answer-overdue',
    ]);
  });

  it('reminds the desk of a case on hold again and again, once when the clock is late', () => {
    const held = done(putOnHold(opened, at('2026-11-23T10:00'), office, policy));
    const { course, told } = live(held, at('2026-12-15'));
    expect(told).toEqual([
      'Mon 30.11. 10:00 hold-reminded',
      'Mon 07.12. 10:00 hold-reminded',
      'Mon 14.12. 10:00 hold-reminded',
    ]);
    const late = passTime(held, at('2026-12-24T10:00'), office, policy);
    expect(late).toMatchObject({ news: ['hold-reminded'], course: { remindAt: at('2026-12-31T10:00') } });
    expect(done(assign(course, 'usr_operator1'))).toMatchObject({ remindAt: at('2026-12-21T10:00') });
    expect(done(resume(course, at('2026-12-15'), policy))).not.toHaveProperty('remindAt');
  });

  it('reads a case that was put on hold before there were reminders, and reminds of it from then on', () => {
    const { remindDeskOnHoldAfter: _none, ...earlier } = policy;
    const held = done(putOnHold(opened, at('2026-11-23T10:00'), office, earlier));
    expect(live(held, at('2026-12-20')).told).toEqual([]);
    if (held.state !== 'on-hold') throw new Error('The case is not on hold.');
    const reminded = remindOfHold(held, at('2026-12-01T10:00'), policy);
    expect(live(reminded, at('2026-12-10')).told).toEqual(['Tue 08.12. 10:00 hold-reminded']);
    expect(remindOfHold(held, at('2026-12-01'), earlier)).toEqual(held);
  });

  it('promises the next word after an answer by which the desk goes on working', () => {
    const working = done(deskAnswered(opened, 'open', at('2026-11-23T10:00'), office, policy));
    expect(live(working, at('2026-11-27')).told).toEqual([
      'Tue 24.11. 14:00 answer-due-soon',
      'Wed 25.11. 10:00 answer-overdue',
    ]);
    const waiting = done(deskAnswered(opened, 'waiting-for-partner', at('2026-11-23T10:00'), office, policy));
    const takenUp = done(resume(waiting, at('2026-11-23T10:00'), policy));
    expect(live(takenUp, at('2026-11-27')).told).toEqual(live(working, at('2026-11-27')).told);
    const { afterInterimAnswer: _none, ...earlier } = policy;
    const silent = done(deskAnswered(opened, 'open', at('2026-11-23T10:00'), office, earlier));
    expect(live(silent, at('2026-12-10')).told).toEqual([]);
  });

  it('stands still while it waits without an answer, and the partner is reminded all the same', () => {
    const waiting = done(waitForPartner(opened, at('2026-11-23T10:00'), office));
    expect(live(waiting, at('2026-11-27')).told).toEqual(['Thu 26.11. 10:00 reminded']);
    expect(done(waitForPartner(waiting, at('2026-11-25'), office))).toEqual(waiting);
  });

  it('is open as soon as somebody has it', () => {
    const assigned = done(assign(opened, 'usr_operator1'));
    expect(assigned).toMatchObject({ state: 'open', assignee: 'usr_operator1' });
    expect(done(assign(assigned, undefined))).not.toHaveProperty('assignee');
  });

  it('says which hours it needs where the known ones do not reach', () => {
    const short: KnownHours = { from: at('2026-11-20'), to: at('2026-11-21'), open: [] };
    expect(nextMoment(opened, short, policy)).toMatchObject({ is: 'hours-needed' });
    expect(deskAnswered(opened, 'open', at('2026-11-25'), short, policy)).toMatchObject({
      is: 'hours-needed',
    });
  });
});

/** Commands at random moments, with the clock passing between them or not. */
type Command = (course: SupportCaseCourse, now: number) => CourseStep;
const commands: Readonly<Record<string, Command>> = {
  partnerWrote: (course, now) => partnerWrote(course, now, policy),
  answer: (course, now) => deskAnswered(course, 'waiting-for-partner', now, office, policy),
  answerAndGoOn: (course, now) => deskAnswered(course, 'open', now, office, policy),
  wait: (course, now) => waitForPartner(course, now, office),
  hold: (course, now) => putOnHold(course, now, office, policy),
  resume: (course, now) => resume(course, now, policy),
  assign: (course) => assign(course, 'usr_operator1'),
  close: (course, now) => close(course, 'answered', now, office),
  time: (course, now) => passTime(course, now, office, policy),
};

const script = fastCheck.array(
  fastCheck.tuple(
    fastCheck.constantFrom(...Object.keys(commands)),
    fastCheck.integer({ min: 0, max: 5 * day }),
  ),
  { maxLength: 20 },
);

describe('any course of a support case (C6, C9)', () => {
  it('is closed once and for all, never by silence without a warning, and owes whoever wrote last an answer', () => {
    fastCheck.assert(
      fastCheck.property(script, (steps) => {
        let now = at('2026-11-20T16:00');
        let course = openSupportCase(now, policy);
        let warnedAt: number | undefined;
        for (const [name, pause] of steps) {
          now += pause;
          const step = commands[name]?.(course, now);
          if (step?.is !== 'done') {
            expect(step).toEqual({ is: 'refused' });
            expect(course.state).toBe('closed');
            continue;
          }
          if (course.state === 'closed') expect(step.course).toEqual(course);
          if (step.news.includes('closure-warned')) warnedAt = now;
          if (step.news.includes('closed-after-silence')) {
            expect(now - (warnedAt ?? Infinity)).toBeGreaterThanOrEqual(policy.warnBeforeClosing);
          }
          if (step.course.state !== 'waiting-for-partner') warnedAt = undefined;
          course = step.course;
          if (name === 'partnerWrote') expect(isOwed(course)).toBe(true);
        }
      }),
    );
  });

  it('tells of each reminder, warning and overdue answer once', () => {
    fastCheck.assert(
      fastCheck.property(script, (steps) => {
        let now = at('2026-11-20T16:00');
        let course = openSupportCase(now, policy);
        for (const [name, pause] of steps) {
          now += pause;
          const step = commands[name]?.(course, now);
          if (step?.is === 'done') course = step.course;
          const first = passTime(course, now, office, policy);
          if (first.is !== 'done') throw new Error('The hours do not reach far enough.');
          const news: SupportNews[] = [];
          course = first.course;
          for (let time = 0; time < 4; time += 1) {
            const again = passTime(course, now, office, policy);
            if (again.is !== 'done') throw new Error('The hours do not reach far enough.');
            course = again.course;
            news.push(...again.news);
          }
          expect(news.filter((each) => first.news.includes(each))).toEqual([]);
        }
      }),
    );
  });
});

describe('a case that is not closed (C9)', () => {
  it('always has something that comes next, unless its answer is overdue', () => {
    fastCheck.assert(
      fastCheck.property(script, (steps) => {
        let now = at('2026-11-20T16:00');
        let course = openSupportCase(now, policy);
        for (const [name, pause] of steps) {
          now += pause;
          const step = commands[name]?.(course, now);
          if (step?.is === 'done') course = step.course;
          const isOverdue = course.answer.target.is === 'breached' && isOwed(course);
          if (course.state === 'closed' || isOverdue) continue;
          expect(nextMoment(course, office, policy)).toMatchObject({ is: 'known' });
        }
      }),
    );
  });
});

function isOwed({ answer: { target } }: SupportCaseCourse): boolean {
  return target.is === 'running' || (target.is === 'breached' && target.answeredAt === undefined);
}
