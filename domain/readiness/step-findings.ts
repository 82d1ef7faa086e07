import { whenAvailable } from '../directory/available-intervals.js';
import type { Reachable } from '../directory/people.js';
import { without, type Interval } from '../interval.js';
import type { Finding } from './finding.js';
import { gapFindings, gapsBetween, gapsIn, stretch } from './gaps.js';
import { closedProviders } from './provider-findings.js';
import { hasUsableChannel, peopleOf, type PersonAt, type ReadinessQuestion } from './readiness-question.js';

const weekHours = 7 * 24;
/** Absences are planned longer ahead than hours vary. */
const absenceHours = 30 * 24;

/** What is to be said of whole steps: everybody of one list together. */
export function stepFindings(question: ReadinessQuestion): readonly Finding[] {
  return [
    ...providerStep(question),
    ...closedProviders(question),
    ...contactStep(question),
    ...everybodyAway('/internalContacts', question),
    ...everybodyAway('/authorisingPersons', question),
    ...hoursThatNeverCome(question),
  ];
}

/** The desk stands behind every provider; an organisation without one has nobody before it. */
function providerStep({ settings }: ReadinessQuestion): readonly Finding[] {
  const { assistance, backups } = settings.providers;
  if (assistance.by === 'own' || backups.length > 0) return [];
  return [{ severity: 'note', code: 'only-the-desk', path: '/providers/assistance' }];
}

function contactStep(question: ReadinessQuestion): readonly Finding[] {
  const path = '/internalContacts';
  const { at, rules } = question;
  const contacts = peopleIn(path, question);
  if (contacts.length === 0) return [{ severity: 'error', code: 'no-internal-contacts', path }];
  const usable = contacts.filter(({ person }) => hasUsableChannel(person, rules));
  if (usable.length === 0) return [{ severity: 'error', code: 'nobody-with-channel', path }];

  const week = stretch(at, weekHours);
  const gaps = gapsBetween(
    usable.map(({ person }) => person),
    at,
    weekHours,
  );
  const [first] = gaps;
  if (first === undefined) return [];
  if (first.from === week.from && first.to === week.to) {
    return [{ severity: 'error', code: 'nobody-available-all-week', path, interval: week }];
  }
  return gapFindings(
    gaps,
    at,
    { path },
    { now: 'nobody-available-now', later: 'nobody-available-sometimes' },
  );
}

/** Every stretch of the coming month in which all who could be reached are absent. */
function everybodyAway(
  path: '/internalContacts' | '/authorisingPersons',
  question: ReadinessQuestion,
): readonly Finding[] {
  const month = stretch(question.at, absenceHours);
  const usable = peopleIn(path, question).filter(({ person }) => hasUsableChannel(person, question.rules));
  if (usable.length === 0) return [];
  const gaps = gapsIn(
    month,
    usable.map(({ person }) => whenPresent(person, month)),
  );
  return gaps.map((interval) => ({ severity: 'warning', code: 'everybody-away', path, interval }));
}

function whenPresent({ absences = [] }: Reachable, within: Interval): readonly Interval[] {
  return without([within], absences);
}

/** Hours that are never those of a working day, or always those of an absence: nobody would call this person. */
function hoursThatNeverCome(question: ReadinessQuestion): readonly Finding[] {
  return peopleOf(question).flatMap(({ path, person }): readonly Finding[] => {
    const { availability, hours: opening } = person;
    if (availability === undefined && opening === undefined) return [];
    const hours = whenAvailable(person, new Date(question.at), absenceHours);
    if (hours === undefined || hours.length > 0) return [];
    const at = `${path}/${opening === undefined ? 'availability' : 'hours'}`;
    return [{ severity: 'warning', code: 'hours-never-come', path: at, who: person.name }];
  });
}

function peopleIn(list: string, question: ReadinessQuestion): readonly PersonAt[] {
  return peopleOf(question).filter(({ path }) => path.startsWith(`${list}/`));
}
