import { condition, isCancellation, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { NoticeActivities } from '../activities/contract.js';
import type { AttemptSubject } from '../domain/attempt.js';
import type { Money } from '../domain/escalation/policy.js';
import type { OrganisationId } from '../domain/identifiers.js';
import type { ApprovalQuestion } from '../domain/orders/order.js';
import type { Target } from '../domain/target.js';
import type { Actor, NoticeKind, NoticeResult } from '../domain/timeline.js';
import type { Journal } from './journal.js';
import { isWorthRepeating, nextTry, type UndeliveredMail } from './undelivered-mail.js';

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
  /** Mails that wait for the mail server to come back. Absent: none. */
  undelivered?: readonly UndeliveredMail[];
}

export interface NoticesOf {
  readonly organisationId: OrganisationId;
  readonly subject: AttemptSubject;
  readonly journal: Journal;
  readonly data: NoticesData;
  isPausing(): boolean;
  /** Only an open case repeats mails: whoever gets one later could do nothing any more. */
  isOpen(): boolean;
  /** The person in need is under duress, and gets nothing (I14). Absent: no. */
  isSilent?(): boolean;
}

/**
 * Sends what is pending, one after the other, beside the story: a text never keeps a call waiting. A notice stays pending
 * until it is sent, so that a run that ends meanwhile hands it on under the same key. Mails that the mail server was not
 * there for are repeated beside that, so that they keep no other notice waiting.
 */
export class Notices {
  #underWay = 0;

  constructor(private readonly of: NoticesOf) {}

  /** Something is being sent, and may get out: a run must not end in between. */
  get isBusy(): boolean {
    return this.#underWay > 0;
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
      // A run that has begun to end in the same moment hands it on.
      if (notice === undefined || this.of.isPausing()) continue;
      await this.#sendFirst(notice, data.sent + 1);
      data.sent += 1;
      data.pending = data.pending.slice(1);
    }
  }

  /** Repeats undelivered mails with growing pauses, as long as the case is open; what is given up is told as failed. */
  async keepRepeating(): Promise<never> {
    for (;;) {
      await condition(() => this.#undelivered.length > 0 && !this.of.isPausing());
      if (!this.of.isOpen()) {
        for (const mail of this.#undelivered) this.#giveUp(mail);
        continue;
      }
      const [first, ...others] = this.#undelivered;
      if (first === undefined) continue;
      const next = others.reduce((soonest, mail) => (mail.tryAt < soonest.tryAt ? mail : soonest), first);
      const mayNotWait = () =>
        this.of.isPausing() || !this.of.isOpen() || this.#undelivered.some(({ tryAt }) => tryAt < next.tryAt);
      const pause = next.tryAt - Date.now();
      const isTime = pause <= 0 || !(await condition(mayNotWait, pause));
      if (isTime && !mayNotWait()) await this.#sendAgain(next);
    }
  }

  async #sendFirst(notice: PendingNotice, number: number): Promise<void> {
    const results = await this.#send(notice, number);
    const undelivered = targetsOf(results);
    if (undelivered.length === 0 || !this.of.isOpen()) {
      this.#tell(notice, results.map(asFailed));
      return;
    }
    this.#tell(notice, results);
    const mail = nextTry({ notice: { ...notice, to: undelivered }, number, since: Date.now() }, Date.now());
    this.of.data.undelivered = [...this.#undelivered, mail];
  }

  async #sendAgain(mail: UndeliveredMail): Promise<void> {
    const results = await this.#send(mail.notice, mail.number, 'email');
    const settled = results.filter(({ outcome }) => outcome !== 'unavailable');
    if (settled.length > 0) this.#tell(mail.notice, settled);
    this.#forget(mail);
    const to = targetsOf(results);
    if (to.length === 0) return;
    const remaining = { ...mail, notice: { ...mail.notice, to } };
    const now = Date.now();
    if (isWorthRepeating(remaining, now)) {
      this.of.data.undelivered = [...this.#undelivered, nextTry(remaining, now)];
    } else this.#tellFailed(remaining);
  }

  /** Failures of the sending itself are results, too. */
  async #send(notice: PendingNotice, number: number, only?: 'email'): Promise<readonly NoticeResult[]> {
    const { organisationId, subject } = this.of;
    const key = `${workflowInfo().workflowId}/notice-${number}`;
    const silent = this.of.isSilent?.() === true;
    const order = { ...notice, key, organisationId, subject, ...(only === undefined ? {} : { only }) };
    this.#underWay += 1;
    try {
      return await sendNotices(silent ? { ...order, silent } : order);
    } catch (failure) {
      if (isCancellation(failure)) throw failure;
      return notice.to.map((target) => ({ target, channel: 'email', outcome: 'failed' }) as const);
    } finally {
      this.#underWay -= 1;
    }
  }

  get #undelivered(): readonly UndeliveredMail[] {
    return this.of.data.undelivered ?? [];
  }

  #giveUp(mail: UndeliveredMail): void {
    this.#forget(mail);
    this.#tellFailed(mail);
  }

  #forget(mail: UndeliveredMail): void {
    this.of.data.undelivered = this.#undelivered.filter((each) => each !== mail);
  }

  #tellFailed({ notice }: UndeliveredMail): void {
    this.#tell(
      notice,
      notice.to.map((target) => ({ target, channel: 'email', outcome: 'failed' })),
    );
  }

  #tell({ kind }: PendingNotice, results: readonly NoticeResult[]): void {
    this.of.journal.tell({ type: 'notices-sent', notice: kind, results }, Date.now());
  }
}

function targetsOf(results: readonly NoticeResult[]): readonly Target[] {
  return results.flatMap(({ target, outcome }) => (outcome === 'unavailable' ? [target] : []));
}

/** Where nothing is sent again. */
function asFailed(result: NoticeResult): NoticeResult {
  return result.outcome === 'unavailable' ? { ...result, outcome: 'failed' } : result;
}
