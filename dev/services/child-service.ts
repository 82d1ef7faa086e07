import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetChild, recordChild, stopLeftover } from './leftover.js';
import { lastLines } from './log-tail.js';
import { isSystemError } from './process-identity.js';
import type { Reporter } from './service.js';

/** What to run and how to know that it works. */
export interface ChildServiceOptions {
  /** For messages: "Temporal". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly workingFolder?: string;
  /** All variables of the service; absent: those of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Receives everything the service prints. The log of the start before is kept beside it, as `<logFile>.previous`. */
  readonly logFile: string;
  /**
   * Remembers the process that uses some data, so that the next start on the same data finds and stops a leftover.
   * Absent for a service whose data nobody will start on again.
   */
  readonly processFile?: string;
  /** Resolves when the service answers as it should; rejects when it does not yet. Asked again and again. */
  readonly probe: () => Promise<void>;
  readonly startTimeoutMilliseconds?: number;
  /** How long it may take to end after SIGTERM before it is killed. */
  readonly stopTimeoutSeconds?: number;
  readonly report: Reporter;
}

/** How a process ended: by an exit code or by a signal. */
export type ProcessEnd =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals };

/** A service that runs as a child of this process and cannot outlive it. */
export interface ChildService {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<ProcessEnd>;
  /** SIGTERM, then SIGKILL when it does not end in time. Resolves when it has ended. */
  stop(): Promise<void>;
}

/** The service ended before it was ready, or was never ready in time. The message ends with the last lines of its log. */
export class ServiceStartError extends Error {
  override readonly name = 'ServiceStartError';

  constructor(
    message: string,
    /** The end of what the service printed. */
    readonly log: string,
    options?: ErrorOptions,
  ) {
    super(log === '' ? message : `${message} The end of its log:\n${log}`, options);
  }
}

const guardScript = join(import.meta.dirname, 'guard.sh');
const probePauseMilliseconds = 50;

/**
 * Starts a service and resolves once its probe succeeds. It runs in a process group of its own, so that Ctrl-C in the
 * terminal reaches the process that owns it and not the service, which is to stop last. Throws ServiceStartError.
 */
export async function startChildService(options: ChildServiceOptions): Promise<ChildService> {
  const { name, logFile, processFile, report } = options;
  const stopTimeoutSeconds = options.stopTimeoutSeconds ?? 10;
  if (processFile !== undefined) await stopLeftover(processFile, name, report);

  const log = await openLog(logFile);
  const child = spawn('sh', [guardScript, String(stopTimeoutSeconds), options.command, ...options.args], {
    cwd: options.workingFolder,
    ...(options.environment === undefined ? {} : { env: options.environment }),
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
  });
  let stopping = false;
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      // The guard need not act any more: see guard.sh.
      child.stdin?.end('ended\n');
      resolve(signal === null ? { kind: 'code', code: code ?? 0 } : { kind: 'signal', signal });
    });
  });
  const started = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  // The pipe breaks when the service and its guard are gone already.
  child.stdin?.on('error', () => undefined);
  try {
    await started;
  } catch (error) {
    throw new ServiceStartError(`${name} could not be started with ${options.command}.`, '', {
      cause: error,
    });
  } finally {
    await log.close();
  }
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} has no process number.`);
  if (processFile !== undefined) await recordChild(processFile, pid);

  const stop = async (): Promise<void> => {
    stopping = true;
    await endProcess(child, ended, stopTimeoutSeconds);
    if (processFile !== undefined) await forgetChild(processFile, pid);
  };
  try {
    await untilReady(options, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  void ended.then(async (end) => {
    if (stopping) return;
    report(
      `${name} ended unexpectedly (${describeEnd(end)}). The end of its log:\n${await lastLines(logFile)}`,
    );
  });
  return { pid, ended, stop };
}

/** "exit code 1", "signal SIGKILL". */
export function describeEnd(end: ProcessEnd): string {
  return end.kind === 'code' ? `exit code ${end.code}` : `signal ${end.signal}`;
}

async function openLog(logFile: string) {
  await mkdir(dirname(logFile), { recursive: true });
  try {
    await rename(logFile, `${logFile}.previous`);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
  return await open(logFile, 'a');
}

async function untilReady(options: ChildServiceOptions, ended: Promise<ProcessEnd>): Promise<void> {
  const { name, logFile, probe } = options;
  const timeoutMilliseconds = options.startTimeoutMilliseconds ?? 30_000;
  const giveUp = new AbortController();
  const readiness: Readiness = { lastError: undefined };
  const outcome = await Promise.race([
    ended,
    untilProbed(probe, readiness, giveUp.signal),
    // A probe that hangs does not see the signal, so the time-out stands beside it.
    sleep(timeoutMilliseconds, 'timed-out' as const, { signal: giveUp.signal }),
  ]);
  giveUp.abort();
  if (outcome === 'ready') return;
  const log = await lastLines(logFile);
  if (outcome === 'timed-out') {
    const seconds = Math.round(timeoutMilliseconds / 1000);
    throw new ServiceStartError(`${name} was not ready within ${seconds} s.`, log, {
      cause: readiness.lastError,
    });
  }
  throw new ServiceStartError(`${name} ended before it was ready (${describeEnd(outcome)}).`, log);
}

interface Readiness {
  lastError: unknown;
}

async function untilProbed(
  probe: ChildServiceOptions['probe'],
  readiness: Readiness,
  signal: AbortSignal,
): Promise<'ready' | 'timed-out'> {
  while (!signal.aborted) {
    try {
      await probe();
      return 'ready';
    } catch (error) {
      readiness.lastError = error;
    }
    await sleep(probePauseMilliseconds);
  }
  return 'timed-out';
}

async function endProcess(
  child: ChildProcess,
  ended: Promise<ProcessEnd>,
  timeoutSeconds: number,
): Promise<void> {
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), timeoutSeconds * 1000);
  await ended;
  clearTimeout(kill);
}
