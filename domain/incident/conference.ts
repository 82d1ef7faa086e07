/** Somebody's call, as the conference of an incident knows it. */
export interface ConferenceCall {
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
}

/**
 * Who is in an incident's conference, as far as events tell. Webhooks come twice and in any order, so each person's
 * events are ordered by their sequence; what was already overtaken changes nothing.
 */
export interface Presence extends ConferenceCall {
  readonly present: boolean;
  readonly sequence: number;
}

export interface Conference {
  /** A caller was sent into the conference, and no event about a caller has come yet. */
  readonly callerAssumed: boolean;
  readonly people: readonly Presence[];
  /** Caller and somebody else have talked: when the caller leaves now, the talk is over and nobody is called back. */
  readonly hasTalked: boolean;
  /** Rooms that are over. None comes back, so nobody is in them, whatever event is late. Absent: none. */
  readonly endedRooms?: readonly string[];
}

export interface ConferencePresenceSummary {
  /** `seen` by an event, or only `assumed` since the caller was sent there. */
  readonly caller: 'seen' | 'assumed' | 'absent';
  readonly others: boolean;
}

export type PresenceChange = 'caller-waiting' | 'caller-joined' | 'caller-left';

export interface ChangedConference {
  readonly conference: Conference;
  /** What it changed for the caller, if anything. */
  readonly change?: PresenceChange;
}

const callerLabel = 'caller';

export function emptyConference(callerAssumed: boolean): Conference {
  return { callerAssumed, people: [], hasTalked: false };
}

export function presenceIn({ callerAssumed, people }: Conference): ConferencePresenceSummary {
  const callers = people.filter(({ label, present }) => label === callerLabel && present);
  const hearsCaller = (person: Presence) =>
    callers.length === 0 || callers.some((caller) => mayHear(caller, person));
  return {
    caller: callers.length > 0 ? 'seen' : callerAssumed ? 'assumed' : 'absent',
    others: people.some((person) => isBesideCaller(person) && hearsCaller(person)),
  };
}

/** The calls of everybody who is there beside the caller, whoever came last at the end. */
export function callsBesideCaller({ people }: Conference): readonly ConferenceCall[] {
  return people
    .filter(isBesideCaller)
    .map(({ callSid, room, label }) => ({ callSid, label, ...(room === undefined ? {} : { room }) }));
}

function isBesideCaller({ label, present }: Presence): boolean {
  return label !== callerLabel && present;
}

/** By what a call is found at the telephony provider. */
export interface CallReference {
  readonly callSid: string;
  readonly account: string;
}

/**
 * The calls of whoever needs help that are in the conference, as far as events tell; those of which nobody has told the
 * account cannot be looked up, and are left out.
 */
export function callsOfCaller({ people }: Conference): readonly CallReference[] {
  return referencesOf(people.filter(({ label, present }) => label === callerLabel && present));
}

/**
 * Every call that was ever told of, each once, whether it is in the conference or has left it: with the incident it is
 * deleted at the provider (R2). As long as the conference's own list of people, which grows by one for each call that somebody has
 * made or taken for this incident.
 */
export function callsEverIn({ people }: Conference): readonly CallReference[] {
  const calls = new Map(referencesOf(people).map((call) => [call.callSid, call]));
  return [...calls.values()];
}

function referencesOf(people: readonly Presence[]): readonly CallReference[] {
  return people.flatMap(({ callSid, account }) => (account === undefined ? [] : [{ callSid, account }]));
}

/** A call of a caller that is over has left, whatever was told of it. */
export function callerHasLeft(callSid: string): Presence {
  return overCall({ callSid, label: callerLabel });
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
  const caller = accountsOf(({ label }) => label === callerLabel);
  const others = accountsOf(({ label }) => label !== callerLabel);
  return caller.length + others.length === 0 ? undefined : { caller, others };
}

/** Somebody's call in a room, with everything that it takes to put them through to another one. */
export type PlacedCall = CallReference & Pick<ConferenceCall, 'label'>;

/**
 * Who waits in a room of another account than the caller, who is known to be alone: they came at the same moment, so
 * neither was anywhere when it was asked where the other waits.
 */
export function companyApart({ people }: Conference): readonly PlacedCall[] {
  const present = people.flatMap(({ present, callSid, label, account }) =>
    present && account !== undefined ? [{ callSid, label, account }] : [],
  );
  const callersAccounts = new Set(
    present.filter(({ label }) => label === callerLabel).map(({ account }) => account),
  );
  const company = present.filter(({ label }) => label !== callerLabel);
  const isAlone = callersAccounts.size > 0 && !company.some(({ account }) => callersAccounts.has(account));
  return isAlone ? company : [];
}

/** A bridge takes up to 40 seconds, and turns are some ten seconds apart: whoever is on the way has arrived, or has not. */
const turnsOfABridge = 4;

/**
 * Who is moved at a turn, where caller and company wait in two rooms: the one who is there alone, and when that has not helped, since
 * their account does not let them go, say, the other side, and so on. Never both at once: they would only change places.
 *
 * @param company how many wait apart from the caller.
 * @param turn from 1. @returns undefined: nobody, since somebody may be on the way.
 */
export function whoIsMoved(company: number, turn: number): 'caller' | 'company' | undefined {
  const bridgesBefore = (turn - 1) / turnsOfABridge;
  if (!Number.isInteger(bridgesBefore)) return undefined;
  const [first, second] = company === 1 ? (['company', 'caller'] as const) : (['caller', 'company'] as const);
  return bridgesBefore % 2 === 0 ? first : second;
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
function mayHear(one: ConferenceCall, other: ConferenceCall): boolean {
  return one.room === undefined || other.room === undefined || one.room === other.room;
}

/** A call that is over has left whatever room it was in, and no later event brings it back. */
export function overCall(call: Pick<ConferenceCall, 'callSid' | 'label' | 'account'>): Presence {
  return { ...call, present: false, sequence: Number.MAX_SAFE_INTEGER };
}

/** Takes in one event about one person. */
export function notePresence(conference: Conference, told: Presence): ChangedConference {
  const account = told.account ?? accountOf(conference, told.callSid);
  const presence: Presence = {
    ...told,
    present: told.present && !isOver(conference, told.room),
    ...(account === undefined ? {} : { account }),
  };
  const known = conference.people.filter(
    (person) => person.callSid === presence.callSid && mayHear(person, presence),
  );
  if (known.some(({ sequence }) => sequence >= presence.sequence)) return { conference };
  return changed(conference, {
    ...conference,
    callerAssumed: conference.callerAssumed && presence.label !== callerLabel,
    people: [...conference.people.filter((person) => !known.includes(person)), presence],
  });
}

/** The end of a call does not say it, and a call does not change it. */
function accountOf({ people }: Conference, callSid: string): string | undefined {
  return people.find((person) => person.callSid === callSid && person.account !== undefined)?.account;
}

/** A room is over: everybody who was in it has left it, whether or not that was told of each of them. */
export function noteRoomOver(conference: Conference, room: string): ChangedConference {
  if (isOver(conference, room)) return { conference };
  return changed(conference, {
    ...conference,
    people: conference.people.map((person) =>
      person.room === room ? { ...person, present: false } : person,
    ),
    endedRooms: [...(conference.endedRooms ?? []), room],
  });
}

function isOver({ endedRooms = [] }: Conference, room: string | undefined): boolean {
  return room !== undefined && endedRooms.includes(room);
}

function changed(conference: Conference, moved: Conference): ChangedConference {
  const before = presenceIn(conference);
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
