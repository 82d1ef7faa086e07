import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../cache.js';
import { versionOf } from '../command.js';
import { tryDownload } from '../download.js';
import { isJavaInstalled, oldestJava } from '../java.js';
import { waitForLock } from '../lock.js';
import { loopback } from '../service.js';
import type { Reporter } from '../service.js';
import { probeTcp } from '../tcp-probe.js';
import type { MongoProgram } from './mongodb.js';
import { ensureReplicaSetOfOne, replicaSetName } from './replica-set.js';

const downloadedVersion = '8.2.6';
/** What the Java server reports too, so that development sees one level of features. */
const oldestMajorVersion = 5;

/** A `mongod` on PATH, the cached one, or one downloaded now; undefined when there is none and none can be downloaded. */
export async function findMongod(options: {
  readonly cacheFolder: string;
  readonly report: Reporter;
}): Promise<MongoProgram | undefined> {
  // Prints "db version v8.0.4" first.
  const installed = await versionOf('mongod');
  if (installed !== undefined && isRecentEnough(installed)) {
    return programOf('mongod', `mongod on PATH (${installed}), replica set of one`);
  }
  if (installed !== undefined) options.report(`MongoDB: the mongod on PATH is too old (${installed})`);
  const path = await cachedOrDownloaded(options.cacheFolder, options.report);
  return path === undefined
    ? undefined
    : programOf(path, `cached mongod ${downloadedVersion}, replica set of one`);
}

/** Whether a line of `mongod --version` names a server that the driver accepts. */
export function isRecentEnough(versionLine: string): boolean {
  const major = /\bv(\d+)\./.exec(versionLine)?.[1];
  return major !== undefined && Number(major) >= oldestMajorVersion;
}

function programOf(command: string, provider: string): MongoProgram {
  return {
    provider,
    command,
    args: (port, folder) => [
      '--bind_ip',
      loopback,
      '--port',
      String(port),
      '--dbpath',
      folder,
      '--replSet',
      replicaSetName,
      // Slow operations are logged with what they ask for: names and numbers. Milliseconds.
      '--slowms',
      '3600000',
    ],
    probe: async (port) => {
      await probeTcp(port);
      await ensureReplicaSetOfOne(port);
    },
  };
}

/** Not by cacheEntry: that the download is impossible is no error here, as another kind of server may take its place. */
async function cachedOrDownloaded(cacheFolder: string, report: Reporter): Promise<string | undefined> {
  const entry = join(cacheFolder, `mongod-${downloadedVersion}`);
  const path = join(entry, 'mongod');
  if (await exists(path)) return path;
  const lock = await waitForLock(join(cacheFolder, 'locks', 'mongod'), 'downloading mongod', report);
  try {
    if (await exists(path)) return path;
    const downloads = `${entry}.unfinished`;
    const succeeded = await tryDownload({
      what: 'MongoDB: downloading',
      script: join(import.meta.dirname, 'download-mongod.mjs'),
      args: [downloads, downloadedVersion],
      folder: downloads,
      failureFile: join(cacheFolder, 'mongod-download-failed'),
      lastResort: !(await isJavaInstalled(oldestJava)),
      report,
    });
    if (!succeeded) return undefined;
    await keepOnlyMongod(downloads);
    await rename(downloads, entry);
    return path;
  } finally {
    await lock.release();
  }
}

/** The download also leaves checksums, and names the program by platform and version. */
async function keepOnlyMongod(folder: string): Promise<void> {
  const files = await readdir(folder);
  const program = files.find((file) => file.startsWith('mongod') && !/\.(md5|tgz|zip|lock)$/.test(file));
  if (program === undefined) throw new Error('MongoDB: the download left no mongod.');
  await rename(join(folder, program), join(folder, 'mongod'));
  await Promise.all(
    files.filter((file) => file !== program).map((file) => rm(join(folder, file), { recursive: true })),
  );
}
