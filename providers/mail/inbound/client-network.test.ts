import { describe, expect, it } from '@jest/globals';
import { clientNetworkOf, createOpenConnections } from './client-network.js';

describe('the networks of clients (C4)', () => {
  it.each([
    ['192.0.2.1', '192.0.2.200', true],
    ['192.0.2.1', '::ffff:192.0.2.7', true],
    ['192.0.2.1', '192.0.3.1', false],
    ['2001:db8:1:2::1', '2001:db8:1:ffff::9', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
    ['nonsense', '', true],
    ['nonsense', '192.0.2.1', false],
  ])('of %s and %s are the same: %s', (one, other, same) => {
    expect(clientNetworkOf(one) === clientNetworkOf(other)).toBe(same);
  });

  it('have so many connections each, and get back what is closed', () => {
    const connections = createOpenConnections(2);
    expect(connections.enter('a', '192.0.2.1')).toBe(true);
    expect(connections.enter('b', '192.0.2.2')).toBe(true);
    expect(connections.enter('c', '192.0.2.3')).toBe(false);
    expect(connections.enter('d', '198.51.100.1')).toBe(true);
    connections.leave('c');
    expect(connections.enter('e', '192.0.2.3')).toBe(false);
    connections.leave('a');
    connections.leave('a');
    expect(connections.enter('f', '192.0.2.3')).toBe(true);
    expect(connections.enter('g', '192.0.2.3')).toBe(false);
  });
});
