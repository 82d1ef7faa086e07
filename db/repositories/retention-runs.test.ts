import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RetentionRunId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

const organisationId = 'org_company1';

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

/** A batch that is gone, with so many hashes. */
async function deleted(runId: RetentionRunId, name: string, count: number): Promise<readonly string[]> {
  const { retentionRuns: runs } = temporary.store;
  const batch = { id: `${runId}/incidents/${name}`, organisationId, runId } as const;
  const hashes = Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(2, '0')}`);
  await runs.claim(deskScope, { ...batch, dataClass: 'incidents', ids: ['inc_gone0001'], at: new Date() });
  await runs.decide(deskScope, batch, ['inc_gone0001']);
  await runs.settle(deskScope, batch, hashes);
  return hashes;
}

function pageOf(id: RetentionRunId, limit: number, cursor: string | undefined) {
  const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
  return temporary.store.retentionRuns.hashesPage(deskScope, { id, organisationId }, 'incidents', page);
}

async function pagesOf(id: RetentionRunId, limit: number): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await pageOf(id, limit, cursor);
    pages.push(items);
    cursor = nextCursor;
  } while (cursor !== undefined);
  return pages;
}

describe('hashes of what a run has deleted (R2)', () => {
  it('fill pages of any size from batches of any size, each once and in their order', async () => {
    const id = 'run_paged00001';
    const all: string[] = [];
    for (const [index, count] of [3, 0, 10, 1, 0, 4, 0].entries()) {
      all.push(...(await deleted(id, `b${index}`, count)));
    }
    await deleted('run_paged00009', 'other', 2);
    for (const limit of [1, 2, 3, 4, 5, 13, 14, 17, 18, 19]) {
      const pages = await pagesOf(id, limit);
      expect(pages.flat()).toEqual(all);
      // All of them but the last one are full, and none is empty.
      expect(pages.map(({ length }) => length)).toEqual(
        Array.from({ length: Math.ceil(all.length / limit) }, (_, index) =>
          Math.min(limit, all.length - index * limit),
        ),
      );
    }
    expect(await pagesOf('run_paged00002', 5)).toEqual([[]]);
  });

  it.each([
    ['ends in the middle of a batch', 5],
    ['ends with a batch', 3],
  ])(
    'are neither left out nor doubled where batches come while somebody reads, and a page %s',
    async (_, limit) => {
      const id = `run_growing000${limit}` as const;
      const there = [
        ...(await deleted(id, 'c', 3)),
        ...(await deleted(id, 'g', 4)),
        ...(await deleted(id, 'k', 2)),
      ];
      const first = await pageOf(id, limit, undefined);
      expect(first.items).toEqual(there.slice(0, limit));
      await deleted(id, 'a', 2);
      await deleted(id, 'd', 0);
      const between = await deleted(id, 'e', 3);
      const behind = await deleted(id, 'h', 3);
      const read = [...first.items];
      for (let cursor = first.nextCursor; cursor !== undefined;) {
        const { items, nextCursor } = await pageOf(id, limit, cursor);
        read.push(...items);
        cursor = nextCursor;
      }
      expect(new Set(read).size).toBe(read.length);
      expect(read.filter((hash) => there.includes(hash))).toEqual(there);
      expect(read).toEqual(expect.arrayContaining([...behind]));
      // What has come behind the first page is read as well.
      expect(read.filter((hash) => between.includes(hash))).toEqual(limit === 3 ? between : []);
    },
  );

  it('refuses a cursor that is not one', async () => {
    await expect(pageOf('run_paged00001', 5, 'nonsense')).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});
