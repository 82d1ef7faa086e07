import type { KnownHours } from '../../domain/hours/business-time.js';
import type { SupportCaseId, SupportMessageId } from '../../domain/identifiers.js';
import type { SupportActor, SupportEvent } from '../../domain/support-case/support-event.js';
import {
  openSupportCase,
  type SupportCaseCourse,
  type SupportNews,
} from '../../domain/support-case/support-case.js';
import type { SupportCaseView } from '../../domain/support-case/support-case-view.js';
import { defaultSupportPolicy, type SupportPolicy } from '../../domain/support-case/support-policy.js';
import type { Journal } from '../journal.js';
import type { SupportCaseStart } from './support-case.messages.js';

/** A message that was taken, with the place where it stands. */
type Seen = readonly [messageId: SupportMessageId, sequence: number];

/** The facts of a support case; all of them survive continue-as-new. */
export interface SupportCaseData {
  readonly start: SupportCaseStart;
  course: SupportCaseCourse;
  /** The desk's opening hours, as far as they are known. */
  hours: KnownHours;
  messages: number;
  lastMessageAt: number;
  /** Where the partner wrote last; absent: before cases kept it. */
  lastOfPartner?: number;
  seen: readonly Seen[];
  duplicates: readonly SupportCaseId[];
  mergedInto?: SupportCaseId;
}

/** Later repetitions are recognised by the stored message, which knows its place. */
const mostSeen = 200;
const mostDuplicates = 100;

export function beginSupportCase(start: SupportCaseStart): SupportCaseData {
  const { openedAt, assignee } = start;
  return {
    start,
    course: openSupportCase(openedAt, policyOf({ start }), assignee),
    hours: { from: openedAt, to: openedAt, open: [] },
    messages: 0,
    lastMessageAt: openedAt,
    seen: [],
    duplicates: [],
  };
}

/** What was promised when the case was opened is kept, whatever is promised to others since. */
export function policyOf({ start }: Pick<SupportCaseData, 'start'>): SupportPolicy {
  return start.policy ?? defaultSupportPolicy;
}

export type SupportJournal = Journal<SupportEvent, SupportCaseView>;

/** How the facts change, and what is told of it. */
export class RunningSupportCase {
  constructor(
    readonly data: SupportCaseData,
    private readonly journal: SupportJournal,
  ) {}

  get isClosed(): boolean {
    return this.data.course.state === 'closed';
  }

  hasTaken(messageId: SupportMessageId): boolean {
    return this.data.seen.some(([seen]) => seen === messageId);
  }

  /** Whether the partner has written behind what somebody has read. @param seen undefined: all of it was read. */
  hasUnread(seen: number | undefined): boolean {
    return seen !== undefined && (this.data.lastOfPartner ?? 0) > seen;
  }

  hasDuplicate(duplicate: SupportCaseId): boolean {
    return this.data.duplicates.includes(duplicate);
  }

  /** Where a message stands that was taken. */
  placeOf(messageId: SupportMessageId): number {
    const [, sequence] = this.data.seen.find(([seen]) => seen === messageId) ?? [];
    if (sequence === undefined) throw new RangeError('The case has not taken this message.');
    return sequence;
  }

  /** The case begins with what the partner wrote first. */
  open(): void {
    const { openedBy, openedAt, firstMessage, followUpOf, assignee } = this.data.start;
    const followUp = followUpOf === undefined ? {} : { followUpOf };
    this.journal.tell({ type: 'opened', by: openedBy, ...followUp }, openedAt);
    this.take(firstMessage, openedBy, openedAt);
    if (assignee !== undefined) {
      this.journal.tell({ type: 'assigned', to: assignee, by: { by: 'rule' } }, openedAt);
    }
  }

  take(messageId: SupportMessageId, by: SupportActor, at: number): void {
    const sequence = this.journal.tell({ type: 'message-added', messageId, by }, at);
    this.data.messages += 1;
    this.data.lastMessageAt = at;
    if (by.by === 'partner') this.data.lastOfPartner = sequence;
    this.data.seen = [...this.data.seen, [messageId, sequence] as const].slice(-mostSeen);
  }

  mergeInto(into: SupportCaseId, by: SupportActor, at: number): void {
    this.data.mergedInto = into;
    this.journal.tell({ type: 'closed', outcome: 'merged', by, mergedInto: into }, at);
  }

  /** Once each; a closed case takes nothing any more (C6). */
  takeDuplicate(duplicate: SupportCaseId, by: SupportActor, at: number): void {
    if (this.isClosed || this.hasDuplicate(duplicate)) return;
    this.data.duplicates = [...this.data.duplicates, duplicate].slice(-mostDuplicates);
    this.journal.tell({ type: 'duplicate-merged', duplicate, by }, at);
  }

  tell(event: SupportEvent, at: number): void {
    this.journal.tell(event, at);
  }

  /** What the clock has brought; the closure after silence is told as what it is. */
  tellNews(news: readonly SupportNews[], at: number): void {
    for (const each of news) {
      this.journal.tell(
        each === 'closed-after-silence'
          ? { type: 'closed', outcome: 'no-reply', by: { by: 'rule' } }
          : { type: 'clock', news: each },
        at,
      );
    }
  }
}
