import { describe, expect, it } from '@jest/globals';
import type { Target } from '../target.js';
import { targetKey } from '../target.js';
import {
  firstRound,
  nextMove,
  noteDecline,
  passToNextMember,
  startOver,
  type EscalationConditions,
} from './escalation.js';
import type { RosterMember } from './roster.js';

const contact = (id: string): Target => ({ role: 'internal-contact', id: `con_${id}` });
const anna = contact('anna11');
const ben = contact('ben111');

function member(target: Target, phones = 1): RosterMember {
  return { target, steps: Array.from({ length: phones }, (_, position) => ({ channel: 'voice', position })) };
}

const calm: EscalationConditions = { now: 0, lifeSafety: false, reached: new Set() };

describe('escalation (I6)', () => {
  it('asks in order, every phone of a person before the next person', () => {
    const roster = [member(anna, 2), member(ben)];
    const first = nextMove(firstRound, roster, calm);
    const second = nextMove(first.state, roster, calm);
    const third = nextMove(second.state, roster, calm);
    expect([first.move, second.move, third.move]).toMatchObject([
      { target: anna, step: { position: 0 } },
      { target: anna, step: { position: 1 } },
      { target: ben, step: { position: 0 } },
    ]);
  });

  it('begins the next round behind the last person and never ends by itself', () => {
    const roster = [member(anna)];
    const asked = nextMove(firstRound, roster, calm);
    const ended = nextMove(asked.state, roster, calm);
    expect(ended.move).toEqual({ move: 'end-round', skips: [] });
    expect(nextMove(ended.state, roster, calm).move).toMatchObject({ move: 'attempt', target: anna });
    expect(ended.state.round).toBe(2);
  });

  it('skips at once, and reports, whoever has no usable channel', () => {
    const { move } = nextMove(firstRound, [member(anna, 0), member(ben)], calm);
    expect(move).toMatchObject({
      move: 'attempt',
      target: ben,
      skips: [{ target: anna, reason: 'no-usable-channel' }],
    });
  });

  it('passes over a provider that is closed, and says so, but not when a life is in danger (E1, E2)', () => {
    const clinic: Target = { role: 'medical-provider', id: 'con_clinic' };
    const desk: Target = { role: 'desk', id: 'desk' };
    const roster = [{ ...member(clinic), available: [{ from: 100, to: 200 }] }, member(desk)];
    expect(nextMove(firstRound, roster, calm).move).toMatchObject({
      target: desk,
      skips: [{ target: clinic, reason: 'outside-hours' }],
    });
    for (const conditions of [
      { ...calm, now: 150 },
      { ...calm, lifeSafety: true },
    ]) {
      expect(nextMove(firstRound, roster, conditions).move).toMatchObject({ target: clinic, skips: [] });
    }
  });

  it('respects availability hours, but not when a life is in danger', () => {
    const roster = [{ ...member(anna), available: [{ from: 100, to: 200 }] }, member(ben)];
    expect(nextMove(firstRound, roster, calm).move).toMatchObject({
      target: ben,
      skips: [{ target: anna, reason: 'unavailable' }],
    });
    expect(nextMove(firstRound, roster, { ...calm, now: 100 }).move).toMatchObject({
      target: anna,
      skips: [],
    });
    expect(nextMove(firstRound, roster, { ...calm, lifeSafety: true }).move).toMatchObject({ target: anna });
  });

  it('skips a decliner in later rounds until all have declined, and asks them when a life is in danger', () => {
    const roster = [member(anna), member(ben)];
    const declined = { ...noteDecline(firstRound, anna), round: 2 };
    expect(nextMove(declined, roster, calm).move).toMatchObject({
      target: ben,
      skips: [{ target: anna, reason: 'declined' }],
    });
    expect(nextMove(declined, roster, { ...calm, lifeSafety: true }).move).toMatchObject({ target: anna });

    const all = noteDecline(declined, ben);
    const { state } = nextMove(all, roster, calm);
    expect(state.declined).toEqual([]);
    expect(nextMove(state, roster, calm).move).toMatchObject({ target: anna });
  });

  it('asks the only one on duty again who has declined, and does not wait for whoever is off duty (I6)', () => {
    const roster = [member(anna), { ...member(ben), available: [{ from: 100, to: 200 }] }];
    const declined = noteDecline(firstRound, anna);
    const { move, state } = nextMove(declined, roster, calm);
    expect(move).toMatchObject({ move: 'end-round' });
    expect(state.declined).toEqual([]);
    expect(nextMove(state, roster, calm).move).toMatchObject({ target: anna });
    expect(nextMove(declined, roster, { ...calm, now: 150 }).state.declined).toEqual(declined.declined);
  });

  it('goes on with those who were not asked yet when the roster has changed within a round', () => {
    const roster = [member(anna, 2), member(ben)];
    const { state } = nextMove(firstRound, roster, calm);
    const newcomer = member(contact('carla1'));
    const changed = [newcomer, member(ben), member(anna, 2)];
    const second = nextMove(state, changed, calm);
    const third = nextMove(second.state, changed, calm);
    const fourth = nextMove(third.state, changed, calm);
    expect([second.move, third.move, fourth.move]).toMatchObject([
      { target: anna, step: { position: 1 } },
      { target: newcomer.target },
      { target: ben },
    ]);
    expect(nextMove(fourth.state, changed, calm).move).toEqual({ move: 'end-round', skips: [] });
  });

  it('leaves the further phones of a decliner alone', () => {
    const roster = [member(anna, 2), member(ben)];
    const { state } = nextMove(firstRound, roster, calm);
    expect(nextMove(passToNextMember(noteDecline(state, anna)), roster, calm).move).toMatchObject({
      target: ben,
    });
  });

  it('does not call those whose acknowledgement counts', () => {
    const { move } = nextMove(firstRound, [member(anna), member(ben)], {
      ...calm,
      reached: new Set([targetKey(anna)]),
    });
    expect(move).toMatchObject({ target: ben, skips: [{ target: anna, reason: 'already-reached' }] });
  });

  it('starts over at the first person when the need arises again', () => {
    const roster = [member(anna), member(ben)];
    const { state } = nextMove(firstRound, roster, calm);
    expect(nextMove(startOver(state), roster, calm).move).toMatchObject({ target: anna });
  });

  it('never asks who is unfit for the question, and does not wait for them to decline either (I9)', () => {
    const roster = [{ ...member(anna), limit: { amountMinor: 1, currency: 'EUR' } }, member(ben)];
    const conditions: EscalationConditions = {
      ...calm,
      lifeSafety: true,
      unfit: ({ limit }) => (limit === undefined ? undefined : 'limit-too-low'),
    };
    const first = nextMove(firstRound, roster, conditions);
    expect(first.move).toMatchObject({ target: ben, skips: [{ target: anna, reason: 'limit-too-low' }] });
    const declined = passToNextMember(noteDecline(first.state, ben));
    expect(nextMove(declined, roster, conditions)).toMatchObject({
      move: { move: 'end-round' },
      state: { round: 2, declined: [] },
    });
  });
});
