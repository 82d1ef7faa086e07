import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeskApi, eventually } from '../../dev/client/desk-api.js';
import { cast } from '../../dev/demo/cast.js';
import type { Performance } from '../../dev/demo/performance.js';
import { PhoneSimulatorClient } from '../../dev/phone-simulator/client.js';
import { startPhoneSimulator, type PhoneSimulator } from '../../dev/phone-simulator/server.js';
import { projectFolder } from '../../dev/stack/project-folder.js';
import type { RunningStack } from '../../dev/stack/running.js';
import { joinStack } from './story/stacks.js';

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly told: string;
}

/** The demo on a stack that is announced in this folder. */
function startDemo(command: string, args: readonly string[], stackFolder: string) {
  const child = spawn(command, [...args, '--json', '--stack', stackFolder], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let told = '';
  child.stdout.on('data', (text) => (output += String(text)));
  child.stderr.on('data', (text) => (told += String(text)));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, output, told });
    });
  });
  return { ended, told: () => told, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}
/** As people start it. */
const npmRunDemo = (folder: string) => startDemo('npm', ['run', '--silent', 'demo', '--'], folder);
/** What npm starts: npm's own way with signals is none of ours. */
const runDemo = (folder: string) => startDemo(process.execPath, ['dev/demo.mjs'], folder);

describe('npm run demo', () => {
  let stack: RunningStack & { stop(): Promise<void> };
  let folder: string;
  let strangers: PhoneSimulator;

  /** The demo finds a stack by what is announced in a folder. */
  async function announced(name: string, changes: Partial<RunningStack> = {}): Promise<string> {
    const { apiUrl, deskToken, phonesUrl, mailUrl, inboundMailPort, temporalAddress, mongoUri } = stack;
    const { emergencyNumber, deskNumber, dutyNumber } = stack;
    const announcement: RunningStack = {
      ...{ apiUrl, deskToken, phonesUrl, mailUrl, inboundMailPort, temporalAddress, mongoUri },
      ...{ emergencyNumber, deskNumber, dutyNumber },
      ...changes,
    };
    const stackFolder = await mkdtemp(join(folder, `${name}-`));
    await writeFile(join(stackFolder, 'running.json'), JSON.stringify(announcement));
    return stackFolder;
  }

  beforeAll(async () => {
    stack = await joinStack();
    folder = await mkdtemp(join(tmpdir(), 'beistand-demo-'));
    strangers = await startPhoneSimulator({ accounts: [], numbers: [], speechMillisecondsPerCharacter: 0 });
  });
  afterAll(async () => {
    await strangers.stop();
    await rm(folder, { recursive: true, force: true });
    await stack.stop();
  });

  it('plays from "Hilfe" to closure, and tells it in one line (I1, I4, I6, I8)', async () => {
    const { code, output, told } = await npmRunDemo(await announced('as-told')).ended;
    expect([code, told]).toEqual([0, expect.stringContaining('As told: 11 of 11 scenes')]);
    expect(output.trimEnd().split('\n')).toHaveLength(1);
    const performance = JSON.parse(output) as Performance;
    expect(performance).toMatchObject({ asTold: true, incidentId: expect.stringMatching(/^inc_/) });
    expect(performance.scenes).toHaveLength(11);
    expect(performance.scenes.every(({ asTold }) => asTold)).toBe(true);
    expect(
      await new DeskApi(stack.apiUrl, stack.deskToken).must(
        'GET',
        `/v1/incidents/${String(performance.incidentId)}`,
      ),
    ).toMatchObject({ state: 'closed' });
  });

  it('ends with 1 when the phones do otherwise than they are told (I2)', async () => {
    const phones = await PhoneSimulatorClient.connect(stack.phonesUrl);
    await phones.phone(cast.toni.phone).isBusy();
    // What the demo asks of the phones goes to phones that nobody calls.
    const { code, output } = await runDemo(await announced('otherwise', { phonesUrl: strangers.url })).ended;
    expect(code).toBe(1);
    const performance = JSON.parse(output) as Performance;
    expect(performance.asTold).toBe(false);
    expect(performance.scenes.some(({ asTold }) => asTold)).toBe(false);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('breaks off at %s, and leaves no incident that calls on', async (signal, expected) => {
    const demo = runDemo(await announced(signal));
    const incidentId = await eventually(
      () => Promise.resolve(/It is incident (inc_\w+)/.exec(demo.told())?.[1]),
      60,
    );
    demo.kill(signal);
    const { code, output } = await demo.ended;
    expect([code, output]).toEqual([expected, '']);
    await new DeskApi(stack.apiUrl, stack.deskToken).expectIncident(String(incidentId), { state: 'closed' });
  });
});
