// npm test [-- jest arguments]: sets up what is missing, runs the tests, ends with "N passed, N failed".
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { runJest } from './jest/run.mjs';
import { runNode } from './launch.mjs';

/** That the tests could not even begin counts as one failure. */
const nothingRun = { exitCode: 1, passed: 0, failed: 1 };

await ensureInstalled();
const prepared = (await runNode(['--import', 'tsx', 'dev/services/prepare/main.ts'])) === 0;
const { exitCode, passed, failed } = prepared ? await runTests() : nothingRun;
process.exitCode = exitCode;
console.log(`${passed} passed, ${failed} failed`);

/** All tests that break nothing share one stack and its servers: they start before the first test and end after the last. */
async function runTests() {
  const stack = spawn(process.execPath, ['--import', 'tsx', 'dev/stack/for-tests.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => stack.once('exit', resolve));
  const ready = new Promise((resolve) => {
    stack.stdout.on('data', (lines) => {
      process.stdout.write(lines);
      if (String(lines).includes('is ready')) resolve(true);
    });
  });
  try {
    const isReady = await Promise.race([ready, ended.then(() => false)]);
    return isReady ? await runJest(process.argv.slice(2)) : nothingRun;
  } finally {
    stack.stdin.end();
    await ended;
  }
}
