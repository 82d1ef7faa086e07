import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cacheEntry, exists } from './cache.js';

describe('a cache entry', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-cache-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is produced once for all who need it at the same time', async () => {
    let produced = 0;
    const entries = await Promise.all(
      Array.from({ length: 5 }, () =>
        cacheEntry(
          folder,
          'server-1',
          () => undefined,
          async (unfinished) => {
            produced += 1;
            await new Promise((resolve) => setTimeout(resolve, 50));
            await writeFile(join(unfinished, 'program'), 'content');
          },
        ),
      ),
    );
    expect(produced).toBe(1);
    expect(new Set(entries)).toEqual(new Set([join(folder, 'server-1')]));
    expect(await readFile(join(folder, 'server-1', 'program'), 'utf8')).toBe('content');
  });

  it('does not appear when producing fails, and the next one may try again', async () => {
    const failing = cacheEntry(
      folder,
      'server-1',
      () => undefined,
      async (unfinished) => {
        await writeFile(join(unfinished, 'half'), '');
        throw new Error('no space');
      },
    );
    await expect(failing).rejects.toThrow('no space');
    expect(await exists(join(folder, 'server-1'))).toBe(false);
    const entry = await cacheEntry(
      folder,
      'server-1',
      () => undefined,
      (unfinished) => writeFile(join(unfinished, 'program'), ''),
    );
    expect(await readdir(entry)).toEqual(['program']);
  });

  it('is not made from what a killed producer left', async () => {
    await mkdir(join(folder, 'server-1.unfinished'));
    await writeFile(join(folder, 'server-1.unfinished', 'half'), '');
    const entry = await cacheEntry(
      folder,
      'server-1',
      () => undefined,
      () => Promise.resolve(),
    );
    expect(await readdir(entry)).toEqual([]);
  });
});
