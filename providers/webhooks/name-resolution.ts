import { Resolver } from 'node:dns/promises';

/** All addresses of a name, IPv4 first; empty: it has none. May throw. */
export type ResolveName = (name: string) => Promise<readonly string[]>;

const patience = { timeout: 3_000, tries: 2 };

/**
 * Asks the name servers themselves. `dns.lookup` would wait in the process's few threads, where a name server that never
 * answers would keep those waiting who dial (https://nodejs.org/api/dns.html#dnslookup). The hosts file does not count.
 */
export function createResolveName(): ResolveName {
  const resolver = new Resolver(patience);
  return async (name) => {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}
