import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { projectFolder } from '../stack/project-folder.js';

const countedSchema = z.strictObject({ exitCode: z.int(), passed: z.int(), failed: z.int() });
const resultsSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['passed', 'failed']),
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), failureMessages: z.array(z.string()) })),
    }),
  ),
});

describe('a run of tests', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-runner-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs files of `fixtures/` as `npm test` runs the project's, one after the other in one process. */
  async function run(files: string) {
    const resultsFile = join(folder, `${files}.json`);
    const args = ['--config', 'dev/jest/fixtures/jest.config.mjs', '--runInBand'];
    const all = [...args, '--json', `--outputFile=${resultsFile}`, '--testPathPatterns', files];
    const script = `import { runJest } from './dev/jest/run.mjs';
      console.log(JSON.stringify(await runJest(${JSON.stringify(all)})));`;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd: projectFolder },
    );
    const results = await readFile(resultsFile, 'utf8').catch(() => '{ "testResults": [] }');
    const { testResults } = resultsSchema.parse(JSON.parse(results));
    return {
      counted: countedSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')),
      told: stderr,
      byFile: new Map(testResults.map((result) => [basename(result.name, '.fixture.ts'), result])),
    };
  }

  it('passes, file after file, each with its own hooks and a clock that goes', async () => {
    const { counted, told } = await run('passes');
    expect(counted).toEqual({ exitCode: 0, passed: 4, failed: 0 });
    const [first, second] = [...told.matchAll(/Loaded at ([\d.]+); (\d) hooks; (\d+) storages/g)];
    expect([first?.[2], second?.[2]]).toEqual(['3', '1']);
    // They have the same module: that it is loaded once is why they share a process.
    expect(second?.[1]).toBe(first?.[1]);
    // What the runner of a file made for it, no promise of the next one is entered into.
    expect(Number(first?.[3])).toBeGreaterThan(0);
    expect(second?.[3]).toBe(first?.[3]);
  });

  it('fails by whatever goes wrong in a file, and shows where in the TypeScript', async () => {
    const { counted, byFile } = await run('fails');
    const causes = [
      ['fails-in-a-test', /fails-in-a-test\.fixture\.ts:11:31/],
      ['fails-in-an-import', /This module cannot be loaded[^]*broken\.ts:2:9/],
      ['fails-in-before-all', /Nothing could be prepared[^]*before-all\.fixture\.ts:4:9/],
      ['fails-in-after-all', /Nothing could be put away[^]*after-all\.fixture\.ts:3:31/],
      ['fails-by-hanging', /Exceeded timeout of 200 ms[^]*hanging\.fixture\.ts:3:1/],
      ['fails-by-an-unheard-rejection', /Nobody listens[^]*rejection\.fixture\.ts:4:23/],
      ['fails-by-an-uncaught-error', /Nobody catches[^]*error\.fixture\.ts:5:11/],
    ] as const;
    expect([...byFile.keys()].sort()).toEqual(causes.map(([file]) => file).sort());
    for (const [file, cause] of causes) {
      expect(byFile.get(file)?.status).toBe('failed');
      expect(byFile.get(file)?.message).toMatch(cause);
    }
    // Each of them once, so that any of them alone would do.
    expect(counted).toEqual({ exitCode: 1, passed: 1, failed: causes.length });
  });

  it('fails when no file could be run', async () => {
    const { counted, byFile } = await run('there-is-no-such-file');
    expect(byFile.size).toBe(0);
    expect(counted).toEqual({ exitCode: 1, passed: 0, failed: 1 });
  });
});
