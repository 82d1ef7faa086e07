import type { Account } from '../accounts/account.js';
import { rfc2822 } from '../calls/call-parameters.js';
import type { Faults } from '../faults.js';
import type { Journal } from '../journal/journal.js';
import type { Pacing } from '../pacing.js';
import type { ConferenceEvent } from '../twiml/verbs.js';
import { createSendInOrder } from '../webhooks/in-order.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import { Conference, type ConferenceNews, type Participant } from './conference.js';

export interface Conferences {
  /** The open conference of this name, or a new one. */
  open(account: Account, name: string): Conference;
  find(account: Account, sid: string): Conference | undefined;
  all(): readonly Conference[];
  clear(): void;
}

/** The conferences of all accounts; their news go to the journal and to their status callbacks. */
export function createConferences(deps: {
  readonly journal: Journal;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly pacing: Pacing;
  readonly signal: AbortSignal;
}): Conferences {
  let conferences: Conference[] = [];

  function create(account: Account, name: string): Conference {
    const sendInOrder = createSendInOrder(deps);
    let sequenceNumber = 0;
    const conference: Conference = new Conference(account, name, (news) => {
      note(conference, news);
      const callback = conference.statusCallback;
      if (callback?.events.has(news.event) !== true) return;
      sequenceNumber += 1;
      const params = newsParameters(conference, news, sequenceNumber);
      const delay = deps.faults.take('delay-next-conference-event', account.sid);
      sendInOrder(async () => {
        if (delay !== undefined) await deps.pacing.milliseconds(delay.seconds * 1_000, deps.signal);
        await deps.webhooks.notify({
          account,
          url: callback.url,
          method: callback.method,
          params,
          purpose: 'conference',
          callSid: params['CallSid'],
        });
      });
    });
    conferences.push(conference);
    return conference;
  }

  function note(conference: Conference, news: ConferenceNews): void {
    const room = { conference: conference.name, conferenceSid: conference.sid };
    switch (news.event) {
      case 'start':
        deps.journal.note({ event: 'conference-started', ...room });
        return;
      case 'end':
        deps.journal.note({ event: 'conference-ended', ...room, reason: news.reason });
        return;
      case 'join':
      case 'leave': {
        const { call, label } = news.participant;
        deps.journal.note({
          event: news.event === 'join' ? 'joined-conference' : 'left-conference',
          callSid: call.sid,
          number: call.number,
          ...room,
          ...(label === undefined ? {} : { label }),
        });
        return;
      }
      case 'mute':
      case 'hold':
    }
  }

  return {
    open: (account, name) =>
      conferences.find(
        (each) => each.account === account && each.name === name && each.status !== 'completed',
      ) ?? create(account, name),
    find: (account, sid) => conferences.find((each) => each.account === account && each.sid === sid),
    all: () => conferences,
    clear() {
      conferences = [];
    },
  };
}

/** https://www.twilio.com/docs/voice/twiml/conference#statuscallback */
function newsParameters(
  conference: Conference,
  news: ConferenceNews,
  sequenceNumber: number,
): Record<string, string> {
  const common = {
    AccountSid: conference.account.sid,
    ConferenceSid: conference.sid,
    FriendlyName: conference.name,
    SequenceNumber: String(sequenceNumber),
    Timestamp: rfc2822(new Date()),
    StatusCallbackEvent: callbackEvent(news),
  };
  switch (news.event) {
    case 'start':
      return common;
    case 'end':
      return {
        ...common,
        ReasonConferenceEnded: news.reason,
        ...(news.by === undefined ? {} : { CallSidEndingConference: news.by.call.sid }),
        ...(news.by?.label === undefined ? {} : { ParticipantLabelEndingConference: news.by.label }),
      };
    case 'leave':
      return {
        ...common,
        ...participantParameters(news.participant),
        ParticipantCallStatus: news.participant.call.status,
        ReasonParticipantLeft: news.reason,
      };
    case 'join':
    case 'mute':
    case 'hold':
      return { ...common, ...participantParameters(news.participant) };
  }
}

function participantParameters(participant: Participant): Record<string, string> {
  return {
    CallSid: participant.call.sid,
    Muted: String(participant.muted),
    Hold: String(participant.hold),
    Coaching: 'false',
    EndConferenceOnExit: String(participant.endOnExit),
    StartConferenceOnEnter: String(participant.startOnEnter),
    ...(participant.label === undefined ? {} : { ParticipantLabel: participant.label }),
  };
}

function callbackEvent(news: ConferenceNews): string {
  const names: Record<Exclude<ConferenceEvent, 'mute' | 'hold' | 'modify'>, string> = {
    start: 'conference-start',
    end: 'conference-end',
    join: 'participant-join',
    leave: 'participant-leave',
  };
  if (news.event === 'mute') return news.participant.muted ? 'participant-mute' : 'participant-unmute';
  if (news.event === 'hold') return news.participant.hold ? 'participant-hold' : 'participant-unhold';
  return names[news.event];
}
