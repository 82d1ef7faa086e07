import { spawn } from 'node:child_process';
import { isSystemError } from './process-identity.js';
import type { Reporter } from './service.js';

/** A command that ran to its end with exit code 0. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** The command ended with another exit code, by a signal, or is not installed. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    readonly missing: boolean,
  ) {
    super(message);
  }
}

/** How to run a command. */
export interface CommandOptions {
  readonly workingFolder?: string;
  /** Settings in addition to the inherited environment. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Ends it with SIGKILL. */
  readonly signal?: AbortSignal;
}

/** Runs a command and collects its output. Throws CommandError, whose message ends with what the command complained. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandOutput> {
  // `env` adds settings to whatever environment is inherited, so that this code need not read it.
  const settings = Object.entries(options.settings ?? {}).map(([name, value]) => `${name}=${value}`);
  const [program, programArgs] =
    settings.length === 0 ? [command, args] : ['env', [...settings, command, ...args]];
  const child = spawn(program, programArgs, {
    cwd: options.workingFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    signal: options.signal,
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const code = await new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', (error) => {
      const missing = isSystemError(error, 'ENOENT');
      reject(new CommandError(missing ? `${command} is not installed.` : error.message, missing));
    });
    child.once('close', (exitCode, signal) => {
      resolve(signal ?? exitCode ?? 0);
    });
  });
  const output = {
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
  };
  if (code !== 0) {
    const complaint = `${output.stdout}\n${output.stderr}`.trim().split('\n').slice(-15).join('\n');
    // 127 is how env(1) says that the command does not exist.
    throw new CommandError(`${command} ended with ${code}.\n${complaint}`, code === 127);
  }
  return output;
}

/** The first line that `command --version` (or the given arguments) prints; undefined when it is not installed. */
export async function versionOf(
  command: string,
  args: readonly string[] = ['--version'],
): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await runCommand(command, args, { signal: AbortSignal.timeout(10_000) });
    return `${stdout}\n${stderr}`.trim().split('\n')[0] ?? '';
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** Does some work, reporting every ten seconds how long it has taken, so that nobody believes that it hangs. */
export async function withElapsedTime<T>(
  what: string,
  report: Reporter,
  work: () => Promise<T>,
  detail: () => string = () => '',
): Promise<T> {
  const start = Date.now();
  report(`${what} …`);
  const timer = setInterval(() => {
    report(`${what} … ${Math.round((Date.now() - start) / 1000)} s${detail()}`);
  }, 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
