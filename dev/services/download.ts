import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, withElapsedTime } from './command.js';
import { isSystemError } from './process-identity.js';
import type { Reporter } from './service.js';

/** A program that downloads into a folder; it is a process of its own, so that a download that hangs can be ended. */
export interface Download {
  /** For messages: "Temporal: downloading the development server". */
  readonly what: string;
  /** A script run by Node.js. */
  readonly script: string;
  readonly args: readonly string[];
  /** Where the files appear; its growth is the sign of progress. Emptied before. */
  readonly folder: string;
  /** Remembers a failure, so that a machine without access does not try (and wait) at every start. */
  readonly failureFile: string;
  /** There is no other way to get it: try even when it failed a short while ago. */
  readonly lastResort: boolean;
  /** Without a new byte for so long it is given up. */
  readonly stallMilliseconds?: number;
  readonly report: Reporter;
}

const usualStallMilliseconds = 15_000;
const progressCheckMilliseconds = 500;
/** A failed download is not tried again before this has passed. */
const retryAfterMilliseconds = 24 * 60 * 60 * 1000;

/** True when the download succeeded. False, with the reason reported, when it failed, stalled or failed a short while ago. */
export async function tryDownload(download: Download): Promise<boolean> {
  const { what, failureFile, folder, lastResort, report } = download;
  const failedBefore = lastResort ? undefined : await recentFailure(failureFile);
  if (failedBefore !== undefined) {
    report(`${what}: not tried, it failed at ${failedBefore} (delete ${failureFile} to try again)`);
    return false;
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await withElapsedTime(what, report, () => runUntilStalled(download));
    return true;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    await writeFile(failureFile, new Date().toISOString());
    report(`${what}: not possible here (${reason(error)})`);
    return false;
  }
}

async function runUntilStalled(download: Download): Promise<void> {
  const { stallMilliseconds = usualStallMilliseconds } = download;
  const stalled = new AbortController();
  let size = 0;
  let lastGrowth = Date.now();
  const timer = setInterval(() => {
    void folderSize(download.folder).then((now) => {
      if (now !== size) {
        size = now;
        lastGrowth = Date.now();
      } else if (Date.now() - lastGrowth > stallMilliseconds) {
        stalled.abort();
      }
    });
  }, progressCheckMilliseconds);
  try {
    await runCommand(process.execPath, [download.script, ...download.args], { signal: stalled.signal });
  } catch (error) {
    if (stalled.signal.aborted)
      throw new Error(`no progress for ${stallMilliseconds / 1000} s`, { cause: error });
    throw error;
  } finally {
    clearInterval(timer);
  }
}

async function folderSize(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map((name) => fileSize(join(folder, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    // Renamed since the folder was read.
    if (isSystemError(error, 'ENOENT')) return 0;
    throw error;
  }
}

async function recentFailure(failureFile: string): Promise<string | undefined> {
  let failedAt: string;
  try {
    failedAt = await readFile(failureFile, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
  return Date.now() - Date.parse(failedAt) < retryAfterMilliseconds ? failedAt : undefined;
}

/** Error messages of downloads are long chains; the last part says what is wrong. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n').at(-1)?.slice(-160) ?? '';
}
