import { courseTakenUp, type StoredSupportCase } from '../../domain/support-case/stored-support-case.js';
import { partnerWrote } from '../../domain/support-case/support-case.js';
import type { SupportCaseView } from '../../domain/support-case/support-case-view.js';
import type { SupportEvent } from '../../domain/support-case/support-event.js';
import { Journal, type JournalData } from '../journal.js';
import type { SupportCaseStart } from './support-case.messages.js';
import {
  beginSupportCase,
  policyOf,
  RunningSupportCase,
  type SupportCaseData,
} from './support-case.state.js';

/** What a run of a support case hands over to the next one. */
export interface SupportCaseCarryOver {
  readonly data: SupportCaseData;
  readonly journal: JournalData<SupportEvent>;
}

/** The case with everything that is stored of it, and with the words that it had not recorded. */
export function takenUp(
  start: SupportCaseStart,
  stored: StoredSupportCase,
  at: number,
): SupportCaseCarryOver {
  const journal = new Journal<SupportEvent, SupportCaseView>(journalOf(stored), () => at);
  const data = dataOf(start, stored, at);
  const theCase = new RunningSupportCase(data, journal);
  if (stored.view === undefined) theCase.open();
  for (const { messageId, by } of stored.untaken) {
    if (theCase.isClosed || theCase.hasTaken(messageId)) continue;
    theCase.take(messageId, by, at);
    if (by.by === 'desk') continue;
    const step = partnerWrote(data.course, at, policyOf(data));
    if (step.is === 'done') data.course = step.course;
  }
  return { data, journal: journal.toData() };
}

function journalOf({
  view,
  revision,
  entriesThrough,
}: StoredSupportCase): JournalData<SupportEvent> | undefined {
  if (view === undefined) return undefined;
  return { revision, nextSequence: entriesThrough + 1, unconfirmed: [], sealedTexts: [], changed: true };
}

function dataOf(start: SupportCaseStart, stored: StoredSupportCase, at: number): SupportCaseData {
  const begun = beginSupportCase(start);
  const { view, unseen, taken, duplicates } = stored;
  if (view === undefined) return begun;
  const written = unseen.filter(({ event }) => event.type === 'message-added');
  const mergedInto =
    view.mergedInto ??
    unseen.map(({ event }) => (event.type === 'closed' ? event.mergedInto : undefined)).find(Boolean);
  return {
    ...begun,
    course: courseTakenUp(stored, at, policyOf(begun)),
    messages: view.messages + written.length,
    lastMessageAt: Math.max(view.lastMessageAt, ...written.map((entry) => entry.at)),
    // Whose the last words were is not told; whoever has not read them reads them once more.
    lastOfPartner: Math.max(0, ...taken.map(([, sequence]) => sequence)),
    seen: taken,
    duplicates,
    ...(mergedInto === undefined ? {} : { mergedInto }),
  };
}
