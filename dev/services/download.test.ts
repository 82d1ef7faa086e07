import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exists } from './cache.js';
import { tryDownload } from './download.js';
import type { Download } from './download.js';

describe('a download', () => {
  let folder: string;
  const lines: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-download-'));
    lines.length = 0;
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function download(program: string, more: Partial<Download> = {}): Promise<boolean> {
    const script = join(folder, 'downloader.mjs');
    await writeFile(script, `import { appendFileSync } from 'node:fs';\n${program}`);
    return await tryDownload({
      what: 'The thing: downloading',
      script,
      args: [join(folder, 'files', 'thing')],
      folder: join(folder, 'files'),
      failureFile: join(folder, 'failed'),
      lastResort: false,
      report: (line) => lines.push(line),
      ...more,
    });
  }
  const succeeds = `appendFileSync(process.argv[2], 'content');`;
  const fails = `console.error('a long story\\nhost not found'); process.exitCode = 1;`;

  it('leaves its files in the folder', async () => {
    expect(await download(succeeds)).toBe(true);
    expect(await readFile(join(folder, 'files', 'thing'), 'utf8')).toBe('content');
  });

  it('says why it is not possible and is not tried again soon', async () => {
    expect(await download(fails)).toBe(false);
    expect(lines.at(-1)).toContain('host not found');
    expect(await exists(join(folder, 'files'))).toBe(false);
    expect(await download(succeeds)).toBe(false);
    expect(lines.at(-1)).toContain('not tried');
  });

  it('is tried again after a day, or when there is no other way', async () => {
    await writeFile(join(folder, 'failed'), new Date(Date.now() - 25 * 60 * 60 * 1000).toISOString());
    expect(await download(succeeds)).toBe(true);
    await writeFile(join(folder, 'failed'), new Date().toISOString());
    expect(await download(succeeds, { lastResort: true })).toBe(true);
  });

  it('is given up when nothing arrives any more', async () => {
    const stalls = `appendFileSync(process.argv[2], 'half'); setInterval(() => undefined, 1000);`;
    expect(await download(stalls, { stallMilliseconds: 1000 })).toBe(false);
    expect(lines.at(-1)).toContain('no progress for 1 s');
    expect(await exists(join(folder, 'files'))).toBe(false);
  });

  it('may be slow as long as something arrives', async () => {
    const slow = `for (let part = 1; part <= 5; part += 1) {
      appendFileSync(process.argv[2], 'part');
      await new Promise((resolve) => setTimeout(resolve, 600));
    }`;
    expect(await download(slow, { stallMilliseconds: 2000 })).toBe(true);
  });
});
