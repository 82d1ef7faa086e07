import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { acquireLock, LockHeldError, waitForLock } from './lock.js';
import { ownIdentity } from './process-identity.js';

describe('a folder lock', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-lock-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  /** What a holder that was killed leaves behind. */
  async function leaveLock(number: number, startedAt: string): Promise<void> {
    const lock = { state: 'held', pid: process.pid, startedAt, purpose: 'a crash', since: 'then' };
    await writeFile(join(folder, `lock.${number}`), JSON.stringify(lock));
  }

  it('says who holds it', async () => {
    await acquireLock(folder, 'a first start');
    const second = acquireLock(folder, 'a second start');
    await expect(second).rejects.toThrow(LockHeldError);
    await expect(second).rejects.toThrow(new RegExp(`process ${process.pid} .*a first start`));
  });

  it('can be taken again after its release', async () => {
    for (let time = 1; time <= 3; time += 1) {
      const lock = await acquireLock(folder, 'again');
      await lock.release();
    }
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is taken over from a holder that died, though its process number lives on', async () => {
    await leaveLock(7, 'another start');
    const lock = await acquireLock(folder, 'the next start');
    await expect(acquireLock(folder, 'too many')).rejects.toThrow(/the next start/);
    await lock.release();
  });

  it('is not taken over from a holder that lives', async () => {
    await leaveLock(1, (await ownIdentity()).startedAt);
    await expect(acquireLock(folder, 'the next start')).rejects.toThrow(LockHeldError);
  });

  it('lets exactly one of many take over at the same time', async () => {
    for (let round = 1; round <= 20; round += 1) {
      await rm(folder, { recursive: true });
      const first = acquireLock(folder, 'creates the folder');
      await (await first).release();
      await leaveLock(50, 'another start');
      const outcomes = await Promise.allSettled(
        Array.from({ length: 12 }, (_, index) => acquireLock(folder, `start ${index}`)),
      );
      const winners = outcomes.filter(({ status }) => status === 'fulfilled');
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(LockHeldError);
      }
    }
  });

  it('never has two holders while many wait for it', async () => {
    let holders = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        const lock = await waitForLock(folder, 'waiting', () => undefined);
        holders += 1;
        most = Math.max(most, holders);
        await new Promise((resolve) => setTimeout(resolve, 5));
        holders -= 1;
        await lock.release();
      }),
    );
    expect(most).toBe(1);
  });
});
