import { describe, expect, it } from '@jest/globals';
import { sessionCounts } from './session-rule.js';

const hour = 3_600_000;
const lifetime = { idle: hour, absolute: 12 * hour };
const user = { generation: 3, state: 'active' };
const session = { proven: 'all', generation: 3, startedAt: 0 } as const;

describe('a session (X4)', () => {
  it('ends after its absolute time, however busy it is', () => {
    expect(sessionCounts(session, user, lifetime, 12 * hour - 1)).toBe(true);
    expect(sessionCounts(session, user, lifetime, 12 * hour)).toBe(false);
  });

  it('waits ten minutes for the second factor', () => {
    const half = { ...session, proven: 'password' } as const;
    expect(sessionCounts(half, user, lifetime, 599_999)).toBe(true);
    expect(sessionCounts(half, user, lifetime, 600_000)).toBe(false);
  });

  it('ends with another password or role, and with its user', () => {
    expect(sessionCounts(session, { ...user, generation: 4 }, lifetime, 1)).toBe(false);
    expect(sessionCounts(session, { ...user, state: 'disabled' }, lifetime, 1)).toBe(false);
    expect(sessionCounts(session, undefined, lifetime, 1)).toBe(false);
  });
});
