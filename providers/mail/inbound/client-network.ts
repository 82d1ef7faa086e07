import ipaddr from 'ipaddr.js';

const ipv4Bits = 24;
const ipv6Bits = 48;

/**
 * The network that a client is in, as one customer of a provider may have it: the first 24 bits of an IPv4 address, the first
 * 48 of an IPv6 address. All that is no address is of one network.
 */
export function clientNetworkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  const bits = parsed.kind() === 'ipv4' ? ipv4Bits : ipv6Bits;
  return `${parsed
    .toByteArray()
    .slice(0, bits / 8)
    .join('.')}/${bits}`;
}

/** Connections that are open, counted by network. */
export interface OpenConnections {
  /** False: there are as many of its network as may be, and this one is not counted. */
  enter(id: string, address: string): boolean;
  /** Of one that is not counted, nothing happens. */
  leave(id: string): void;
}

export function createOpenConnections(mostOfOneNetwork: number): OpenConnections {
  const networks = new Map<string, string>();
  const counts = new Map<string, number>();
  return {
    enter(id, address) {
      const network = clientNetworkOf(address);
      const count = counts.get(network) ?? 0;
      if (count >= mostOfOneNetwork) return false;
      networks.set(id, network);
      counts.set(network, count + 1);
      return true;
    },
    leave(id) {
      const network = networks.get(id);
      if (network === undefined) return;
      networks.delete(id);
      const count = (counts.get(network) ?? 0) - 1;
      if (count > 0) counts.set(network, count);
      else counts.delete(network);
    },
  };
}
