import { condition, isCancellation, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { NoticeActivities } from '../activities/contract.js';
import type { AttemptSubject } from '../domain/attempt.js';
import type { Money } from '../domain/escalation/policy.js';
import type { OrganisationId } from '../domain/identifiers.js';
import type { ApprovalQuestion } from '../domain/orders/order.js';
import type { Target } from '../domain/target.js';
import type { Actor, NoticeKind } from '../domain/timeline.js';
import type { Journal } from './journal.js';

const { sendNotices } = proxyActivities<NoticeActivities>({
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '5 minutes',
  retry: { initialInterval: '2 seconds', maximumInterval: '2 minutes' },
});

/** Texts and mails that are to be sent about a case. */
export interface PendingNotice {
  readonly kind: NoticeKind;
  readonly to: readonly Target[];
  readonly by?: Actor;
  readonly ceiling?: Money;
  readonly approval?: ApprovalQuestion;
}

export interface NoticesData {
  pending: readonly PendingNotice[];
  sent: number;
}

export interface NoticesOf {
  readonly organisationId: OrganisationId;
  readonly subject: AttemptSubject;
  readonly journal: Journal;
  readonly data: NoticesData;
  isPausing(): boolean;
  /** The person in need is under duress, and gets nothing (I14). Absent: no. */
  isSilent?(): boolean;
}

/**
 * Sends what is pending, one after the other, beside the story: a text never keeps a call waiting. A notice stays pending
 * until it is sent, so that a run that ends meanwhile hands it on under the same key.
 */
export class Notices {
  #busy = false;

  constructor(private readonly of: NoticesOf) {}

  get isBusy(): boolean {
    return this.#busy;
  }

  add(notice: PendingNotice): void {
    if (notice.to.length === 0) return;
    this.of.data.pending = [...this.of.data.pending, notice];
  }

  async keepSending(): Promise<never> {
    const { data } = this.of;
    for (;;) {
      await condition(() => data.pending.length > 0 && !this.of.isPausing());
      const [notice] = data.pending;
      if (notice === undefined) continue;
      await this.#send(notice, data.sent + 1);
      data.sent += 1;
      data.pending = data.pending.slice(1);
    }
  }

  async #send(notice: PendingNotice, number: number): Promise<void> {
    const { organisationId, subject, journal } = this.of;
    this.#busy = true;
    try {
      const key = `${workflowInfo().workflowId}/notice-${number}`;
      const silent = this.of.isSilent?.() === true;
      const order = { ...notice, key, organisationId, subject };
      const results = await sendNotices(silent ? { ...order, silent } : order);
      journal.tell({ type: 'notices-sent', notice: notice.kind, results }, Date.now());
    } catch (failure) {
      if (isCancellation(failure)) throw failure;
      const results = notice.to.map((target) => ({ target, channel: 'email', outcome: 'failed' }) as const);
      journal.tell({ type: 'notices-sent', notice: notice.kind, results }, Date.now());
    } finally {
      this.#busy = false;
    }
  }
}
