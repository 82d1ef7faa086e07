import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  accountToJoin,
  callsBesideCaller,
  callsEverIn,
  companyApart,
  emptyConference,
  notePresence,
  noteRoomOver,
  overCall,
  presenceIn,
  whereaboutsIn,
  whoIsMoved,
  type Conference,
  type Presence,
} from './conference.js';

const caller = (present: boolean, sequence: number): Presence => ({
  callSid: 'CAcaller',
  label: 'caller',
  present,
  sequence,
});
const desk = (present: boolean, sequence: number): Presence => ({
  callSid: 'CAdesk',
  label: 'desk.desk',
  present,
  sequence,
});

function told(
  conference: Conference,
  events: readonly Presence[],
): { conference: Conference; changes: unknown[] } {
  const changes: unknown[] = [];
  let current = conference;
  for (const event of events) {
    const next = notePresence(current, event);
    current = next.conference;
    if (next.change !== undefined) changes.push(next.change);
  }
  return { conference: current, changes };
}

describe('the conference of an incident (I4)', () => {
  it('tells when the caller waits, is joined and leaves', () => {
    const { changes } = told(emptyConference(true), [caller(true, 1), desk(true, 2), caller(false, 3)]);
    expect(changes).toEqual(['caller-waiting', 'caller-joined', 'caller-left']);
  });

  it('does not count an assumed caller as seen', () => {
    expect(presenceIn(emptyConference(true)).caller).toBe('assumed');
    expect(presenceIn(told(emptyConference(true), [caller(false, 9)]).conference).caller).toBe('absent');
  });

  it('knows afterwards whether they have talked', () => {
    expect(told(emptyConference(true), [caller(true, 1), caller(false, 2)]).conference.hasTalked).toBe(false);
    expect(
      told(emptyConference(true), [caller(true, 1), desk(true, 2), caller(false, 3)]).conference.hasTalked,
    ).toBe(true);
  });

  it('takes a caller who is sent into a new room of the same name for present again', () => {
    const first = { room: 'CFfirst' };
    const { conference } = told(emptyConference(true), [
      { ...caller(true, 1), ...first },
      { ...caller(false, 6), ...first },
      { ...caller(true, 1), room: 'CFsecond' },
    ]);
    expect(presenceIn(conference).caller).toBe('seen');
  });

  it('does not take two people in two rooms for joined, though the rooms have one name (X1)', () => {
    const { conference, changes } = told(emptyConference(true), [
      { ...caller(true, 1), room: 'CFprimary' },
      { ...desk(true, 1), room: 'CFfallback' },
    ]);
    expect(presenceIn(conference)).toEqual({ caller: 'seen', others: false });
    expect(changes).toEqual(['caller-waiting']);
  });

  it('knows on which accounts people are, and where the other side has to be joined (X1)', () => {
    const first = { room: 'CFfirst', account: 'ACfirst' };
    const second = { room: 'CFsecond', account: 'ACsecond' };
    expect(whereaboutsIn(told(emptyConference(true), [caller(true, 1)]).conference)).toBeUndefined();
    const waiting = told(emptyConference(true), [{ ...caller(true, 1), ...first }]).conference;
    expect(whereaboutsIn(waiting)).toEqual({ caller: ['ACfirst'], others: [] });
    expect(accountToJoin(whereaboutsIn(waiting), 'company', 'ACsecond')).toBe('ACfirst');
    expect(accountToJoin(whereaboutsIn(waiting), 'company', 'ACfirst')).toBeUndefined();
    expect(accountToJoin(whereaboutsIn(waiting), 'caller', 'ACsecond')).toBeUndefined();
    expect(accountToJoin(undefined, 'company', 'ACsecond')).toBeUndefined();
    const apart = told(waiting, [{ ...desk(true, 1), ...second }]).conference;
    expect(accountToJoin(whereaboutsIn(apart), 'caller', 'ACfirst')).toBe('ACsecond');
    const left = told(apart, [{ ...caller(false, 3), ...first }]).conference;
    expect(whereaboutsIn(left)).toEqual({ caller: [], others: ['ACsecond'] });
  });

  it('knows who waits in the room of another account than a caller who is alone (X1)', () => {
    const first = { room: 'CFfirst', account: 'ACfirst' };
    const second = { room: 'CFsecond', account: 'ACsecond' };
    const theirs = { callSid: 'CAdesk', label: 'desk.desk', account: 'ACsecond' };
    const events = [
      { ...desk(true, 1), ...second },
      { ...caller(true, 1), ...first },
    ];
    const apart = told(emptyConference(true), events).conference;
    expect(companyApart(apart)).toEqual([theirs]);
    const joined = {
      callSid: 'CAanna',
      label: 'internal-contact/con_a',
      present: true,
      sequence: 2,
      ...first,
    };
    expect(companyApart(told(apart, [joined]).conference)).toEqual([]);
    expect(companyApart(told(apart, [{ ...caller(false, 3), ...first }]).conference)).toEqual([]);
    expect(companyApart(told(apart, [{ ...desk(false, 4), ...second }]).conference)).toEqual([]);
    expect(companyApart(told(emptyConference(true), events.slice(0, 1)).conference)).toEqual([]);
    const nowhere = told(emptyConference(true), [
      caller(true, 1),
      { ...desk(true, 1), ...second },
    ]).conference;
    expect(companyApart(nowhere)).toEqual([]);
  });

  it('moves whoever is alone, then the other side, each as long as a bridge takes (X1)', () => {
    const moved = (company: number) => [1, 2, 3, 4, 5, 6, 8, 9].map((turn) => whoIsMoved(company, turn));
    const nobody = undefined;
    expect(moved(1)).toEqual(['company', nobody, nobody, nobody, 'caller', nobody, nobody, 'company']);
    expect(moved(2)).toEqual(['caller', nobody, nobody, nobody, 'company', nobody, nobody, 'caller']);
  });

  it('counts somebody whose call was put through from another account as beside the caller (X1)', () => {
    const first = { room: 'CFfirst', account: 'ACfirst' };
    const leg = { callSid: 'CAleg', label: 'desk/bridged-123', present: true, sequence: 2, ...first };
    const { conference, changes } = told(emptyConference(true), [{ ...caller(true, 1), ...first }, leg]);
    expect(presenceIn(conference)).toEqual({ caller: 'seen', others: true });
    expect(changes).toEqual(['caller-waiting', 'caller-joined']);
  });

  it('takes the end of a call for leaving whatever room it was in', () => {
    const over = overCall(caller(true, 1));
    const { conference, changes } = told(emptyConference(true), [
      { ...caller(true, 1), room: 'CFfirst' },
      over,
    ]);
    expect(presenceIn(conference).caller).toBe('absent');
    expect(changes).toEqual(['caller-waiting', 'caller-left']);
  });

  it('knows from the end of the call alone that somebody has left the caller alone', () => {
    const { conference, changes } = told(emptyConference(true), [caller(true, 1), desk(true, 2)]);
    expect(changes).toEqual(['caller-waiting', 'caller-joined']);
    const alone = notePresence(conference, overCall(desk(true, 2)));
    expect(presenceIn(alone.conference)).toEqual({ caller: 'seen', others: false });
    expect(alone).not.toHaveProperty('change');
    // Nothing that is late brings a call back that is over.
    const late = notePresence(alone.conference, { ...desk(true, 7), room: 'CFsecond' });
    expect(late.conference).toBe(alone.conference);
  });

  it('takes the end of the room for the leaving of everybody who was in it, and of nobody else', () => {
    const first = { room: 'CFfirst' };
    const { conference } = told(emptyConference(true), [
      { ...caller(true, 1), ...first },
      { ...desk(true, 2), ...first },
      { ...desk(true, 1), callSid: 'CAother', room: 'CFsecond' },
    ]);
    const { conference: after, change } = noteRoomOver(conference, 'CFfirst');
    expect(change).toBe('caller-left');
    expect(callsBesideCaller(after)).toEqual([{ callSid: 'CAother', label: 'desk.desk', room: 'CFsecond' }]);
    expect(noteRoomOver(after, 'CFfirst').conference).toBe(after);
    // A room that is over never comes back; the call may enter another one.
    const late = notePresence(after, { ...caller(true, 9), ...first }).conference;
    expect(presenceIn(late).caller).toBe('absent');
    const again = notePresence(late, { ...caller(true, 1), room: 'CFthird' }).conference;
    expect(presenceIn(again).caller).toBe('seen');
  });

  it('knows every call that was ever in it, once, with an account that no later event takes away (R2)', () => {
    const first = { room: 'CFfirst', account: 'ACfirst' };
    const second = { room: 'CFsecond', account: 'ACfirst' };
    const { conference } = told(emptyConference(true), [
      { ...caller(true, 1), ...first },
      overCall(caller(true, 1)),
      { ...desk(true, 2), ...first },
      { ...desk(true, 1), ...second },
      { ...overCall({ callSid: 'CAhungup', label: 'caller', account: 'ACfirst' }) },
      { ...desk(true, 4), callSid: 'CAunknown' },
    ]);
    const { conference: over } = noteRoomOver(conference, 'CFsecond');
    expect(presenceIn(over).caller).toBe('absent');
    expect(callsEverIn(over)).toEqual([
      { callSid: 'CAcaller', account: 'ACfirst' },
      { callSid: 'CAdesk', account: 'ACfirst' },
      { callSid: 'CAhungup', account: 'ACfirst' },
    ]);
    expect(callsEverIn(emptyConference(true))).toEqual([]);
  });

  it('ends with nobody in it, whatever is lost and in whatever order the rest comes, once every call is over', () => {
    type Step = (conference: Conference) => Conference;
    const tells = (presence: Presence): Step => {
      return (conference) => notePresence(conference, { ...presence, room: 'CFroom' }).conference;
    };
    const calls = [caller(true, 1), desk(true, 2), { ...desk(true, 4), callSid: 'CAduty' }];
    const lossy: readonly Step[] = [
      ...calls.map(tells),
      ...calls.map((call) => tells({ ...call, present: false, sequence: call.sequence + 4 })),
    ];
    const ends: readonly Step[] = calls.map(
      (call) => (conference) => notePresence(conference, overCall(call)).conference,
    );
    const overRoom: Step = (conference) => noteRoomOver(conference, 'CFroom').conference;
    const some = fc.subarray([...lossy]);
    const proofs = fc.constantFrom<readonly Step[]>(ends, [overRoom], [...ends, overRoom]);
    const orders = fc.tuple(some, proofs).chain(([heard, proof]) =>
      fc.shuffledSubarray([...heard, ...heard, ...proof], {
        minLength: 2 * heard.length + proof.length,
      }),
    );
    fc.assert(
      fc.property(orders, (steps) => {
        const conference = steps.reduce((before, step) => step(before), emptyConference(false));
        expect(presenceIn(conference)).toEqual({ caller: 'absent', others: false });
      }),
    );
  });

  it('comes to the same end in whatever order webhooks arrive, however often', () => {
    const events = [caller(true, 1), desk(true, 2), desk(false, 3), caller(false, 4)];
    const shuffled = fc
      .shuffledSubarray([...events, ...events], { minLength: 8 })
      .map((order) => told(emptyConference(true), order).conference);
    fc.assert(
      fc.property(shuffled, (conference) => {
        expect(presenceIn(conference)).toEqual({ caller: 'absent', others: false });
      }),
    );
  });
});
