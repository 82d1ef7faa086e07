import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { incidentKinds, threats } from '../../domain/incident/incident.js';
import { commands } from '../../test/model/commands.js';
import { World } from '../../test/model/world.js';
import type { IncidentStart } from './incident.messages.js';

const starts = fc
  .record({
    kind: fc.constantFrom(...incidentKinds),
    threat: fc.constantFrom(...threats),
    callerWaiting: fc.boolean(),
    callBack: fc.boolean(),
  })
  .map((start) => ({
    ...start,
    organisationId: 'org_model1' as const,
    source: 'api' as const,
    reportedBy: { by: 'rule' } as const,
    reportedAt: 0,
  }));

const pairs = fc.tuple(starts, starts).map(([one, other]): readonly [IncidentStart, IncidentStart] => [
  { ...one, incidentId: 'inc_model1' },
  { ...other, incidentId: 'inc_model2' },
]);

/** The product's decisions ask the clock, as workflows do; here it is the model's. */
const realTimers = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
] as const;

describe('two incidents that share people and lines (I6, I7, I8, X1)', () => {
  beforeAll(() => {
    jest.useFakeTimers({ now: 0, doNotFake: [...realTimers] });
  });
  afterAll(() => {
    jest.useRealTimers();
  });

  it('never skip silently, call after a stop or twice at a time, or let override and acknowledgement both win', () => {
    fc.assert(
      fc.property(pairs, fc.commands([...commands], { maxCommands: 100, size: 'max' }), (pair, plan) => {
        fc.modelRun(() => ({ model: {}, real: new World(pair) }), plan);
      }),
      { numRuns: 700 },
    );
  });
});
