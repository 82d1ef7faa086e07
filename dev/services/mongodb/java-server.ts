import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cacheEntry } from '../cache.js';
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
import type { Reporter } from '../service.js';
import { probeTcp } from '../tcp-probe.js';
import type { MongoProgram } from './mongodb.js';
import { adminUri, probeDatabase } from './mongodb-ready.js';

const name = 'MongoDB';
const sourceFolder = join(import.meta.dirname, 'java-server');

/**
 * The durable mongo-java-server of java-server/, compiled once per user and version of its source. Throws, saying what
 * to install, when there is no Java or Maven.
 */
export async function findJavaServer(options: {
  readonly cacheFolder: string;
  readonly report: Reporter;
}): Promise<MongoProgram> {
  const { cacheFolder, report } = options;
  if (!(await isJavaInstalled(oldestJava))) throw noJava();
  const sources = (await readdir(sourceFolder))
    .filter((file) => file.endsWith('.java') || file === 'pom.xml')
    .sort()
    .map((file) => join(sourceFolder, file));
  // This file too says how the entry is made.
  const entryName = `mongo-java-server-${await contentHash([...sources, import.meta.filename])}`;
  const entry = await cacheEntry(cacheFolder, entryName, report, async (folder) => {
    if ((await versionOf('javac')) === undefined) throw noJava();
    await copyJars(sourceFolder, join(folder, 'lib'), name, report);
    await compileJar(
      folder,
      sources.filter((file) => file.endsWith('.java')),
      join('lib', 'beistand-mongo.jar'),
    );
    await archiveClasses({
      folder,
      serviceName: name,
      args: (port) => javaArguments(port, join(folder, 'first-start.mv')),
      probe: probeServer,
      report,
    });
    await rm(join(folder, 'first-start.mv'));
  });
  return {
    provider: 'mongo-java-server 1.47.0 with its H2 store',
    command: 'java',
    workingFolder: entry,
    args: (port, folder, keepsData) => [
      classArchiveOption,
      ...javaArguments(port, keepsData ? resolve(folder, 'store.mv') : undefined),
    ],
    probe: probeServer,
  };
}

async function probeServer(port: number): Promise<void> {
  await probeTcp(port);
  await probeDatabase(adminUri(port));
}

function noJava(): Error {
  return new Error(
    `${name} cannot be had: there is no mongod on PATH, the download is not possible, and no Java Development Kit ` +
      `${oldestJava} is installed. Install one of them, or set MONGODB_URI.`,
  );
}

/** @param storeFile absent: the data stay in memory, and end with the server. */
function javaArguments(port: number, storeFile: string | undefined): string[] {
  return [
    '-Xmx512m',
    '-XX:+UseSerialGC',
    // It serves few people, and seldom for long: the second compiler would take more time than it saves.
    '-XX:TieredStopAtLevel=1',
    // Its informational lines tell of every connection; warnings tell what it refused.
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    // It prints whole commands that have failed, with the numbers and names in them; whoever asked is told the error.
    '-Dorg.slf4j.simpleLogger.log.de.bwaldvogel.mongo.wire.MongoWireProtocolHandler=off',
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
    '-cp',
    'lib/*',
    'BeistandMongo',
    String(port),
    ...(storeFile === undefined ? [] : [storeFile]),
  ];
}
