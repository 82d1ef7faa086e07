import { access, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { waitForLock } from './lock.js';
import type { Reporter } from './service.js';

/** Where built and downloaded services are kept for all copies of this project of one user. */
export function defaultCacheFolder(): string {
  return join(homedir(), '.cache', 'beistand');
}

/** Whether a file or folder is there. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * The folder of a cache entry, produced when it is missing. Two processes that need it at the same time produce it once: the
 * second waits for the first. An entry appears complete or not at all, since it is produced elsewhere and then renamed.
 * The entry's name has to contain everything that decides its content (versions, hashes).
 */
export async function cacheEntry(
  cacheFolder: string,
  name: string,
  report: Reporter,
  produce: (folder: string) => Promise<void>,
): Promise<string> {
  const entry = join(cacheFolder, name);
  if (await exists(entry)) return entry;
  const lock = await waitForLock(join(cacheFolder, 'locks', name), `producing ${name}`, report);
  try {
    if (await exists(entry)) return entry;
    const unfinished = `${entry}.unfinished`;
    // What a killed producer left; nobody else can be producing, as the lock is held.
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    await produce(unfinished);
    await rename(unfinished, entry);
    return entry;
  } finally {
    await lock.release();
  }
}
