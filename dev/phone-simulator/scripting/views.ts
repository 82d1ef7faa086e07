import type { Directory } from '../accounts/directory.js';
import type { CallBook } from '../calls/call-book.js';
import type { Call } from '../calls/call.js';
import type { Conference } from '../conferences/conference.js';
import type { TextMessage } from '../messages/text-message.js';
import type { Phone } from '../people/phones.js';
import type { Recording } from '../recordings/recordings.js';
import type { CallView, ConferenceView, MessageView, PhoneView, RecordingView } from './shapes.js';

/** The call for the scripting API. */
export function callView(call: Call): CallView {
  return {
    sid: call.sid,
    accountSid: call.account.sid,
    number: call.number,
    direction: call.direction,
    from: call.from,
    to: call.to,
    status: call.status,
    answeredBy: call.answeredBy ?? null,
    parentSid: call.parent?.sid ?? null,
    createdAt: call.createdAt.toISOString(),
    endedAt: call.endedAt?.toISOString() ?? null,
  };
}

/** The phone for the scripting API. */
export function phoneView(phone: Phone, directory: Directory, book: CallBook): PhoneView {
  return {
    number: phone.number,
    ownedAs: directory.owned(phone.number)?.handlers.friendlyName ?? null,
    name: phone.name ?? null,
    textDelivery: phone.textDelivery,
    scripts: [...phone.scripts],
    calls: book.live(phone.number).map(callView),
  };
}

/** The text for the scripting API. */
export function messageView(message: TextMessage): MessageView {
  return {
    sid: message.sid,
    accountSid: message.account.sid,
    direction: message.direction,
    from: message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    createdAt: message.createdAt.toISOString(),
  };
}

/** The conference for the scripting API. */
export function conferenceView(conference: Conference): ConferenceView {
  return {
    sid: conference.sid,
    accountSid: conference.account.sid,
    name: conference.name,
    status: conference.status,
    participants: conference.participants.map((participant) => ({
      callSid: participant.call.sid,
      number: participant.call.number,
      label: participant.label ?? null,
      muted: participant.muted,
      hold: participant.hold,
    })),
  };
}

/** The recording for the scripting API. */
export function recordingView({ sid, account, callSid, endedAt }: Recording): RecordingView {
  return { sid, accountSid: account.sid, callSid, isOver: endedAt !== undefined };
}
