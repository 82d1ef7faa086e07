import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from '../launch.mjs';

/**
 * Runs Jest with these arguments. Resolves with its exit code and what it counted; a run that fails outside of any test,
 * or never gets so far as to count, counts as one failure.
 */
export async function runJest(args) {
  const folder = await mkdtemp(join(tmpdir(), 'beistand-test-'));
  const summaryFile = join(folder, 'summary.json');
  try {
    const exitCode = await runNode(
      [
        'node_modules/jest/bin/jest.js',
        ...args,
        // Last, as Jest takes every word after them for one more reporter.
        '--reporters=default',
        '--reporters=./dev/jest/counting-reporter.mjs',
      ],
      { BEISTAND_TEST_SUMMARY: summaryFile },
    );
    const counted = await readFile(summaryFile, 'utf8').then(JSON.parse, () => ({ passed: 0, failed: 0 }));
    const failed = exitCode !== 0 && counted.failed === 0 ? 1 : counted.failed;
    return { exitCode, passed: counted.passed, failed };
  } finally {
    await rm(folder, { recursive: true });
  }
}
