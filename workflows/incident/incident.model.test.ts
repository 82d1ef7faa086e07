import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attemptReasons, type AttemptReason } from '../../domain/attempt.js';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import {
  firstRound,
  nextMove,
  noteDecline,
  passToNextMember,
  type EscalationState,
} from '../../domain/escalation/escalation.js';
import type { Roster } from '../../domain/escalation/roster.js';
import { sameTarget, targetKey, type Target } from '../../domain/target.js';
import { Journal } from '../journal.js';
import { IncidentCase } from './incident.case.js';
import {
  acknowledgerKeys,
  beginIncident,
  internalNeed,
  isLifeSafety,
  overrideIsDue,
} from './incident.state.js';

const contacts: readonly Target[] = ['anna11', 'ben111', 'carla1', 'dora11'].map((name) => ({
  role: 'internal-contact',
  id: `con_${name}`,
}));
const someContact = fc.constantFrom(...contacts);

/** Anna has two phones, Ben one, Carla none, Dora one but only now and then. */
function rosterAt(hour: number): Roster {
  const phones = [2, 1, 0, 1];
  return contacts.map((target, index) => ({
    target,
    steps: Array.from({ length: phones[index] ?? 0 }, (_, position) => ({
      channel: 'voice' as const,
      position,
    })),
    ...(index === 3 ? { available: [{ from: hour * 3_600_000, to: (hour + 1) * 3_600_000 }] } : {}),
  }));
}

/** The incident as the workflow drives it, without a workflow: the same decisions, and a memory of what they led to. */
class World {
  readonly incident = new IncidentCase(
    {
      ...beginIncident({
        incidentId: 'inc_model1',
        organisationId: 'org_model1',
        source: 'api',
        kind: 'security',
        threat: 'unknown',
        reportedBy: { by: 'rule' },
        reportedAt: 0,
        callerWaiting: false,
        callBack: false,
      }),
      policy: { ...defaultEscalationPolicy, acknowledgementExpirySeconds: 1800, overrideDelaySeconds: 600 },
      authorising: [{ role: 'authorising-person', id: 'con_frieda' }],
    },
    new Journal(),
    { add: () => undefined },
  );
  now = 0;
  escalation: EscalationState = firstRound;
  /** Calls under way; the protocol allows one at a time on a track. */
  readonly ringing: Target[] = [];
  /** Whom this round has asked or reported as skipped. */
  accountedFor = new Set<string>();
  firedByRule = 0;

  get data() {
    return this.incident.data;
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
    if (this.data.state !== 'open') return;
    this.incident.expireAcknowledgements(this.now);
    if (!overrideIsDue(this.data, this.now)) return;
    expect(this.data.acknowledgements).toEqual([]);
    expect(this.data.threat).toBe('immediate');
    expect(this.data.override.state).toBe('armed');
    this.incident.fireOverride({ basis: 'rule', by: { by: 'rule' }, now: this.now });
    this.firedByRule += 1;
    expect(this.firedByRule).toBe(1);
  }

  callNext(roster: Roster): void {
    if (internalNeed(this.data) === undefined || this.ringing.length > 0) return;
    const { round } = this.escalation;
    const { move, state } = nextMove(this.escalation, roster, {
      now: this.now,
      lifeSafety: isLifeSafety(this.data),
      reached: acknowledgerKeys(this.data),
    });
    this.escalation = state;
    for (const { target } of move.skips) this.accountedFor.add(targetKey(target));
    if (move.move === 'attempt') {
      expect(acknowledgerKeys(this.data).has(targetKey(move.target))).toBe(false);
      this.accountedFor.add(targetKey(move.target));
      this.ringing.push(move.target);
      expect(this.ringing).toHaveLength(1);
      return;
    }
    expect(state.round).toBe(round + 1);
    expect([...this.accountedFor].sort()).toEqual(contacts.map(targetKey).sort());
    this.accountedFor = new Set();
  }

  answer(reason: AttemptReason): void {
    const target = this.ringing.pop();
    if (target === undefined || this.data.state !== 'open') return;
    if (reason === 'declined') this.escalation = passToNextMember(noteDecline(this.escalation, target));
    if (reason === 'acknowledged') this.acknowledge(target);
  }

  /** An acknowledgement and an override never both win: either the one keeps the other from firing, or it ratifies. */
  acknowledge(target: Target): void {
    if (this.data.state !== 'open') return;
    const hadFired = this.data.override.state === 'fired';
    const { accepted } = this.incident.acknowledge({
      by: { by: 'target', target },
      means: 'key',
      now: this.now,
    });
    expect(
      this.data.acknowledgements.some(({ by }) => by.by === 'target' && sameTarget(by.target, target)),
    ).toBe(true);
    expect(overrideIsDue(this.data, this.now)).toBe(false);
    if (hadFired) expect(this.data.override.state).toBe('fired');
    else expect(accepted).not.toBe('ratification-asked');
  }
}

type Command = fc.Command<object, World>;

function command(name: string, run: (world: World) => void): Command {
  return {
    check: () => true,
    run: (_model, world) => {
      run(world);
      if (internalNeed(world.data) === undefined) {
        const before = world.ringing.length;
        world.callNext(rosterAt(0));
        expect(world.ringing).toHaveLength(before);
      }
    },
    toString: () => name,
  };
}

const rule = { by: 'rule' } as const;

const commands = [
  fc.nat({ max: 5 }).map((hour) =>
    command(`call next (${hour} h)`, (world) => {
      world.callNext(rosterAt(hour));
    }),
  ),
  fc.constantFrom(...attemptReasons).map((reason) =>
    command(`answer ${reason}`, (world) => {
      world.answer(reason);
    }),
  ),
  fc.nat({ max: 2_000_000 }).map((wait) =>
    command(`wait ${wait}`, (world) => {
      world.pass(wait);
    }),
  ),
  someContact.map((target) =>
    command(`${target.id} acknowledges`, (world) => {
      world.acknowledge(target);
    }),
  ),
  fc.constantFrom('none' as const, 'unknown' as const, 'immediate' as const).map((threat) =>
    command(`threat ${threat}`, (world) => {
      if (world.data.state === 'open') world.incident.setThreat(threat, rule, world.now);
    }),
  ),
  fc.constant(
    command('operator fires', (world) => {
      if (world.data.state === 'open')
        world.incident.fireOverride({ basis: 'operator', by: rule, now: world.now });
    }),
  ),
  fc.constant(
    command('close', (world) => {
      if (world.data.state === 'open') world.incident.close('resolved', rule, world.now);
    }),
  ),
  fc.constant(
    command('reopen', (world) => {
      if (world.data.state === 'closed') world.incident.reopen(rule, world.now);
    }),
  ),
];

describe('escalation and override together (I6, I7, I8)', () => {
  it('never skip silently, call after a stop, call twice at a time, or let both override and acknowledgement win', () => {
    fc.assert(
      fc.property(fc.commands(commands, { maxCommands: 120, size: 'max' }), (plan) => {
        fc.modelRun(() => ({ model: {}, real: new World() }), plan);
      }),
      { numRuns: 500 },
    );
  });
});
