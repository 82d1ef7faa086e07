import fc from 'fast-check';
import { command, told, type Command } from './command.js';
import { conference, messages } from './told-commands.js';

const someIndex = fc.nat({ max: 5 });
const oneOfTwo = fc.nat({ max: 1 });

const telephone: readonly fc.Arbitrary<Command>[] = [
  fc.constant(
    command('workers dial', (world) => {
      world.dialAll();
    }),
  ),
  someIndex.map((index) =>
    command(`a worker dials ${index}`, (world) => {
      world.dialOne(index);
    }),
  ),
  someIndex.map((index) =>
    command(`call ${index} is picked up`, (world) => {
      world.pickUp(index);
    }),
  ),
  fc
    .record({
      index: someIndex,
      reason: fc.constantFrom('acknowledged' as const, 'acknowledged' as const, 'declined' as const),
      lifeInDanger: fc.boolean(),
      later: fc.boolean(),
    })
    .map(({ index, later, ...said }) =>
      command(
        `call ${index}: ${said.reason}${said.lifeInDanger ? ', danger' : ''}${later ? ', late' : ''}`,
        (world) => {
          world.pickUp(index);
          world.say(index, said, later);
        },
      ),
    ),
  fc
    .record({
      index: someIndex,
      reason: fc.constantFrom('no-answer' as const, 'busy' as const, 'voicemail' as const, 'failed' as const),
      heard: fc.boolean(),
    })
    .map(({ index, reason, heard }) =>
      command(`call ${index} ends: ${reason}${heard ? '' : ', unheard'}`, (world) => {
        world.hangUp(index, reason, heard);
      }),
    ),
  fc.constant(
    command('outcomes arrive', (world) => {
      world.deliver();
    }),
  ),
  fc.constant(
    command('stops get through', (world) => {
      world.stopWhatIsNotNeeded();
    }),
  ),
];

const machinery: readonly fc.Arbitrary<Command>[] = [
  fc.constant(
    command('workers stop', (world) => {
      world.workersStop();
    }),
  ),
  fc.constant(
    command('workers return', (world) => {
      world.workersReturn();
    }),
  ),
  fc.boolean().map((hangs) =>
    command(`the directory ${hangs ? 'hangs' : 'answers'}`, (world) => {
      world.directoryHangs = hangs;
    }),
  ),
  oneOfTwo.map((index) =>
    told(
      'continues as new',
      index,
      (incident) => {
        incident.isPausing = true;
      },
      'any',
    ),
  ),
];

const time: readonly fc.Arbitrary<Command>[] = [
  fc.nat({ max: 60 }).map((seconds) =>
    command(`${seconds} s pass`, (world) => {
      world.pass(seconds * 1000);
    }),
  ),
  fc.nat({ max: 40 }).map((minutes) =>
    command(`${minutes} min pass`, (world) => {
      world.pass(minutes * 60_000);
    }),
  ),
];

/** Everything that can happen to two incidents; telephones and time more often than the rest. */
export const commands: readonly fc.Arbitrary<Command>[] = [
  ...telephone,
  ...telephone,
  ...time,
  ...time,
  ...messages,
  ...conference,
  ...machinery,
];
