import type { Account } from '../accounts/account.js';
import type { Call } from '../calls/call.js';
import { newSid } from '../sid.js';
import type { ConferenceEvent, DialledConference, Target } from '../twiml/verbs.js';

/** https://www.twilio.com/docs/voice/api/conference-resource */
export type ConferenceEnding =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'last-participant-kicked'
  | 'last-participant-left';

export type LeaveReason =
  'participant_hung_up' | 'participant_updated_via_api' | 'participant_kicked_via_api' | 'conference_ended';

export interface Participant {
  readonly call: Call;
  readonly label: string | undefined;
  readonly startOnEnter: boolean;
  readonly joinedAt: Date;
  endOnExit: boolean;
  muted: boolean;
  hold: boolean;
  /** Aborted when the participant is no longer in the conference, for whatever reason. */
  readonly presence: AbortSignal;
}

export type ConferenceNews =
  | { readonly event: 'start' }
  | { readonly event: 'end'; readonly reason: ConferenceEnding; readonly by: Participant | undefined }
  | { readonly event: 'join' | 'mute' | 'hold'; readonly participant: Participant }
  | { readonly event: 'leave'; readonly participant: Participant; readonly reason: LeaveReason };

/** A call that was ordered into the conference and does not talk there yet. */
export interface ExpectedParticipant {
  readonly call: Call;
  readonly label: string | undefined;
}

/**
 * A room in which calls hear each other. It starts when two are in it, one of whom may start it; it ends with the last
 * one, or with one whose leaving ends it. An ended conference never comes back: the next call to its name opens a new.
 */
export class Conference {
  readonly sid = newSid('CF');
  readonly createdAt = new Date();
  readonly account: Account;
  readonly name: string;
  /** The first participant's callback is the conference's; later ones are ignored, as at Twilio. */
  statusCallback: (Target & { readonly events: ReadonlySet<ConferenceEvent> }) | undefined;

  #status: 'init' | 'in-progress' | 'completed' = 'init';
  #changedAt = this.createdAt;
  #ending: { readonly reason: ConferenceEnding; readonly by: Participant | undefined } | undefined;
  #participants = new Map<string, { participant: Participant; presence: AbortController }>();
  #expected = new Map<string, ExpectedParticipant>();
  #listener: (news: ConferenceNews) => void;
  #started = new AbortController();

  constructor(account: Account, name: string, listener: (news: ConferenceNews) => void) {
    this.account = account;
    this.name = name;
    this.#listener = listener;
  }

  get status(): 'init' | 'in-progress' | 'completed' {
    return this.#status;
  }
  get changedAt(): Date {
    return this.#changedAt;
  }
  get ending(): { readonly reason: ConferenceEnding; readonly by: Participant | undefined } | undefined {
    return this.#ending;
  }
  get participants(): readonly Participant[] {
    return [...this.#participants.values()].map((entry) => entry.participant);
  }
  get expected(): readonly ExpectedParticipant[] {
    return [...this.#expected.values()].filter((entry) => !entry.call.isOver);
  }
  /** Aborted when the conference starts (or ends): nobody waits alone any more. */
  get started(): AbortSignal {
    return this.#started.signal;
  }

  expect(call: Call, label: string | undefined): void {
    this.#expected.set(call.sid, { call, label });
  }

  join(call: Call, order: DialledConference): Participant {
    const presence = new AbortController();
    const participant: Participant = {
      call,
      label: order.label,
      startOnEnter: order.startOnEnter,
      endOnExit: order.endOnExit,
      joinedAt: new Date(),
      muted: order.muted,
      hold: false,
      presence: presence.signal,
    };
    if (this.#participants.size === 0) this.statusCallback ??= order.statusCallback;
    this.#expected.delete(call.sid);
    this.#participants.set(call.sid, { participant, presence });
    this.#tell({ event: 'join', participant });
    const mayStart = this.participants.some((each) => each.startOnEnter);
    if (this.#status === 'init' && mayStart && this.#participants.size > 1) {
      this.#status = 'in-progress';
      this.#tell({ event: 'start' });
      this.#started.abort();
    }
    return participant;
  }

  /** Without effect if the call is not in the conference. */
  leave(call: Call, reason: LeaveReason): void {
    const entry = this.#participants.get(call.sid);
    if (entry === undefined) return;
    const { participant } = entry;
    const kicked = reason === 'participant_kicked_via_api';
    this.#remove(call.sid, reason);
    if (participant.endOnExit) {
      this.end(
        kicked
          ? 'participant-with-end-conference-on-exit-kicked'
          : 'participant-with-end-conference-on-exit-left',
        participant,
      );
    } else if (this.#participants.size === 0) {
      this.end(kicked ? 'last-participant-kicked' : 'last-participant-left', participant);
    }
  }

  end(reason: ConferenceEnding, by?: Participant): void {
    if (this.#status === 'completed') return;
    this.#status = 'completed';
    this.#ending = { reason, by };
    for (const sid of [...this.#participants.keys()]) this.#remove(sid, 'conference_ended');
    this.#tell({ event: 'end', reason, by });
    this.#started.abort();
  }

  change(participant: Participant, change: { readonly muted?: boolean; readonly hold?: boolean }): void {
    if (change.muted !== undefined && change.muted !== participant.muted) {
      participant.muted = change.muted;
      this.#tell({ event: 'mute', participant });
    }
    if (change.hold !== undefined && change.hold !== participant.hold) {
      participant.hold = change.hold;
      this.#tell({ event: 'hold', participant });
    }
  }

  #remove(callSid: string, reason: LeaveReason): void {
    const entry = this.#participants.get(callSid);
    if (entry === undefined) return;
    this.#participants.delete(callSid);
    this.#tell({ event: 'leave', participant: entry.participant, reason });
    entry.presence.abort();
  }

  #tell(news: ConferenceNews): void {
    this.#changedAt = new Date();
    this.#listener(news);
  }
}
