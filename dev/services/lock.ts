import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isRunning, isSystemError, ownIdentity } from './process-identity.js';
import type { Reporter } from './service.js';

/** Exclusive right to a folder, until released or until its holder dies. */
export interface FolderLock {
  release(): Promise<void>;
}

const stateSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('held'),
    pid: z.int(),
    startedAt: z.string(),
    purpose: z.string(),
    since: z.string(),
  }),
  z.strictObject({ state: z.literal('released') }),
]);
type LockState = z.infer<typeof stateSchema>;
/** Who holds a lock, for what, since when (ISO time). */
export type LockHolder = Extract<LockState, { state: 'held' }>;

/** Somebody alive holds the lock; the message says who. */
export class LockHeldError extends Error {
  override readonly name = 'LockHeldError';

  constructor(
    readonly folder: string,
    readonly holder: LockHolder,
  ) {
    super(
      `${folder} is in use: process ${holder.pid} holds it since ${holder.since} (${holder.purpose}). ` +
        `Stop that process, or use another folder.`,
    );
  }
}

/**
 * Takes the lock of a folder (created when missing) or throws LockHeldError. A lock whose holder has died counts for
 * nothing.
 *
 * Each holder writes a file of the next higher number, which the file system lets only one create; then it looks whether
 * a yet higher one exists and, if so, withdraws. Numbers never go down: releasing marks the file instead of removing
 * it. So taking over from a dead holder has no moment in which two can believe to be the new one, as "remove the stale
 * file, then create mine" has.
 */
export async function acquireLock(folder: string, purpose: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const held: LockState = {
    state: 'held',
    ...(await ownIdentity()),
    purpose,
    since: new Date().toISOString(),
  };
  for (;;) {
    const latest = Math.max(0, ...(await lockNumbers(folder)));
    const holder = latest === 0 ? undefined : await liveHolder(folder, latest);
    if (holder === 'gone') continue;
    if (holder !== undefined) throw new LockHeldError(folder, holder);
    const mine = latest + 1;
    if (!(await createExclusively(lockFile(folder, mine), held))) continue;
    const numbers = await lockNumbers(folder);
    if (numbers.some((number) => number > mine)) {
      await rm(lockFile(folder, mine), { force: true });
      continue;
    }
    await Promise.all(
      numbers
        .filter((number) => number < mine)
        .map((number) => rm(lockFile(folder, number), { force: true })),
    );
    return { release: () => replace(lockFile(folder, mine), { state: 'released' }) };
  }
}

/** Like acquireLock, but waits for the holder to finish, saying so every ten seconds. */
export async function waitForLock(folder: string, purpose: string, report: Reporter): Promise<FolderLock> {
  const pauseMilliseconds = 250;
  let pauses = 0;
  for (;;) {
    try {
      return await acquireLock(folder, purpose);
    } catch (error) {
      if (!(error instanceof LockHeldError)) throw error;
      if (pauses % 40 === 0) report(`waiting for process ${error.holder.pid} (${error.holder.purpose}) …`);
    }
    pauses += 1;
    await sleep(pauseMilliseconds);
  }
}

const filePattern = /^lock\.(\d+)$/;

function lockFile(folder: string, number: number): string {
  return join(folder, `lock.${number}`);
}

async function lockNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => {
    const digits = filePattern.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
}

/** The living holder; undefined when released or dead; 'gone' when a successor has removed the file meanwhile. */
async function liveHolder(folder: string, number: number): Promise<LockHolder | undefined | 'gone'> {
  let content: string;
  try {
    content = await readFile(lockFile(folder, number), 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return 'gone';
    throw error;
  }
  const state = stateSchema.parse(JSON.parse(content));
  if (state.state === 'released') return undefined;
  return (await isRunning(state)) ? state : undefined;
}

/** Links a finished file into place, so that nobody ever reads a half-written lock. False: it exists already. */
async function createExclusively(path: string, state: LockState): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(state));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function replace(path: string, state: LockState): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(state));
  await rename(draft, path);
}
