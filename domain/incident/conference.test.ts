import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  accountToJoin,
  emptyConference,
  notePresence,
  presenceIn,
  whereaboutsIn,
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

  it('counts somebody whose call was put through from another account as beside the caller (X1)', () => {
    const first = { room: 'CFfirst', account: 'ACfirst' };
    const leg = { callSid: 'CAleg', label: 'desk/bridged-123', present: true, sequence: 2, ...first };
    const { conference, changes } = told(emptyConference(true), [{ ...caller(true, 1), ...first }, leg]);
    expect(presenceIn(conference)).toEqual({ caller: 'seen', others: true });
    expect(changes).toEqual(['caller-waiting', 'caller-joined']);
  });

  it('takes the end of a call for leaving whatever room it was in', () => {
    const over = { ...caller(false, Number.MAX_SAFE_INTEGER) };
    const { conference } = told(emptyConference(true), [{ ...caller(true, 1), room: 'CFfirst' }, over]);
    expect(presenceIn(conference).caller).toBe('absent');
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
