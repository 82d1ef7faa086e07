import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startChildService } from './child-service.js';
import { runCommand, versionOf, withElapsedTime } from './command.js';
import { freePort } from './ports.js';
import type { Reporter } from './service.js';

/** What the Java services are tested with. */
export const oldestJava = 17;

/** Whether Java of that version or newer is on PATH. */
export async function isJavaInstalled(oldestVersion: number): Promise<boolean> {
  // Prints, for example: openjdk 17.0.15 2025-04-15
  const line = await versionOf('java', ['--version']);
  const version = /\b(\d+)(?:\.|\s|-)/.exec(line ?? '')?.[1];
  return version !== undefined && Number(version) >= oldestVersion;
}

/** Has Maven copy the jars that a pinned pom names into a folder. Throws, saying what to install, without Maven. */
export async function copyJars(
  pomFolder: string,
  folder: string,
  serviceName: string,
  report: Reporter,
): Promise<void> {
  if ((await versionOf('mvn')) === undefined) {
    throw new Error(
      `${serviceName} cannot be had: the download is not possible, and Maven is not installed to fetch the Java one.`,
    );
  }
  await withElapsedTime(`${serviceName}: fetching the Java libraries with Maven (once)`, report, () =>
    runCommand('mvn', [
      '--batch-mode',
      '--quiet',
      '--file',
      join(pomFolder, 'pom.xml'),
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${folder}`,
    ]),
  );
}

/** Compiles Java files against the jars of `lib` in the folder, into another one there: a class archive takes classes from jars only. */
export async function compileJar(folder: string, sources: readonly string[], jarFile: string): Promise<void> {
  const classes = join(folder, 'classes');
  await runCommand('javac', ['-d', classes, '-cp', join(folder, 'lib', '*'), ...sources]);
  await runCommand('jar', ['--create', '--file', join(folder, jarFile), '-C', classes, '.']);
  await rm(classes, { recursive: true });
}

/** What Java starts with: the archive of `archiveClasses`, used when it fits and ignored when it does not. */
export const classArchiveOption = '-XX:SharedArchiveFile=classes.jsa';

/**
 * Runs a Java server once and has the JVM write down the classes that it loaded, as `classes.jsa` in its folder. Later
 * starts that name it take a third of the time, which counts when a test waits for them on a busy machine. The class
 * path has to be relative to the folder: then the archive still fits after the folder was renamed.
 */
export async function archiveClasses(options: {
  readonly folder: string;
  readonly serviceName: string;
  /** The arguments of `java` for a server on that port. */
  readonly args: (port: number) => readonly string[];
  /** Resolves when the server answers; the classes that this takes are in the archive too. */
  readonly probe: (port: number) => Promise<void>;
  readonly report: Reporter;
}): Promise<void> {
  const { folder, serviceName, args, probe, report } = options;
  const port = await freePort();
  const service = await startChildService({
    name: serviceName,
    command: 'java',
    args: ['-XX:ArchiveClassesAtExit=classes.jsa', ...args(port)],
    workingFolder: folder,
    logFile: join(folder, 'first-start.log'),
    probe: () => probe(port),
    // Writing the archive is part of the exit.
    stopTimeoutSeconds: 60,
    report,
  });
  await service.stop();
}

/** A short hash of the files' content: names a cache entry that is made from them. */
export async function contentHash(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 12);
}
