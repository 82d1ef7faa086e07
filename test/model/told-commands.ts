import fc from 'fast-check';
import { services, threats, type Service, type Threat } from '../../domain/incident/incident.js';
import type { Target } from '../../domain/target.js';
import type { Actor } from '../../domain/timeline.js';
import { mustHold } from './breach.js';
import { authorising, caller, desk, internalContacts, providerSide } from './cast.js';
import { command, told, type Command } from './command.js';
import { actorKey } from './keys.js';

const operator: Actor = { by: 'token', tokenId: 'tok_operator' };
const oneOfTwo = fc.nat({ max: 1 });
const somebodyInside = fc.constantFrom(...internalContacts);
const somebodyOutside = fc.constantFrom(...providerSide);
const somebody = (target: Target): Actor => ({ by: 'target', target });

/** Who authorises, more often than those who do not. */
const whoAnswers = fc.oneof(
  fc.constantFrom(...authorising).map(({ target }) => somebody(target)),
  somebodyInside.map(somebody),
  fc.constant(operator),
);

function mustAgree(is: string, shouldBe: string): void {
  const check =
    (is === 'ratification-asked') === (shouldBe === 'ratification-asked')
      ? 'everything told counts once and as told'
      : 'an override and an acknowledgement never both win';
  mustHold(check, is === shouldBe, `the answer is ${is} instead of ${shouldBe}`);
}

/** What people and operators tell an incident, beside what they say on the telephone. */
export const messages: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(oneOfTwo, somebodyInside).map(([index, target]) =>
    told(`${target.id} acknowledges`, index, ({ told: incident, expected }, now) => {
      const by = somebody(target);
      mustAgree(incident.acknowledge({ by, means: 'link', now }).accepted, expected.acknowledge(by, now));
    }),
  ),
  fc.tuple(oneOfTwo, somebodyOutside).map(([index, target]) =>
    told(`${target.id} takes it`, index, ({ told: incident, expected }, now) => {
      const by = somebody(target);
      mustAgree(incident.take({ by, means: 'link', now }).accepted, expected.take(by, now));
    }),
  ),
  oneOfTwo.map((index) =>
    told('an operator takes it', index, ({ told: incident, expected }, now) => {
      mustAgree(
        incident.take({ by: operator, means: 'operator', now }).accepted,
        expected.take(operator, now),
      );
    }),
  ),
  fc.tuple(oneOfTwo, somebodyOutside).map(([index, target]) =>
    told(`${target.id} accepts the mandate`, index, ({ told: incident, expected }, now) => {
      const by = somebody(target);
      mustAgree(incident.takeMandate({ by, means: 'link', now }).accepted, expected.takeMandate(by, now));
    }),
  ),
  fc.tuple(oneOfTwo, somebodyInside).map(([index, target]) =>
    told(`${target.id} declines`, index, ({ tracks, told: incident }, now) => {
      incident.decline({ by: somebody(target), means: 'sms', now });
      tracks.internal.noteDecline(target);
    }),
  ),
  fc.tuple(oneOfTwo, somebodyOutside).map(([index, target]) =>
    told(`${target.id} declines`, index, ({ tracks, told: incident }, now) => {
      incident.decline({ by: somebody(target), means: 'sms', now });
      tracks.provider.noteDecline(target);
    }),
  ),
  fc.tuple(oneOfTwo, fc.constantFrom<Threat>(...threats, 'immediate')).map(([index, threat]) =>
    told(`threat: ${threat}`, index, ({ told: incident, expected }, now) => {
      incident.setThreat(threat, operator, now);
      expected.setThreat(threat, now);
    }),
  ),
  oneOfTwo.map((index) =>
    told('an operator fires the override', index, ({ told: incident, expected }, now) => {
      if (expected.fired !== undefined) return;
      expected.fire();
      incident.fireOverride({ basis: 'operator', by: operator, now });
    }),
  ),
  fc
    .tuple(oneOfTwo, whoAnswers, fc.constantFrom('ratified' as const, 'refused' as const))
    .map(([index, by, answer]) =>
      told(
        `the override is ${answer} by ${actorKey(by)}`,
        index,
        ({ told: incident, expected }, now) => {
          if (expected.fired === undefined) return;
          const given = incident.costs.ratify({ by, means: 'link', now }, answer, undefined);
          mustAgree(given === 'not-authorised' ? given : given.decided, expected.ratify(by, answer, now));
        },
        'any',
      ),
    ),
  fc.tuple(oneOfTwo, fc.constantFrom<Service>(...services)).map(([index, service]) =>
    told(`goes to ${service}`, index, ({ told: incident, expected }, now) => {
      incident.reroute(service, operator, now);
      expected.reroute(service, now);
    }),
  ),
  fc.tuple(oneOfTwo, fc.uniqueArray(somebodyInside, { minLength: 1 })).map(([index, contacts]) =>
    told(
      `reached: ${contacts.map(({ id }) => id).join(', ')}`,
      index,
      ({ told: incident, expected }, now) => {
        incident.markReached(contacts, operator, now);
        expected.markReached(contacts, now);
      },
    ),
  ),
  fc
    .tuple(oneOfTwo, fc.constantFrom(operator, somebody({ role: 'traveller', id: 'trv_dora11' })))
    .map(([index, by]) =>
      told(
        `${by.by} notes something`,
        index,
        ({ told: incident, expected }, now) => {
          incident.note({ noteId: 'not_model1', by }, now);
          expected.note(by, now);
        },
        'any',
      ),
    ),
  oneOfTwo.map((index) =>
    told('is closed', index, ({ told: incident, expected }, now) => {
      incident.close('resolved', operator, now);
      expected.close(now);
    }),
  ),
  oneOfTwo.map((index) =>
    told(
      'is reopened',
      index,
      ({ told: incident, expected }, now) => {
        incident.reopen(operator, now);
        expected.reopen();
      },
      'closed',
    ),
  ),
];

/** Who enters or leaves the conference of an incident, each with the next number: order is a matter of domain/incident/. */
export const conference: readonly fc.Arbitrary<Command>[] = [
  fc
    .record({
      index: oneOfTwo,
      label: fc.constantFrom('caller', 'caller', 'desk/desk'),
      call: oneOfTwo,
      present: fc.boolean(),
    })
    .map(({ index, label, call, present }) => {
      const callSid = `CAof-${label}-${call}`;
      return command(`${callSid} ${present ? 'enters' : 'leaves'} (incident ${index + 1})`, (world) => {
        world.workersReturn();
        const incident = world.incidents[index];
        incident?.told.conversation.presence(
          { callSid, label, present, sequence: world.nextSequence() },
          world.now,
        );
        incident?.expected.caller.moves(callSid, label, present);
      });
    }),
  fc
    .record({
      index: oneOfTwo,
      callerWaiting: fc.boolean(),
      callBack: fc.boolean(),
      lifeInDanger: fc.boolean(),
    })
    .map(({ index, ...help }) =>
      command(`help is asked for again (incident ${index + 1})`, (world) => {
        world.workersReturn();
        const incident = world.incidents[index];
        if (incident === undefined || incident.expected.state === 'archived') return;
        incident.told.helpAsked(help, world.now);
        if (help.lifeInDanger)
          incident.told.dangerNamed(somebody({ role: 'traveller', id: 'trv_dora11' }), world.now);
        incident.expected.helpAsked(help, world.now);
      }),
    ),
  fc
    .record({
      index: oneOfTwo,
      who: fc.constantFrom('caller' as const, 'company' as const),
      state: fc.constantFrom('under-way' as const, 'failed' as const),
    })
    .map(({ index, who, state }) =>
      command(`the bridge of the ${who} is ${state} (incident ${index + 1})`, (world) => {
        world.workersReturn();
        const incident = world.incidents[index];
        const target = who === 'caller' ? caller.target : desk.target;
        incident?.told.conversation.bridging({ who: target, state }, world.now);
        incident?.expected.bridging(who, state, world.now);
      }),
    ),
];
