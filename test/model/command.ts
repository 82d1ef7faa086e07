import type fc from 'fast-check';
import type { ModelledIncident } from './modelled-incident.js';
import type { World } from './world.js';

export type Command = fc.Command<object, World>;

export function command(name: string, run: (world: World) => void): Command {
  return {
    check: () => true,
    run: (_model, world) => {
      run(world);
      world.look();
    },
    toString: () => name,
  };
}

/** Something told to one incident, by an update: what is due by the clock comes first. */
export function told(
  name: string,
  index: number,
  tell: (incident: ModelledIncident, now: number) => void,
  mustBe: 'open' | 'closed' | 'any' = 'open',
): Command {
  return command(`${name} (incident ${index + 1})`, (world) => {
    world.workersReturn();
    const incident = world.incidents[index];
    if (incident === undefined || incident.expected.state === 'archived') return;
    incident.expected.tick(world.now);
    incident.told.passDeadlines(world.now);
    if (mustBe === 'any' || incident.expected.state === mustBe) tell(incident, world.now);
  });
}
