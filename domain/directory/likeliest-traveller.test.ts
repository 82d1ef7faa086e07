import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rankTravellers, type Candidate } from './likeliest-traveller.js';

const now = Date.parse('2026-11-21T10:00:00Z');
const hour = 3_600_000;

function candidate(name: string, traces: Partial<Candidate> = {}): Candidate {
  return {
    organisationId: `org_company${name}`,
    id: `trv_dora000${name}`,
    hasOpenIncident: false,
    ...traces,
  };
}
const order = (candidates: readonly Candidate[]) => {
  const { travellers, by } = rankTravellers(candidates, now);
  return { first: travellers[0]?.organisationId, count: travellers.length, by };
};

describe('a number that is known in several organisations (I5)', () => {
  it('belongs to where an incident of the traveller is open, whoever asked last', () => {
    const asked = candidate('1', { lastAskedAt: now - 1 });
    const helped = candidate('2', { hasOpenIncident: true, lastAskedAt: now - 9 * hour });
    expect(order([asked, helped])).toEqual({ first: 'org_company2', count: 2, by: 'open-incident' });
  });

  it('belongs to whoever asked last, of those with an open incident too', () => {
    const earlier = { lastAskedAt: now - 2 * hour };
    const later = { lastAskedAt: now - hour };
    expect(order([candidate('1', earlier), candidate('2', later)])).toMatchObject({
      first: 'org_company2',
      by: 'last-asked',
    });
    const open = { hasOpenIncident: true };
    expect(order([candidate('1', { ...earlier, ...open }), candidate('2', { ...later, ...open })])).toEqual({
      first: 'org_company2',
      count: 2,
      by: 'last-asked',
    });
  });

  it('is assumed to belong to the same as before, when nothing speaks for any', () => {
    const longAgo = { lastAskedAt: now - 25 * hour };
    const expected = { first: 'org_company1', count: 3, by: 'assumed' };
    const three = [candidate('2', longAgo), candidate('3'), candidate('1')];
    expect(order(three)).toEqual(expected);
    expect(order([...three].reverse())).toEqual(expected);
  });

  it('is no question where all are of one organisation', () => {
    const [one, other] = [candidate('1'), { ...candidate('1'), id: 'trv_emil0001' } as const];
    expect(order([other, one])).toEqual({ first: 'org_company1', count: 1, by: undefined });
    expect(order([])).toEqual({ first: undefined, count: 0, by: undefined });
  });

  it('is ranked alike in whatever order the travellers were found', () => {
    const traces = fc.record({
      name: fc.constantFrom('1', '2', '3', '4'),
      hasOpenIncident: fc.boolean(),
      lastAskedAt: fc.integer({ min: now - 30 * hour, max: now }),
    });
    const distinct = fc.uniqueArray(traces, { selector: ({ name }) => name, minLength: 1 });
    fc.assert(
      fc.property(distinct, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (drawn, keys) => {
        const found = drawn.map(({ name, ...more }) => candidate(name, more));
        const shuffled = found
          .map((each, index) => ({ each, key: keys[index] ?? 0 }))
          .sort((one, other) => one.key - other.key)
          .map(({ each }) => each);
        expect(rankTravellers(shuffled, now)).toEqual(rankTravellers(found, now));
      }),
    );
  });
});
