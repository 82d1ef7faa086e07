import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inheritEnvironment } from '../../config/env.js';
import { DeskApi, eventually } from '../../dev/client/desk-api.js';
import { projectFolder } from '../../dev/stack/project-folder.js';
import { announce, findRunningStack, testStackFolder, type RunningStack } from '../../dev/stack/running.js';
import { startOwnStack } from './story/stacks.js';

/** The folder of a running stack: of the shared one, else of one of one's own. */
async function stackOnFolder(): Promise<RunningStack & { folder: string; stop(): Promise<void> }> {
  const shared = await findRunningStack(testStackFolder);
  if (shared !== undefined) return { ...shared, folder: testStackFolder, stop: () => Promise.resolve() };
  const own = await startOwnStack();
  await announce(own.folder, own);
  return own;
}

describe('the command line beside a running stack', () => {
  let stack: Awaited<ReturnType<typeof stackOnFolder>>;
  beforeAll(async () => {
    stack = await stackOnFolder();
  });
  afterAll(() => stack.stop());

  function run(
    args: readonly string[],
    folder = stack.folder,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number | null; output: string; told: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'dev/cli/main.ts', folder, ...args], {
      cwd: projectFolder,
      env: { ...inheritEnvironment(variables) },
    });
    let output = '';
    let told = '';
    child.stdout.on('data', (text) => (output += String(text)));
    child.stderr.on('data', (text) => (told += String(text)));
    return new Promise((resolve) => {
      child.once('close', (code) => {
        resolve({ code, output, told });
      });
    });
  }

  it('examines it, finds everything well, and says whose settings it took (X6)', async () => {
    const { code, output, told } = await run(['doctor']);
    expect(output).not.toContain('FAIL');
    expect(output).toContain('Everything is well.');
    expect(told).toContain(`With the settings of the stack that runs on ${stack.folder}.`);
    expect(code).toBe(0);
  });

  it('invites its first desk lead, whose link works, and stands in the audit trail (X4, X5)', async () => {
    const email = `lead-${Date.now()}@beistand.example`;
    const { code, output } = await run(['create-admin', '--email', email, '--name', 'Lead']);
    expect(code).toBe(0);
    const link = /http\S+/.exec(output)?.[0] ?? '';
    expect(link).toContain(stack.apiUrl);
    const status = await eventually(async () => {
      const answer = await fetch(link);
      return answer.ok ? answer.status : undefined;
    }, 5);
    expect(status).toBe(200);

    const { items } = await new DeskApi(stack.apiUrl, stack.deskToken).must(
      'GET',
      `/v1/audit?action=create-admin&actor=${userInfo().username}`,
    );
    expect(items).toContainEqual(
      expect.objectContaining({
        by: { by: 'command-line', account: userInfo().username },
        from: { host: hostname() },
        stage: 'done',
        values: [expect.objectContaining({ after: expect.objectContaining({ email }) })],
      }),
    );
  });

  it('does not mix it with another installation, and names all that is missing then (X6)', async () => {
    const elsewhere = { MONGODB_URI: 'mongodb://127.0.0.1:1/elsewhere' };
    const { code, output, told } = await run(['doctor'], stack.folder, elsewhere);
    expect(code).toBe(1);
    expect(told).not.toContain('With the settings');
    for (const name of ['BEISTAND_KEY', 'DESK_TOKEN', 'TWILIO_ACCOUNT_SID', 'SMTP_URL']) {
      expect(output).toContain(`${name} is missing`);
    }
  });

  it('names all that is missing where no stack runs (X6)', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'beistand-no-stack-'));
    const { code, told } = await run(['create-admin', '--email', 'a@beistand.example', '--name', 'A'], empty);
    expect(code).toBe(1);
    for (const name of ['BEISTAND_KEY', 'PUBLIC_URL', 'EMERGENCY_NUMBER']) {
      expect(told).toContain(`${name} is missing`);
    }
    await rm(empty, { recursive: true });
  });
});
