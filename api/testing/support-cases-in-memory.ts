import type { SupportCases } from '../../cases/cases.js';
import type { SupportRecord } from '../../db/store.js';
import { conflict, notFound } from '../../domain/errors.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { knownHours } from '../../domain/hours/known-hours.js';
import { openingHoursSchema } from '../../domain/hours/opening-hours.js';
import type { StoredSupportCase } from '../../domain/support-case/stored-support-case.js';
import { SupportCaseClosedError } from '../../domain/support-case/support-case-closed.js';
import { owedAnswer, takeOverAnswer } from '../../domain/support-case/owed-answer.js';
import { SupportCaseNotRunningError } from '../../domain/support-case/support-case-not-running.js';
import {
  assign,
  close,
  deskAnswered,
  deskWroteUnaware,
  partnerWrote,
  putOnHold,
  resume,
  waitForPartner,
  type CourseStep,
} from '../../domain/support-case/support-case.js';
import type { SupportEvent } from '../../domain/support-case/support-event.js';
import type { SupportCaseView } from '../../domain/support-case/support-case-view.js';
import { Journal } from '../../workflows/journal.js';
import type { SupportCaseStart } from '../../workflows/support-case/support-case.messages.js';
import {
  beginSupportCase,
  policyOf,
  RunningSupportCase,
} from '../../workflows/support-case/support-case.state.js';
import { takenUp } from '../../workflows/support-case/support-case.taken-up.js';
import { viewOf } from '../../workflows/support-case/support-case.view.js';

/** Support cases without Temporal, for tests of the API alone: by the rules of the real ones, but without a clock. */
export interface SupportCasesInMemory extends SupportCases {
  readonly supportCasesStarted: Map<string, SupportCaseStart>;
  /** Where the projection goes; the stage's store. */
  record: (record: SupportRecord) => Promise<unknown>;
  /** Where cases are taken up from; the stage's store. */
  readStored: (id: SupportCaseId) => Promise<StoredSupportCase | undefined>;
  /** The engine loses a case. */
  lose: (id: SupportCaseId) => void;
}

const alwaysOpen = openingHoursSchema.parse({
  timeZone: 'UTC',
  weekly: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [{ from: '00:00', to: '24:00' }]]),
  ),
});

/** @param tell notes what a case was told, as for the other cases. */
export function supportCasesInMemory(
  check: () => void,
  tell: (what: string, id: string, message: unknown, updateId: string) => void,
): SupportCasesInMemory {
  const started = new Map<string, SupportCaseStart>();
  const running = new Map<
    string,
    { theCase: RunningSupportCase; journal: Journal<SupportEvent, SupportCaseView> }
  >();

  function find(id: SupportCaseId) {
    check();
    const found = running.get(id);
    if (found === undefined) throw new SupportCaseNotRunningError();
    if (found.theCase.isClosed) throw new SupportCaseClosedError();
    return found;
  }

  async function store(id: SupportCaseId): Promise<void> {
    const found = running.get(id);
    if (found === undefined) return;
    const { data } = found.theCase;
    const { revision, view, entries } = found.journal.record(viewOf(data));
    await cases.record({ revision, view, entries, course: data.course });
  }

  async function change(
    id: SupportCaseId,
    step: (theCase: RunningSupportCase) => CourseStep,
    event: SupportEvent | ((theCase: RunningSupportCase) => void),
  ): Promise<void> {
    const { theCase } = find(id);
    const changed = step(theCase);
    if (changed.is !== 'done') throw new SupportCaseClosedError();
    theCase.data.course = changed.course;
    if (typeof event === 'function') event(theCase);
    else theCase.tell(event, Date.now());
    await store(id);
  }

  const hoursOf = ({ data }: RunningSupportCase) => data.hours;

  const cases: SupportCasesInMemory = {
    supportCasesStarted: started,
    record: () => Promise.resolve(),
    readStored: () => Promise.resolve(undefined),
    lose: (id) => running.delete(id),
    async start(start) {
      check();
      const { caseId } = start;
      if (started.has(caseId)) return 'exists';
      started.set(caseId, start);
      const journal = new Journal<SupportEvent, SupportCaseView>(undefined, () => Date.now());
      const data = beginSupportCase(start);
      data.hours = knownHours(alwaysOpen, start.openedAt, policyOf(data).closeAfter);
      const theCase = new RunningSupportCase(data, journal);
      running.set(caseId, { theCase, journal });
      theCase.open();
      await store(caseId);
      return 'started';
    },
    async takeUp(start) {
      check();
      const { caseId } = start;
      const stored = await cases.readStored(caseId);
      if (running.has(caseId) || stored === undefined) return 'exists';
      const { data, journal } = takenUp(start, stored, Date.now());
      data.hours = knownHours(alwaysOpen, start.openedAt, policyOf(data).closeAfter);
      const restored = new Journal<SupportEvent, SupportCaseView>(journal, () => Date.now());
      running.set(caseId, { theCase: new RunningSupportCase(data, restored), journal: restored });
      await store(caseId);
      return 'started';
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
    async isRunning(id) {
      check();
      return running.get(id)?.theCase.isClosed === false;
    },
    async addMessage(id, message, updateId) {
      const { messageId, by, next = 'waiting-for-partner', seen } = message;
      const { theCase } = find(id);
      tell('addMessage', id, message, updateId);
      if (theCase.hasTaken(messageId)) return { sequence: theCase.placeOf(messageId) };
      await change(
        id,
        ({ data }) => {
          if (by.by !== 'desk') return partnerWrote(data.course, Date.now(), policyOf(data));
          return theCase.hasUnread(seen)
            ? deskWroteUnaware(data.course, Date.now(), policyOf(data))
            : deskAnswered(data.course, next, Date.now(), hoursOf(theCase), policyOf(data));
        },
        () => {
          theCase.take(messageId, by, Date.now());
        },
      );
      return { sequence: theCase.placeOf(messageId) };
    },
    async assign(id, message, updateId) {
      const { by, to } = message;
      find(id);
      tell('assign', id, message, updateId);
      await change(id, ({ data }) => assign(data.course, to), {
        type: 'assigned',
        by,
        ...(to === undefined ? {} : { to }),
      });
    },
    async changeState(id, message, updateId) {
      const { by, to } = message;
      find(id);
      tell('changeState', id, message, updateId);
      const now = Date.now();
      const types = {
        open: 'resumed',
        'waiting-for-partner': 'waiting-for-partner',
        'on-hold': 'put-on-hold',
      } as const;
      await change(
        id,
        (theCase) => {
          const { course, hours } = theCase.data;
          const policy = policyOf(theCase.data);
          if (to === 'open') return resume(course, now, policy);
          return to === 'on-hold'
            ? putOnHold(course, now, hours, policy)
            : waitForPartner(course, now, hours);
        },
        { type: types[to], by },
      );
    },
    async close(id, message, updateId) {
      const { by, outcome, seen } = message;
      if (find(id).theCase.hasUnread(seen)) throw conflict('The partner has written meanwhile.');
      tell('close', id, message, updateId);
      await change(id, ({ data }) => close(data.course, outcome, Date.now(), data.hours), {
        type: 'closed',
        outcome,
        by,
      });
    },
    async mergeInto(id, message, updateId) {
      const { by, into } = message;
      find(id);
      const other = running.get(into)?.theCase;
      if (other === undefined || other.isClosed) throw conflict('The other case is closed.');
      tell('mergeInto', id, message, updateId);
      const owed = owedAnswer(find(id).theCase.data.course);
      await change(
        id,
        ({ data }) => close(data.course, 'merged', Date.now(), data.hours),
        (theCase) => {
          theCase.mergeInto(into, by, Date.now());
        },
      );
      if (owed === undefined) other.takeDuplicate(id, by, Date.now());
      else {
        await change(
          into,
          ({ data }) => takeOverAnswer(data.course, owed, Date.now(), data.hours, policyOf(data)),
          (theCase) => {
            theCase.takeDuplicate(id, by, Date.now());
          },
        );
      }
      await store(into);
    },
    tellHours: () => Promise.resolve(),
    // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
    async currentRecord(id) {
      check();
      const found = running.get(id);
      if (found === undefined) throw notFound('support case');
      const { view, entries } = found.journal.peek(viewOf(found.theCase.data));
      return { view, entries };
    },
  };
  return cases;
}
