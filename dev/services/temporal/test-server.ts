import { chmod, copyFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from '../cache.js';
import { tryDownload } from '../download.js';
import { archiveClasses, contentHash, copyJars, isJavaInstalled, oldestJava } from '../java.js';
import type { Reporter } from '../service.js';
import { probeTcp } from '../tcp-probe.js';

const name = 'Temporal test server';
const pomFolder = join(import.meta.dirname, 'test-server');
const starter = join(import.meta.dirname, 'test-server.sh');
const downloader = join(import.meta.dirname, 'download-server.mjs');
const executableName = 'temporal-test-server';

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
  const makers = [join(pomFolder, 'pom.xml'), starter, downloader, import.meta.filename];
  const entryName = `${executableName}-${await contentHash(makers)}`;
  const entry = await cacheEntry(cacheFolder, entryName, report, async (folder) => {
    const javaInstalled = await isJavaInstalled(oldestJava);
    if (await download(cacheFolder, folder, report, !javaInstalled)) return;
    if (!javaInstalled) {
      throw new Error(
        `${name} cannot be had: the download is not possible, and Java ${oldestJava} is not installed.`,
      );
    }
    await copyJars(pomFolder, join(folder, 'lib'), name, report);
    await archiveClasses({
      folder,
      serviceName: name,
      args: (port) => [
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '-cp',
        'lib/*',
        'io.temporal.testserver.TestServer',
        String(port),
      ],
      probe: probeTcp,
      report,
    });
    await copyFile(starter, join(folder, executableName));
    await chmod(join(folder, executableName), 0o755);
  });
  return join(entry, executableName);
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
