import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const preload = new URL('./workflow-threads.mjs', import.meta.url).href;

/** Tells whether a hook is told of promises, in the main thread and in a thread of it. */
const program = `
  const { Worker, isMainThread, parentPort } = require('node:worker_threads');
  let seen = 0;
  const stop = require('node:v8').promiseHooks.createHook({ init: () => { seen += 1; } });
  Promise.resolve().then(() => {
    stop();
    if (!isMainThread) return parentPort.postMessage(seen > 0);
    new Worker(__filename).once('message', (inThread) => {
      console.log(JSON.stringify({ inMain: seen > 0, inThread }));
    });
  });
`;

describe('the threads in which workflows run', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-threads-'));
    await writeFile(join(folder, 'program.cjs'), program);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function whoSeesPromises(options: readonly string[]): Promise<unknown> {
    const { stdout } = await promisify(execFile)(process.execPath, [...options, join(folder, 'program.cjs')]);
    return JSON.parse(stdout);
  }

  it('tell nobody of each promise once they are preloaded, and the main thread goes on doing so', async () => {
    expect(await whoSeesPromises([])).toEqual({ inMain: true, inThread: true });
    expect(await whoSeesPromises(['--import', preload])).toEqual({ inMain: true, inThread: false });
  });

  it('are preloaded in the image', async () => {
    const dockerfile = await readFile(new URL('../Dockerfile', import.meta.url), 'utf8');
    expect(dockerfile).toContain('"--import", "./dist/worker/workflow-threads.mjs", "dist/worker/main.js"');
  });
});
