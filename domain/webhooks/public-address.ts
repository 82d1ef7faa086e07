import ipaddr from 'ipaddr.js';

/** `public-and-loopback` is for development and tests: this machine as well, and without TLS. */
export type WebhookReach = 'public' | 'public-and-loopback';

/** All of the global unicast space that is assigned (RFC 4291, 2.4; IANA's registry): whatever lies outside is special. */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Public by number and private by meaning: Azure's host agent answers every virtual machine there with its keys
 * (https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
 */
const hostAgents: ReadonlySet<string> = new Set(['168.63.129.16']);

/**
 * Whether a webhook may be sent to an address: a public one, and no private, shared, link-local (metadata services),
 * documentation, multicast or translated one (NAT64, 6to4, Teredo hide an IPv4 address). Whatever is not certainly
 * public is refused.
 *
 * @param address an IP address in its usual text form: four decimal numbers, or IPv6 without a zone.
 */
export function mayReceiveWebhooks(address: string, reach: WebhookReach): boolean {
  const parsed = parseAddress(address);
  if (parsed === undefined) return false;
  if (reach === 'public-and-loopback' && parsed.range() === 'loopback') return true;
  if (parsed.range() !== 'unicast' || hostAgents.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || (parsed instanceof ipaddr.IPv6 && parsed.match(globalUnicast));
}

/** An IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) is judged as what a connection to it reaches. */
function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address);
  if (!address.includes(':') || address.includes('%') || !ipaddr.IPv6.isValid(address)) return undefined;
  return ipaddr.process(address);
}
