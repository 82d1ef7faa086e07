import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * A process as more than its number: numbers are given out again, so a number read from a file may by now belong to a
 * stranger. Number and start together never come back.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; equal for the same process only. */
  readonly startedAt: string;
}

const run = promisify(execFile);

/** The identity of a running process; undefined when there is none of that number. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = process.platform === 'linux' ? await startOnLinux(pid) : await startByPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether that very process still runs. A zombie (ended, not yet collected by its parent) does not. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  const current = await identifyProcess(identity.pid);
  return current?.startedAt === identity.startedAt;
}

/** The identity of the process that runs this code. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const identity = await identifyProcess(process.pid);
  if (identity === undefined) throw new Error(`The start time of process ${process.pid} cannot be read.`);
  return identity;
}

/**
 * proc(5): after the command's closing parenthesis come state (field 3) and, as field 22, the start in clock ticks since
 * boot. The command may itself contain spaces and parentheses, so counting starts at the last one.
 */
async function startOnLinux(pid: number): Promise<string | undefined> {
  try {
    const [status, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const ticks = fields[19];
    if (ticks === undefined || state === 'Z' || state === 'X') return undefined;
    return `${boot.trim()}:${ticks}`;
  } catch (error) {
    // ENOENT: no such process; ESRCH: it ended while its file was being read.
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ESRCH')) return undefined;
    throw error;
  }
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'state=,lstart=', '-p', String(pid)]);
    const line = stdout.trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    // ps ends with 1 when there is no such process.
    return undefined;
  }
}

/**
 * Whether an error is the operating system's error of that code (ENOENT, EEXIST …). Told by its code alone: Jest gives
 * each test file globals of its own, so an error from Node.js is no instance of the `Error` seen here.
 */
export function isSystemError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
