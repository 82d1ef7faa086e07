import { chmod, copyFile, readdir, rename, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { cacheEntry } from '../cache.js';
import { tryDownload } from '../download.js';
import { versionOf } from '../command.js';
import {
  archiveClasses,
  classArchiveOption,
  compileJar,
  contentHash,
  copyJars,
  isJavaInstalled,
  oldestJava,
} from '../java.js';
import { freePort } from '../ports.js';
import { loopback, type Reporter } from '../service.js';
import { probeConnection } from './temporal-ready.js';

const name = 'Temporal test server';
const pomFolder = join(import.meta.dirname, 'test-server');
const starter = join(import.meta.dirname, 'test-server.sh');
const lender = join(pomFolder, 'TestServers.java');
const borrower = join(import.meta.dirname, 'borrowed-test-server.mjs');
const downloader = join(import.meta.dirname, 'download-server.mjs');
const executableName = 'temporal-test-server';

/** Beside the executable, when it is run by Java: what runs many servers in one process, and what stands for one of them. */
export const lenderJar = join('lib', 'beistand-test-servers.jar');
export const borrowedServerName = 'borrowed-test-server.mjs';

/** Where to keep it and whom to tell. */
export interface TestServerOptions {
  readonly cacheFolder: string;
  readonly report: Reporter;
}

/**
 * The path of the time-skipping test server, for `TestWorkflowEnvironment.createTimeSkipping({ server: { executable:
 * { type: 'existing-path', path } } })`: the SDK's download, else the same server run by Java with jars that Maven fetches. Either
 * happens once per user. Throws when none is possible, saying what to install.
 */
export async function timeSkippingServerExecutable({
  cacheFolder,
  report,
}: TestServerOptions): Promise<string> {
  // This file too says how the entry is made.
  const makers = [join(pomFolder, 'pom.xml'), starter, lender, borrower, downloader, import.meta.filename];
  const entryName = `${executableName}-${await contentHash(makers)}`;
  const entry = await cacheEntry(cacheFolder, entryName, report, async (folder) => {
    const javaInstalled = await isJavaInstalled(oldestJava);
    if (await download(cacheFolder, folder, report, !javaInstalled)) return;
    if (!javaInstalled || (await versionOf('javac')) === undefined) {
      throw new Error(
        `${name} cannot be had: the download is not possible, and no Java Development Kit ${oldestJava} is installed.`,
      );
    }
    await copyJars(pomFolder, join(folder, 'lib'), name, report);
    await compileJar(folder, [lender], lenderJar);
    await archiveClasses({
      folder,
      serviceName: name,
      args: (port) => javaArguments(port),
      probe: probeLender,
      report,
    });
    await copyExecutable(starter, join(folder, executableName));
    await copyExecutable(borrower, join(folder, borrowedServerName));
  });
  return join(entry, executableName);
}

/** The arguments of `java`, in the folder of the executable, for the process that runs many servers. */
export function lenderArguments(port: number): readonly string[] {
  return [classArchiveOption, ...javaArguments(port)];
}

function javaArguments(port: number): readonly string[] {
  return [
    '-Xmx512m',
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-cp',
    'lib/*',
    'TestServers',
    String(port),
  ];
}

/** Borrows a server, so that the archive has the classes of an answer too. */
async function probeLender(lenderPort: number): Promise<void> {
  const port = await freePort();
  const borrowing = connect(lenderPort, loopback);
  borrowing.on('error', () => undefined);
  borrowing.write(`${port}\n`);
  try {
    await probeConnection(`${loopback}:${port}`);
  } finally {
    borrowing.destroy();
  }
}

async function copyExecutable(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o755);
}

async function download(
  cacheFolder: string,
  folder: string,
  report: Reporter,
  lastResort: boolean,
): Promise<boolean> {
  const downloads = join(folder, 'download');
  const succeeded = await tryDownload({
    what: `${name}: downloading`,
    script: downloader,
    // The SDK knows which server fits it.
    args: ['time-skipping', downloads, 'default'],
    folder: downloads,
    failureFile: join(cacheFolder, 'temporal-test-server-download-failed'),
    lastResort,
    report,
  });
  if (!succeeded) return false;
  const [file] = await readdir(downloads);
  if (file === undefined) throw new Error(`${name}: the download left no file.`);
  await rename(join(downloads, file), join(folder, executableName));
  await rm(downloads, { recursive: true });
  return true;
}
