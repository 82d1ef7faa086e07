import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry, exists } from '../cache.js';
import { runCommand, versionOf, withElapsedTime } from '../command.js';
import { tryDownload } from '../download.js';
import type { Reporter } from '../service.js';

/** Pinned by cli/go.mod, which has to name the same version. */
export const temporalVersion = '1.5.1';
const entryName = `temporal-cli-${temporalVersion}`;

/** Update-with-start, which the product uses, is on by default from this server on. */
const oldestServer = { major: 1, minor: 28 };

/** A `temporal` command that can run the development server. */
export interface TemporalExecutable {
  readonly path: string;
  /** For people: where it came from. */
  readonly provider: string;
}

/** Where to look and whom to tell. */
export interface FindOptions {
  readonly cacheFolder: string;
  readonly report: Reporter;
}

/**
 * The `temporal` on PATH, else the cached one, else the SDK's download, else one built by Go from the pinned
 * module. The download or build happens once per user. Throws when none is possible, saying what to install.
 */
export async function findTemporal({ cacheFolder, report }: FindOptions): Promise<TemporalExecutable> {
  const installed = await versionOf('temporal');
  if (installed !== undefined && isRecentEnough(installed)) {
    return { path: 'temporal', provider: `${installed} on PATH` };
  }
  if (installed !== undefined) report(`Temporal: the one on PATH is too old (${installed})`);
  const cached = await exists(join(cacheFolder, entryName));
  const entry = await cacheEntry(cacheFolder, entryName, prefixed(report), async (folder) => {
    if (await download(cacheFolder, folder, report)) return;
    await build(folder, report);
  });
  return {
    path: join(entry, 'temporal'),
    provider: cached ? `cached temporal ${temporalVersion}` : `temporal ${temporalVersion}, now cached`,
  };
}

/** Whether a line of `temporal --version`, "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)", names a usable server. */
export function isRecentEnough(versionLine: string): boolean {
  const match = /\bServer (\d+)\.(\d+)/.exec(versionLine);
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > oldestServer.major || (major === oldestServer.major && minor >= oldestServer.minor);
}

async function download(cacheFolder: string, folder: string, report: Reporter): Promise<boolean> {
  const downloads = join(folder, 'download');
  const version = `v${temporalVersion}`;
  const succeeded = await tryDownload({
    what: 'Temporal: downloading the development server',
    script: join(import.meta.dirname, 'download-server.mjs'),
    args: ['dev-server', downloads, version],
    folder: downloads,
    failureFile: join(cacheFolder, 'temporal-download-failed'),
    lastResort: (await versionOf('go', ['version'])) === undefined,
    report,
  });
  if (!succeeded) return false;
  // The SDK names the file by the version.
  await rename(join(downloads, `temporal-${version}`), join(folder, 'temporal'));
  await rm(downloads, { recursive: true });
  return true;
}

async function build(folder: string, report: Reporter): Promise<void> {
  if ((await versionOf('go', ['version'])) === undefined) {
    throw new Error(
      'Temporal cannot be had: it is not on PATH, the download is not possible, and Go is not installed to build it. ' +
        'Install one of them (https://docs.temporal.io/cli, https://go.dev/dl), or set TEMPORAL_ADDRESS.',
    );
  }
  await mkdir(folder, { recursive: true });
  await withElapsedTime(
    'Temporal: building the development server with Go (once; up to ten minutes on a small machine)',
    report,
    () =>
      runCommand(
        'go',
        [
          'build',
          '-trimpath',
          // No symbols for a debugger; and the version, which a module does not know by itself.
          '-ldflags',
          `-s -w -X github.com/temporalio/cli/temporalcli.Version=${temporalVersion}`,
          '-o',
          join(folder, 'temporal'),
          'github.com/temporalio/cli/cmd/temporal',
        ],
        {
          workingFolder: join(import.meta.dirname, 'cli'),
          settings: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
        },
      ),
  );
}

function prefixed(report: Reporter): Reporter {
  return (line) => {
    report(`Temporal: ${line}`);
  };
}
