import type { JournalEvent } from '../journal/journal-event.js';

/**
 * The event by which all of these phones came to hear each other, if they still do at or after the event number
 * `notBefore`: in one conference (of this name, if given), or two of them connected by a Dial.
 */
export function togetherSince(
  events: readonly JournalEvent[],
  numbers: readonly string[],
  conference: string | undefined,
  notBefore: number,
): JournalEvent | undefined {
  const rooms = new Map<string, Map<string, string>>();
  const move = (number: string, callSid: string, room: string | undefined): void => {
    const calls = rooms.get(number) ?? new Map<string, string>();
    if (room === undefined) calls.delete(callSid);
    else calls.set(callSid, room);
    rooms.set(number, calls);
  };
  const areTogether = (): boolean => {
    const [first, ...others] = numbers.map((number) => new Set(rooms.get(number)?.values() ?? []));
    return [...(first ?? [])].some(
      (room) => (conference === undefined || room === conference) && others.every((other) => other.has(room)),
    );
  };
  let since: JournalEvent | undefined;
  for (const event of events) {
    if (event.event === 'joined-conference') move(event.number, event.callSid, event.conference);
    else if (event.event === 'left-conference') move(event.number, event.callSid, undefined);
    else if (event.event === 'connected') {
      move(event.number, event.callSid, `connection ${[event.number, event.with].sort().join(' ')}`);
    } else if (event.event === 'disconnected') move(event.number, event.callSid, undefined);
    since = areTogether() ? (since ?? event) : undefined;
    if (since !== undefined && event.sequence >= notBefore) return since;
  }
  return since;
}
