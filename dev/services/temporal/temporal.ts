import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceStartError, startChildService } from '../child-service.js';
import type { ChildService } from '../child-service.js';
import { requireFreePort } from '../ports.js';
import { loopback } from '../service.js';
import type { Reporter, RunningService } from '../service.js';
import { probeTcp } from '../tcp-probe.js';
import { findTemporal } from './temporal-executable.js';
import { ensureNamespace, probeNamespace } from './temporal-ready.js';
import type { SearchAttributeType } from './temporal-ready.js';

/** Which Temporal to start, or where one runs already. */
export interface TemporalOptions {
  /** Port of the gRPC frontend. */
  readonly port: number;
  /** Port of the Web UI; absent: no Web UI. */
  readonly uiPort?: number;
  /** Port of the server's own Prometheus metrics; absent: one that nobody knows. */
  readonly metricsPort?: number;
  /** SQLite file that keeps everything for the next start; absent: kept in memory. */
  readonly databaseFile?: string;
  /** Exists and is ready when the service is. */
  readonly namespace: string;
  readonly searchAttributes?: Readonly<Record<string, SearchAttributeType>>;
  readonly logFile: string;
  /** A server that somebody else runs (TEMPORAL_ADDRESS); nothing is started then. */
  readonly externalAddress?: string;
  readonly cacheFolder: string;
  readonly report: Reporter;
}

/** A Temporal server with a namespace that is ready for workflows. */
export interface RunningTemporal extends RunningService {
  /** host:port for the SDK. */
  readonly address: string;
  readonly uiUrl?: string;
  /** The server's process; absent when somebody else runs it. */
  readonly pid?: number;
}

const name = 'Temporal';

/** Starts the development server, or checks the external one. Throws when it does not become ready. */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const { externalAddress, report } = options;
  if (externalAddress !== undefined) return await useExternal(externalAddress, options.namespace, report);
  const { path, provider } = await findTemporal(options);
  report(`${name}: ${provider}`);
  await requireFreePort(options.port, name);
  if (options.uiPort !== undefined) await requireFreePort(options.uiPort, `The Web UI of ${name}`);
  if (options.databaseFile !== undefined) await mkdir(dirname(options.databaseFile), { recursive: true });
  const address = `${loopback}:${options.port}`;
  const child = await startOnFreeInnerPorts(path, options, address);
  return {
    name,
    provider,
    address,
    ...(options.uiPort === undefined ? {} : { uiUrl: `http://${loopback}:${options.uiPort}` }),
    pid: child.pid,
    stop: () => child.stop(),
  };
}

async function useExternal(address: string, namespace: string, report: Reporter): Promise<RunningTemporal> {
  const provider = `the server at ${address}`;
  report(`${name}: ${provider}`);
  await ensureNamespace(address, namespace);
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await probeNamespace(address, namespace);
      break;
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`${name} at ${address} does not offer the namespace ${namespace}.`, { cause: error });
      }
      await sleep(500);
    }
  }
  return { name, provider, address, stop: () => Promise.resolve() };
}

/**
 * The development server takes free ports for its inner services and releases them before it binds them, so two servers
 * that start at the same moment can take the same one. Then it ends at once, and a second try takes others.
 */
async function startOnFreeInnerPorts(
  path: string,
  options: TemporalOptions,
  address: string,
): Promise<ChildService> {
  const tries = 3;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startChildService({
        name,
        command: path,
        args: serverArguments(options),
        logFile: options.logFile,
        ...(options.databaseFile === undefined ? {} : { processFile: `${options.databaseFile}.process` }),
        probe: async () => {
          await probeTcp(options.port);
          await probeNamespace(address, options.namespace);
        },
        report: options.report,
      });
    } catch (error) {
      const collision = error instanceof ServiceStartError && error.log.includes('address already in use');
      if (!collision || attempt === tries) throw error;
      options.report(`${name}: an inner port was taken meanwhile, starting again`);
    }
  }
}

function serverArguments(options: TemporalOptions): string[] {
  const { port, uiPort, metricsPort, databaseFile, namespace, searchAttributes = {} } = options;
  return [
    'server',
    'start-dev',
    '--ip',
    loopback,
    '--port',
    String(port),
    ...(uiPort === undefined ? ['--headless'] : ['--ui-ip', loopback, '--ui-port', String(uiPort)]),
    ...(metricsPort === undefined ? [] : ['--metrics-port', String(metricsPort)]),
    ...(databaseFile === undefined ? [] : ['--db-filename', databaseFile]),
    // Three times the events per second of the default settings; a killed process loses nothing (see SQLite's
    // documentation of WAL: with synchronous=NORMAL only a power failure can lose the last commits).
    '--sqlite-pragma',
    'journal_mode=wal',
    '--sqlite-pragma',
    'synchronous=1',
    '--namespace',
    namespace,
    ...Object.entries(searchAttributes).flatMap(([attribute, type]) => [
      '--search-attribute',
      `${attribute}=${type}`,
    ]),
    '--dynamic-config-value',
    'frontend.enableUpdateWorkflowExecution=true',
    '--dynamic-config-value',
    'frontend.enableUpdateWorkflowExecutionAsyncAccepted=true',
    // It would ask a server on the internet whether there is a newer version.
    '--dynamic-config-value',
    'frontend.enableServerVersionCheck=false',
    '--log-level',
    'warn',
  ];
}
