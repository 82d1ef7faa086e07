import { describe, expect, it } from '@jest/globals';
import { knownHours } from '../hours/known-hours.js';
import { everyDay, openingHours } from '../hours/hours.fixture.js';
import { owedAnswer, takeOverAnswer } from './owed-answer.js';
import {
  close,
  deskAnswered,
  deskWroteUnaware,
  openSupportCase,
  passTime,
  putOnHold,
  waitForPartner,
  type CourseStep,
  type SupportCaseCourse,
} from './support-case.js';
import { defaultSupportPolicy as policy } from './support-policy.js';

const hour = 3_600_000;
const hours = knownHours(
  openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '00:00', to: '24:00' }]) }),
  0,
  600 * hour,
);

function done(step: CourseStep): SupportCaseCourse {
  if (step.is !== 'done') throw new Error(`The step is ${step.is}.`);
  return step.course;
}

const opened = openSupportCase(0, policy);
const answered = done(deskAnswered(opened, 'waiting-for-partner', hour, hours, policy));

function merged(course: SupportCaseCourse, duplicate: SupportCaseCourse, at: number): SupportCaseCourse {
  const owed = owedAnswer(duplicate);
  if (owed === undefined) throw new Error('The duplicate owes nothing.');
  return done(takeOverAnswer(course, owed, at, hours, policy));
}

describe('the answer that a case owes (C9, C10)', () => {
  it('is owed until it is given, also while the case is on hold; not while the partner is waited for', () => {
    expect(owedAnswer(opened)).toBe(opened.answer);
    expect(owedAnswer(done(putOnHold(opened, hour, hours, policy)))).toBeDefined();
    expect(owedAnswer(done(waitForPartner(opened, hour, hours)))).toBeUndefined();
    expect(owedAnswer(answered)).toBeUndefined();
    expect(owedAnswer(done(close(opened, 'merged', hour, hours)))).toBeUndefined();
    const overdue = done(passTime(opened, 500 * hour, hours, policy));
    expect(owedAnswer(overdue)).toMatchObject({ target: { is: 'breached' } });
  });

  it('is owed by the case that a duplicate was merged into, which waits for nobody any more', () => {
    const course = merged(answered, openSupportCase(10 * hour, policy), 12 * hour);
    expect(course).toMatchObject({ state: 'open', answer: { target: { is: 'running', since: 10 * hour } } });
  });

  it('is due when the earlier one of two promises is, whichever case has made it', () => {
    const later = openSupportCase(2 * hour, policy);
    expect(merged(opened, later, 3 * hour).answer).toEqual(opened.answer);
    expect(merged(later, opened, 3 * hour).answer).toEqual(opened.answer);
    const overdue = done(passTime(opened, 500 * hour, hours, policy));
    expect(merged(openSupportCase(499 * hour, policy), overdue, 500 * hour).answer).toEqual(overdue.answer);
  });

  it('runs again where the duplicate was on hold', () => {
    const held = done(putOnHold(opened, hour, hours, policy));
    expect(merged(answered, held, 30 * hour).answer.target).toMatchObject({
      is: 'running',
      since: 30 * hour,
      spent: hour,
    });
  });

  it('is nothing that a closed case takes over', () => {
    const closed = done(close(opened, 'answered', hour, hours));
    expect(takeOverAnswer(closed, opened.answer, 2 * hour, hours, policy)).toEqual({ is: 'refused' });
  });

  it('says which hours it needs to tell which is earlier', () => {
    const unknown = { from: 0, to: 0, open: [] };
    const step = takeOverAnswer(opened, openSupportCase(hour, policy).answer, hour, unknown, policy);
    expect(step.is).toBe('hours-needed');
  });

  it('stays owed when the desk has written without having read the last question', () => {
    const course = done(deskWroteUnaware(opened, hour, policy));
    expect(course).toMatchObject({ state: 'open' });
    expect(course.answer).toEqual(opened.answer);
  });
});
