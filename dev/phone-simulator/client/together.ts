import type { JournalEvent } from '../journal/journal-event.js';

/**
 * The event by which all of these phones came to hear each other, if they still do at or after the event number
 * `notBefore`: in one conference (of this name, if given), two of them connected by a Dial, or both: a Dial to an
 * account's number leads into whatever the call there is in.
 */
export function togetherSince(
  events: readonly JournalEvent[],
  numbers: readonly string[],
  conference: string | undefined,
  notBefore: number,
): JournalEvent | undefined {
  const places = new Map<string, Places>();
  const at = (number: string, callSid: string): Places => {
    const known = places.get(callSid) ?? { number };
    places.set(callSid, known);
    return known;
  };
  let since: JournalEvent | undefined;
  for (const event of events) {
    if (event.event === 'joined-conference') {
      Object.assign(at(event.number, event.callSid), {
        room: event.conferenceSid,
        roomName: event.conference,
      });
    } else if (event.event === 'left-conference') delete at(event.number, event.callSid).room;
    else if (event.event === 'connected') {
      const connection = [event.number, event.with].sort().join(' ');
      at(event.number, event.callSid).connection = `connection ${connection}`;
    } else if (event.event === 'disconnected') delete at(event.number, event.callSid).connection;
    since = areTogether([...places.values()], numbers, conference) ? (since ?? event) : undefined;
    if (since !== undefined && event.sequence >= notBefore) return since;
  }
  return since;
}

/** Where a call is heard: a call that another one was put through to can be in a conference too. */
interface Places {
  readonly number: string;
  /** A conference's SID: one name stands for a room on each account. */
  room?: string;
  roomName?: string;
  connection?: string;
}

function areTogether(
  calls: readonly Places[],
  numbers: readonly string[],
  conference: string | undefined,
): boolean {
  const [first, ...others] = numbers;
  return calls
    .filter(({ number }) => number === first)
    .some((call) => {
      const heard = withinHearing(call, calls);
      const isThere =
        conference === undefined ||
        heard.some(({ room, roomName }) => room !== undefined && roomName === conference);
      return isThere && others.every((other) => heard.some(({ number }) => number === other));
    });
}

/** The call and all that it is connected with, directly or by way of others; none when it is nowhere. */
function withinHearing(call: Places, calls: readonly Places[]): readonly Places[] {
  const isPlace = (place: string | undefined): place is string => place !== undefined;
  const reached = new Set([call.room, call.connection].filter(isPlace));
  let size = 0;
  while (reached.size > size) {
    size = reached.size;
    for (const { room, connection } of calls) {
      const own = [room, connection].filter(isPlace);
      if (own.some((place) => reached.has(place))) for (const place of own) reached.add(place);
    }
  }
  return calls.filter(({ room, connection }) =>
    [room, connection].filter(isPlace).some((place) => reached.has(place)),
  );
}
