import { describe, expect, it } from '@jest/globals';
import type { Organisation } from '../../db/store.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import type { FallbackIndex } from '../../providers/telephony/hosted-fallback.js';
import { createMetrics } from '../metrics.js';
import { indexOf } from './documents.js';
import { createFallbackWatch } from './watch.js';

const organisation = (number: number): Organisation => ({
  id: `org_number${number}`,
  revision: 1,
  settings: organisationSettingsSchema.parse({
    name: 'Company',
    providers: { assistance: { by: 'desk' }, backups: [] },
    internalContacts: [],
    authorisingPersons: [],
  }),
  createdAt: new Date(),
  updatedAt: new Date(),
});
const documents = (organisations: readonly Pick<Organisation, 'id'>[]) =>
  organisations.map(({ id }) => ({ file: `${id}.xml`, content: id }));

/** More organisations than fit on one page. */
function scene(count: number) {
  const all = Array.from({ length: count }, (_, number) => organisation(number));
  const logged: string[] = [];
  const metrics = createMetrics();
  let index: FallbackIndex | undefined;
  const round = createFallbackWatch({
    organisations: {
      list: (_scope, { limit, cursor = '0' }) => {
        const from = Number(cursor);
        const nextCursor = from + limit < all.length ? { nextCursor: String(from + limit) } : {};
        return Promise.resolve({ items: all.slice(from, from + limit), ...nextCursor });
      },
    },
    hosted: { index: () => index },
    documents,
    metrics,
    log: {
      info: (message: unknown) => logged.push(`info ${String(message)}`),
      warn: (facts: unknown, message?: string) =>
        logged.push(`warn ${message ?? ''} ${JSON.stringify(facts)}`),
    },
  });
  return {
    round,
    logged,
    host: (hosted: readonly Organisation[]) => {
      index = indexOf(documents(hosted));
    },
    all,
    outdated: async () => /^beistand_outdated_fallbacks (\d+)$/m.exec((await metrics.expose()).text)?.[1],
  };
}

describe('the watch over the hosted fallback documents', () => {
  it('tells once of what is outdated for longer than a round, and when it is over', async () => {
    const { round, logged, host, all, outdated } = scene(450);
    host(all.slice(0, 449));
    await round();
    expect(logged).toEqual([]);
    expect(await outdated()).toBe('1');
    await round();
    await round();
    expect(logged).toEqual([expect.stringMatching(/^warn .*"count":1,"files":\["org_number449\.xml"\]/)]);
    host(all);
    await round();
    await round();
    expect(logged.slice(1)).toEqual(['info the hosted fallback documents are up to date again']);
    expect(await outdated()).toBe('0');
  });

  it('says nothing of a change that has been uploaded by the next round', async () => {
    const { round, logged, host, all } = scene(2);
    host(all.slice(0, 1));
    await round();
    host(all);
    await round();
    expect(logged).toEqual([]);
  });

  it('takes a host that has never answered for one that has nothing', async () => {
    const { round, logged, outdated } = scene(25);
    await round();
    await round();
    expect(await outdated()).toBe('25');
    expect(logged).toEqual([expect.stringMatching(/"count":25/)]);
    expect(logged.join().match(/\.xml/g)).toHaveLength(20);
  });
});
