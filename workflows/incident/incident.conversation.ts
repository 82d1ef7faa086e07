import {
  callsBesideCaller,
  notePresence,
  noteRoomOver,
  type ChangedConference,
} from '../../domain/incident/conference.js';
import { targetKey, targetOfKey, type Target } from '../../domain/target.js';
import type { Journal } from '../journal.js';
import type { BridgingNews, ConferencePresence } from './incident.messages.js';
import type { IncidentData } from './incident.state.js';

/** How long somebody who pressed 1 may take to appear in the conference before they count as missing. */
const joiningMilliseconds = 15_000;
/** The same for somebody who is put through to another account's room: dialling it, ringing and the code come on top. */
const bridgingMilliseconds = 40_000;

/** The caller in the conference of the incident, whoever is there with them, and the call-back of a caller who is gone (I4). */
export class Conversation {
  /** @param taker who took the incident, when it was somebody on the ladder. */
  constructor(
    private readonly data: IncidentData,
    private readonly journal: Journal,
    private readonly taker: () => Target | undefined,
  ) {}

  /** The caller waits for help: what was talked about before is none. */
  expectTalk(): void {
    const { conference } = this.data;
    const callerAssumed = conference.callerAssumed || conference.people.length === 0;
    this.data.conference = { ...conference, callerAssumed, hasTalked: false };
  }

  wantCallBack(): void {
    // Whoever listens beside the traveller must not learn of it (I14).
    if (this.data.silent !== undefined) return;
    if (!this.data.callBackWanted) this.data.callBackAttempts = 0;
    this.data.callBackWanted = true;
  }

  endCallBack(): void {
    this.data.callBackWanted = false;
    delete this.data.callBackOrder;
  }

  /** Whoever still wants a call-back that was ordered before the duress was known orders it again, knowingly (I14). */
  callNobodyBack(): void {
    this.endCallBack();
    const { orderedCalls } = this.data;
    if (orderedCalls === undefined) return;
    this.data.orderedCalls = orderedCalls.map((order) => ({ ...order, thenCallBack: false }));
  }

  giveUpCallBack(now: number): void {
    const attempts = this.data.callBackAttempts;
    this.endCallBack();
    this.data.callBackAttempts = 0;
    this.journal.tell({ type: 'call-back-given-up', attempts }, now);
  }

  presence(presence: ConferencePresence, now: number): void {
    this.#change(notePresence(this.data.conference, presence), now);
  }

  roomOver(room: string, now: number): void {
    this.#change(noteRoomOver(this.data.conference, room), now);
  }

  /** The caller answered the call-back with yes and is on the way into the conference. */
  expectCaller(now: number): void {
    this.data.callerExpectedUntil = Math.max(this.data.callerExpectedUntil, now + joiningMilliseconds);
  }

  /** Somebody beside the caller said yes and is on the way into the conference. */
  expectCompany(now: number): void {
    this.data.companyExpectedUntil = Math.max(this.data.companyExpectedUntil, now + joiningMilliseconds);
  }

  /** A bridge that has failed is no reason to wait any longer: the ladder goes on at once. */
  bridging({ who, state }: BridgingNews, now: number): void {
    const until = state === 'under-way' ? now + bridgingMilliseconds : now;
    if (who.role === 'traveller') this.data.callerExpectedUntil = until;
    else this.data.companyExpectedUntil = until;
    if (state === 'under-way') {
      this.journal.touch();
      return;
    }
    this.data.notToBeBridged = [...(this.data.notToBeBridged ?? []), targetKey(who)];
    this.journal.tell({ type: 'bridge-failed', with: who.role === 'traveller' ? this.taker() : who }, now);
  }

  #change({ conference, change }: ChangedConference, now: number): void {
    this.data.conference = conference;
    switch (change) {
      case undefined:
        return;
      case 'caller-joined': {
        this.endCallBack();
        this.journal.tell({ type: 'caller-joined', with: this.#companyOfCaller() }, now);
        return;
      }
      case 'caller-waiting':
        this.journal.tell({ type: 'caller-waiting' }, now);
        return;
      case 'caller-left':
        if (!conference.hasTalked) this.wantCallBack();
        this.journal.tell({ type: 'caller-left' }, now);
    }
  }

  /** The label of a leg that was put through from another account names the role only. */
  #companyOfCaller(): Target | undefined {
    const taker = this.taker();
    const company = targetOfKey(callsBesideCaller(this.data.conference).at(-1)?.label ?? '');
    const isUnnamed = company === undefined || company.id.startsWith('bridged-');
    const isTaker = isUnnamed && (company === undefined || company.role === taker?.role);
    return isTaker ? taker : company;
  }
}
