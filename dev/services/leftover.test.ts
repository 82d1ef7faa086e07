import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exists } from './cache.js';
import { forgetChild, recordChild, stopLeftover } from './leftover.js';
import { identifyProcess, isRunning, ownIdentity } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';

const dead: ProcessIdentity = { pid: process.pid, startedAt: 'another start' };

describe('a service left behind', () => {
  let folder: string;
  let processFile: string;
  const lines: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-leftover-'));
    processFile = join(folder, 'service.process');
    lines.length = 0;
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function startSleeper() {
    const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const identity = await identifyProcess(child.pid ?? 0);
    if (identity === undefined) throw new Error('sleep did not start');
    return { child, identity };
  }

  it('is stopped when the one who started it has died', async () => {
    const { child, identity } = await startSleeper();
    const ended = once(child, 'exit');
    await writeFile(processFile, JSON.stringify({ service: identity, startedBy: dead }));
    await stopLeftover(processFile, 'The sleeper', (line) => lines.push(line));
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(await isRunning(identity)).toBe(false);
    expect(lines[0]).toContain(`process ${identity.pid}`);
    expect(await exists(processFile)).toBe(false);
  });

  it('is left alone when the one who started it lives: then it is no leftover', async () => {
    const { child, identity } = await startSleeper();
    await recordChild(processFile, identity.pid);
    await expect(stopLeftover(processFile, 'The sleeper', () => undefined)).rejects.toThrow(
      `already runs on these data as process ${identity.pid}`,
    );
    expect(await isRunning(identity)).toBe(true);
    child.kill();
  });

  it('is never confused with a stranger that got its process number', async () => {
    const { child, identity } = await startSleeper();
    const service = { ...identity, startedAt: 'another start' };
    await writeFile(processFile, JSON.stringify({ service, startedBy: dead }));
    await stopLeftover(processFile, 'The sleeper', (line) => lines.push(line));
    expect(await isRunning(identity)).toBe(true);
    expect(lines).toEqual([]);
    child.kill();
  });

  it('is forgotten by the one who stopped it, and by nobody else', async () => {
    await writeFile(processFile, JSON.stringify({ service: await ownIdentity(), startedBy: dead }));
    await forgetChild(processFile, process.pid + 1);
    expect(await exists(processFile)).toBe(true);
    await forgetChild(processFile, process.pid);
    expect(await exists(processFile)).toBe(false);
  });

  it('may have left half a note', async () => {
    await writeFile(processFile, '{"service":{"pi');
    await expect(stopLeftover(processFile, 'The sleeper', () => undefined)).resolves.toBeUndefined();
  });
});
