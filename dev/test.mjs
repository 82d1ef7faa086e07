// npm test [-- jest arguments]: sets up what is missing, runs the tests, ends with "N passed, N failed".
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { runNode } from './launch.mjs';

await ensureInstalled();
const folder = await mkdtemp(join(tmpdir(), 'beistand-test-'));
const summaryFile = join(folder, 'summary.json');
try {
  process.exitCode =
    (await runNode(['--import', 'tsx', 'dev/services/prepare/main.ts'])) || (await runTests());
  const { passed, failed } = await readSummary();
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await rm(folder, { recursive: true });
}

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
    return (await Promise.race([ready, ended.then(() => false)])) ? await runJest() : 1;
  } finally {
    stack.stdin.end();
    await ended;
  }
}

function runJest() {
  return runNode(
    [
      'node_modules/jest/bin/jest.js',
      ...process.argv.slice(2),
      // Last, as Jest takes every word after them for one more reporter.
      '--reporters=default',
      '--reporters=./dev/jest-reporter.mjs',
    ],
    {
      // Jest starts processes of its own, which take these options from the environment only.
      NODE_OPTIONS: [
        process.env.NODE_OPTIONS,
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
      ]
        .filter(Boolean)
        .join(' '),
      BEISTAND_TEST_SUMMARY: summaryFile,
    },
  );
}

/** What the reporter counted; a run that never got so far, or failed outside of any test, counts as one failure. */
async function readSummary() {
  const counted = await readFile(summaryFile, 'utf8').then(JSON.parse, () => ({ passed: 0, failed: 0 }));
  return process.exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}
