/**
 * Who is in an incident's conference, as far as events tell. Webhooks come twice and in any order, so each person's
 * events are ordered by their sequence; what was already overtaken changes nothing.
 */
export interface Presence {
  /** Identifies the person's call. */
  readonly callSid: string;
  /**
   * The room itself, where it is known: one name can stand for several rooms, one after the other, or one for each
   * telephony account. Sequences count within a room.
   */
  readonly room?: string;
  /** The telephony account that the room belongs to, where it is known. */
  readonly account?: string;
  /** `caller`, or anybody else's label. */
  readonly label: string;
  readonly present: boolean;
  readonly sequence: number;
}

export interface Conference {
  /** A caller was sent into the conference, and no event about a caller has come yet. */
  readonly callerAssumed: boolean;
  readonly people: readonly Presence[];
  /** Caller and somebody else have talked: when the caller leaves now, the talk is over and nobody is called back. */
  readonly hasTalked: boolean;
}

export interface ConferencePresenceSummary {
  /** `seen` by an event, or only `assumed` since the caller was sent there. */
  readonly caller: 'seen' | 'assumed' | 'absent';
  readonly others: boolean;
}

export type PresenceChange = 'caller-waiting' | 'caller-joined' | 'caller-left';

export function emptyConference(callerAssumed: boolean): Conference {
  return { callerAssumed, people: [], hasTalked: false };
}

export function presenceIn({ callerAssumed, people }: Conference): ConferencePresenceSummary {
  const callers = people.filter(({ label, present }) => label === 'caller' && present);
  const hearsCaller = (person: Presence) =>
    callers.length === 0 || callers.some((caller) => mayHear(caller, person));
  return {
    caller: callers.length > 0 ? 'seen' : callerAssumed ? 'assumed' : 'absent',
    others: people.some((person) => person.label !== 'caller' && person.present && hearsCaller(person)),
  };
}

/** On which telephony accounts the caller and the others are in the conference: each account has a room of its own. */
export interface Whereabouts {
  readonly caller: readonly string[];
  readonly others: readonly string[];
}

/** Where people are known to be; undefined: nobody is known to be anywhere. */
export function whereaboutsIn({ people }: Conference): Whereabouts | undefined {
  const accountsOf = (isMeant: (person: Presence) => boolean) => [
    ...new Set(people.flatMap((person) => (person.present && isMeant(person) ? (person.account ?? []) : []))),
  ];
  const caller = accountsOf(({ label }) => label === 'caller');
  const others = accountsOf(({ label }) => label !== 'caller');
  return caller.length + others.length === 0 ? undefined : { caller, others };
}

/**
 * The account into whose room somebody has to be bridged, since the other side waits there and not on their own account;
 * undefined: their own room is the right one, as far as anybody knows.
 */
export function accountToJoin(
  whereabouts: Whereabouts | undefined,
  who: 'caller' | 'company',
  ownAccount: string,
): string | undefined {
  const otherSide = (who === 'caller' ? whereabouts?.others : whereabouts?.caller) ?? [];
  return otherSide.includes(ownAccount) ? undefined : otherSide[0];
}

/** Two people in rooms that are known to be different do not hear each other, whatever the rooms are called. */
function mayHear(one: Presence, other: Presence): boolean {
  return one.room === undefined || other.room === undefined || one.room === other.room;
}

/** Takes in one event; tells what it changed for the caller, if anything. */
export function notePresence(
  conference: Conference,
  presence: Presence,
): { readonly conference: Conference; readonly change?: PresenceChange } {
  const known = conference.people.filter(
    (person) => person.callSid === presence.callSid && mayHear(person, presence),
  );
  if (known.some(({ sequence }) => sequence >= presence.sequence)) return { conference };
  const before = presenceIn(conference);
  const moved: Conference = {
    callerAssumed: conference.callerAssumed && presence.label !== 'caller',
    people: [...conference.people.filter((person) => !known.includes(person)), presence],
    hasTalked: conference.hasTalked,
  };
  const after = presenceIn(moved);
  const together = after.caller !== 'absent' && after.others;
  const wasTogether = before.caller !== 'absent' && before.others;
  const next = { ...moved, hasTalked: moved.hasTalked || (together && after.caller === 'seen') };
  if (together && !wasTogether) return { conference: next, change: 'caller-joined' };
  if (before.caller !== 'absent' && after.caller === 'absent')
    return { conference: next, change: 'caller-left' };
  if (before.caller !== 'seen' && after.caller === 'seen')
    return { conference: next, change: 'caller-waiting' };
  return { conference: next };
}
