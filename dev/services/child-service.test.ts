import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exists } from './cache.js';
import { startChildService } from './child-service.js';
import type { ChildServiceOptions } from './child-service.js';
import { identifyProcess, isRunning } from './process-identity.js';

describe('a child service', () => {
  let folder: string;
  const lines: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-child-'));
    lines.length = 0;
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  /** A shell script as a service; it is ready once it has written the file `ready`. */
  function script(text: string, more: Partial<ChildServiceOptions> = {}): ChildServiceOptions {
    return {
      name: 'The script',
      command: 'sh',
      args: ['-c', text],
      workingFolder: folder,
      logFile: join(folder, 'script.log'),
      probe: async () => {
        await readFile(join(folder, 'ready'));
      },
      report: (line) => lines.push(line),
      ...more,
    };
  }

  it('runs until it is stopped, prints into its log and keeps the log before', async () => {
    for (const round of ['first', 'second']) {
      await rm(join(folder, 'ready'), { force: true });
      const service = await startChildService(
        script(`echo ${round} start; touch ready; exec sleep 1000`, { processFile: join(folder, 'process') }),
      );
      expect(await exists(join(folder, 'process'))).toBe(true);
      await service.stop();
      await service.stop();
      expect(await service.ended).toEqual({ kind: 'signal', signal: 'SIGTERM' });
      expect(await exists(join(folder, 'process'))).toBe(false);
    }
    expect(await readFile(join(folder, 'script.log'), 'utf8')).toBe('second start\n');
    expect(await readFile(join(folder, 'script.log.previous'), 'utf8')).toBe('first start\n');
    expect(lines).toEqual([]);
  });

  it('tells why it ended before it was ready', async () => {
    const start = startChildService(script('echo the disk is full >&2; exit 3'));
    await expect(start).rejects.toThrow(/ended before it was ready \(exit code 3\)[^]*the disk is full/);
  });

  it('tells that its command does not exist', async () => {
    const start = startChildService(script('', { command: 'no-such-command' }));
    await expect(start).rejects.toThrow(/exit code 127[^]*no-such-command/);
  });

  it('is stopped when it is not ready in time, even if the probe never answers', async () => {
    const start = startChildService(
      script('echo $$ > number; exec sleep 1000', {
        probe: () => new Promise<void>(() => undefined),
        startTimeoutMilliseconds: 500,
      }),
    );
    await expect(start).rejects.toThrow('was not ready within 1 s');
    const pid = Number(await readFile(join(folder, 'number'), 'utf8'));
    expect(await identifyProcess(pid)).toBeUndefined();
  });

  it('is killed when it does not heed the request to stop', async () => {
    const service = await startChildService(
      script('trap "" TERM; touch ready; while true; do sleep 0.1; done', { stopTimeoutSeconds: 1 }),
    );
    await service.stop();
    expect(await service.ended).toEqual({ kind: 'signal', signal: 'SIGKILL' });
  });

  it('is reported when it ends by itself', async () => {
    const service = await startChildService(script('touch ready; sleep 0.3; echo out of memory; exit 1'));
    await service.ended;
    while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(lines[0]).toMatch(/ended unexpectedly \(exit code 1\)[^]*out of memory/);
  });

  it.each(['exec sleep 1000', 'trap "" TERM; while true; do sleep 0.1; done'])(
    'does not outlive its parent (%s)',
    async (work) => {
      // The parent's death closes the pipe; destroying it here is the same to the guard.
      const guarded = spawn(
        'sh',
        [join(import.meta.dirname, 'guard.sh'), '1', 'sh', '-c', `echo started; ${work}`],
        { stdio: ['pipe', 'pipe', 'ignore'], detached: true },
      );
      await once(guarded.stdout, 'data');
      const identity = await identifyProcess(guarded.pid ?? 0);
      if (identity === undefined) throw new Error('The guarded process did not start.');
      const ended = once(guarded, 'exit');
      guarded.stdin.destroy();
      await ended;
      expect(await isRunning(identity)).toBe(false);
    },
  );
});
