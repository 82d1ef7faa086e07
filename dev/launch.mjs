import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** Installs what is missing, runs a TypeScript entry point of the project, and ends with its exit code. */
export async function launch(entryPoint, args = []) {
  await ensureInstalled();
  process.exitCode = await runNode(['--import', 'tsx', entryPoint, ...args]);
}

/** Runs Node.js in the project's folder with this terminal. Resolves with the exit code, 128 + n for signal n. */
export function runNode(args, settings = {}) {
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  });
  const forward = (signal) => child.kill(signal);
  // Ctrl-C reaches the child too, as it belongs to the same terminal; a second one would cut its orderly stop short.
  const interrupt = (signal) => process.stdin.isTTY || forward(signal);
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', forward);
  process.on('SIGHUP', forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', forward);
      process.off('SIGHUP', forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
