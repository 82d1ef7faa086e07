import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exists } from '../cache.js';
import { startChildService } from '../child-service.js';
import { requireFreePort } from '../ports.js';
import { loopback } from '../service.js';
import type { Reporter, RunningService } from '../service.js';
import { findJavaServer } from './java-server.js';
import { probeDatabase } from './mongodb-ready.js';
import { findMongod } from './mongod.js';

/** Which MongoDB to start, or where one runs already. */
export interface MongoOptions {
  readonly port: number;
  /** Keeps the data for the next start; absent: they end with the server, which may never write them to a disk. */
  readonly dataFolder?: string;
  readonly logFile: string;
  /** Asks for one kind of server; absent: the first that is possible. */
  readonly kind?: MongoKind;
  /** A server that somebody else runs (MONGODB_URI); nothing is started then. */
  readonly externalUri?: string;
  readonly cacheFolder: string;
  readonly report: Reporter;
}

/** A MongoDB that takes reads and writes. */
export interface RunningMongo extends RunningService {
  /** For the driver; names the database `beistand`. */
  readonly uri: string;
  /** The server's process; absent when somebody else runs it. */
  readonly pid?: number;
}

/** One way to have a MongoDB on this machine. */
export interface MongoProgram {
  /** For people: what it is and where it came from. */
  readonly provider: string;
  readonly command: string;
  readonly workingFolder?: string;
  /** The arguments that serve the data of a folder on a port, or of nobody's next start. */
  args(port: number, folder: string, keepsData: boolean): readonly string[];
  /** Resolves when the server on that port takes writes. */
  probe(port: number): Promise<void>;
}

const name = 'MongoDB';
/** The two kinds of server cannot read each other's data, so each has a folder of its own. */
const kinds = ['mongod', 'java'] as const;
/** The real one, or the durable mongo-java-server. */
export type MongoKind = (typeof kinds)[number];

/**
 * Starts MongoDB, or checks the external one: `mongod` on PATH, else a downloaded one, else a Java server. Data
 * that exist decide: they are served by the kind of server that wrote them. Throws when none is possible.
 */
export async function startMongo(options: MongoOptions): Promise<RunningMongo> {
  const { externalUri, port, logFile, dataFolder, report } = options;
  if (externalUri !== undefined) return await useExternal(externalUri, report);
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'beistand-mongodb-')));
  try {
    const { kind, program } = await findProgram(folder, options);
    report(`${name}: ${program.provider}`);
    await requireFreePort(port, name);
    const kindFolder = join(folder, kind);
    await mkdir(kindFolder, { recursive: true });
    const child = await startChildService({
      name,
      command: program.command,
      args: program.args(port, kindFolder, dataFolder !== undefined),
      ...(program.workingFolder === undefined ? {} : { workingFolder: program.workingFolder }),
      logFile,
      ...(dataFolder === undefined ? {} : { processFile: join(folder, 'mongodb.process') }),
      probe: () => program.probe(port),
      report,
    });
    return {
      name,
      provider: program.provider,
      address: `${loopback}:${port}`,
      uri: `mongodb://${loopback}:${port}/beistand?directConnection=true`,
      pid: child.pid,
      stop: async () => {
        await child.stop();
        if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function useExternal(uri: string, report: Reporter): Promise<RunningMongo> {
  const address = hostsOf(uri);
  const provider = `the server at ${address}`;
  report(`${name}: ${provider}`);
  await probeDatabase(uri);
  return { name, provider, address, uri, stop: () => Promise.resolve() };
}

/** The host or hosts that a connection string names, without credentials. */
function hostsOf(uri: string): string {
  return /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?]+)/.exec(uri)?.[1] ?? 'an address that cannot be read';
}

/**
 * The server program that `startMongo` would take for new data; downloads or builds it when it is not cached, so that
 * later starts are quick. Throws when none is possible.
 */
export async function findMongo(
  options: Pick<MongoOptions, 'cacheFolder' | 'report'>,
): Promise<{ readonly kind: MongoKind; readonly program: MongoProgram }> {
  const mongod = await findMongod(options);
  if (mongod !== undefined) return { kind: 'mongod', program: mongod };
  return { kind: 'java', program: await findJavaServer(options) };
}

async function findProgram(folder: string, options: MongoOptions): ReturnType<typeof findMongo> {
  const kind = options.kind ?? (await existingKind(folder));
  switch (kind) {
    case undefined:
      return await findMongo(options);
    case 'java':
      return { kind, program: await findJavaServer(options) };
    case 'mongod': {
      const program = await findMongod(options);
      if (program !== undefined) return { kind, program };
      throw new Error(
        `${name}: mongod, which wrote the data in ${folder}, is neither on PATH nor can be downloaded. ` +
          `Install it, or remove the folder to start anew.`,
      );
    }
  }
}

async function existingKind(folder: string): Promise<MongoKind | undefined> {
  for (const kind of kinds) {
    if (await exists(join(folder, kind))) return kind;
  }
  return undefined;
}
