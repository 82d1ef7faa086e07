import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { identifyProcess, isRunning, isSystemError, ownIdentity } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';
import type { Reporter } from './service.js';

const identitySchema = z.strictObject({ pid: z.int(), startedAt: z.string() });
const recordSchema = z.strictObject({ service: identitySchema, startedBy: identitySchema });

/** Notes which process uses the data beside this file, and who started it. */
export async function recordChild(processFile: string, pid: number): Promise<void> {
  const service = await identifyProcess(pid);
  // It ended at once; whoever waits for it to be ready reports that.
  if (service === undefined) return;
  await mkdir(dirname(processFile), { recursive: true });
  await writeFile(processFile, JSON.stringify({ service, startedBy: await ownIdentity() }));
}

/** Removes the note of an ended process, unless it is another's by now. */
export async function forgetChild(processFile: string, pid: number): Promise<void> {
  const record = await readRecord(processFile);
  if (record?.service.pid === pid) await rm(processFile, { force: true });
}

/**
 * Stops the service that an earlier, killed process left behind on the same data. Throws when the one who
 * started it is alive: then the data are rightfully in use. A process number that has been given to somebody else since
 * is never touched.
 */
export async function stopLeftover(processFile: string, name: string, report: Reporter): Promise<void> {
  const record = await readRecord(processFile);
  if (record === undefined) return;
  const { service, startedBy } = record;
  if (await isRunning(service)) {
    if (await isRunning(startedBy)) {
      throw new Error(
        `${name} already runs on these data as process ${service.pid}, started by process ${startedBy.pid}.`,
      );
    }
    report(`${name}: stopping process ${service.pid}, left behind by an earlier start that was killed`);
    await endByNumber(service);
  }
  await rm(processFile, { force: true });
}

async function readRecord(processFile: string): Promise<z.infer<typeof recordSchema> | undefined> {
  let content: string;
  try {
    content = await readFile(processFile, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
  const parsed = recordSchema.safeParse(parseJson(content));
  // A half-written note is as good as none: its writer was killed in the moment of writing.
  return parsed.success ? parsed.data : undefined;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

const secondsToEnd = 10;

async function endByNumber(service: ProcessIdentity): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    sendSignal(service.pid, signal);
    for (let waited = 0; waited < secondsToEnd * 10; waited += 1) {
      if (!(await isRunning(service))) return;
      await sleep(100);
    }
  }
  throw new Error(`Process ${service.pid} cannot be stopped.`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!isSystemError(error, 'ESRCH')) throw error;
  }
}
