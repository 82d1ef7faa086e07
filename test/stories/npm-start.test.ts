import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { demoOrganisation } from '../../cli/demo-organisation.js';
import { DeskApi, eventually } from '../../dev/client/desk-api.js';
import { PhoneSimulatorClient } from '../../dev/phone-simulator/client.js';
import { runCommand } from '../../dev/services/command.js';
import { identifyProcess, isRunning, type ProcessIdentity } from '../../dev/services/process-identity.js';
import { projectFolder } from '../../dev/stack/project-folder.js';

const providersPhone = String(demoOrganisation.providers.assistance.provider.phones[0]);
const annasPhone = String(demoOrganisation.internalContacts[0]?.phones[0]);
/** What the README promises to ring. */
const promised = [providersPhone, annasPhone];

/** The commands of the README by which somebody speaks to the API, in their order. */
async function commandsOfReadme(): Promise<readonly string[]> {
  const readme = await readFile(join(projectFolder, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands = '']) => commands);
  return blocks.filter((commands) => commands.startsWith('curl '));
}

/** Types a command as the README has it, with what was printed in the place of what it leaves open. */
async function type(command: string, filledIn: Readonly<Record<string, string>>): Promise<unknown> {
  const typed = Object.entries(filledIn).reduce(
    (text, [open, value]) => text.replaceAll(open, value),
    command,
  );
  return JSON.parse((await runCommand('sh', ['-c', typed])).stdout);
}

/** The process with all that it has started and they have. */
async function family(eldest: number): Promise<readonly ProcessIdentity[]> {
  const { stdout } = await runCommand('ps', ['-A', '-o', 'pid=,ppid=']);
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const members = [eldest];
  for (const parent of members) for (const [pid = 0, of] of all) if (of === parent) members.push(pid);
  const identities = await Promise.all(members.map(identifyProcess));
  return identities.filter((identity) => identity !== undefined);
}

/** `npm start` beside whatever runs here already: on ports that are free, with data of its own. */
class NpmStart {
  #output = '';
  readonly #child;
  readonly ended: Promise<number | null>;

  constructor(folder: string) {
    this.#child = spawn('npm', ['start', '--', '--free-ports', '--stack', folder], {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C goes to all that a terminal's command consists of: to its process group.
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (text) => (this.#output += String(text)));
    this.ended = new Promise((resolve) => {
      this.#child.once('close', resolve);
    });
  }

  /** What it prints as soon as it is ready: where things are, whose token it is. */
  async printed() {
    const isSaid = () => Promise.resolve(this.#output.includes('Stop with Ctrl-C') ? true : undefined);
    await Promise.race([eventually(isSaid, 120), this.ended]);
    const find = (pattern: RegExp): string => {
      const found = pattern.exec(this.#output)?.[1];
      if (found === undefined)
        throw new Error(`${String(pattern)} is not in what it printed:\n${this.#output}`);
      return found;
    };
    return {
      api: find(/^ +API +(http:\S+)\/v1/m),
      phones: find(/^ +Phones +(http:\S+)/m),
      organisation: find(/^ +Demo organisation +(org_\S+)/m),
      token: find(/^ +Demo token +(\S+)/m),
    };
  }

  family(): Promise<readonly ProcessIdentity[]> {
    return family(Number(this.#child.pid));
  }

  pressCtrlC(): void {
    if (this.#child.exitCode === null) process.kill(-Number(this.#child.pid), 'SIGINT');
  }
}

describe('npm start', () => {
  let folder: string;
  const starts: NpmStart[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-start-'));
  });
  afterEach(async () => {
    for (const start of starts.splice(0)) {
      start.pressCtrlC();
      await start.ended;
    }
    await rm(folder, { recursive: true });
  });

  function npmStart(): NpmStart {
    const start = new NpmStart(folder);
    starts.push(start);
    return start;
  }

  it("carries the README's first report, ends at Ctrl-C, and has kept it for the next start (I1, I6, I10)", async () => {
    const [reportIt, readTimeline, ...others] = await commandsOfReadme();
    expect(others).toEqual([]);

    const first = npmStart();
    const { api, phones: phonesUrl, organisation, token } = await first.printed();
    const phones = await PhoneSimulatorClient.connect(phonesUrl);
    const filledIn = {
      'http://127.0.0.1:3000': api,
      THE_DEMO_TOKEN: token,
      THE_DEMO_ORGANISATION: organisation,
    };
    const reported = await type(String(reportIt), filledIn);
    const { id } = z.object({ id: z.string(), state: z.literal('open') }).parse(reported);
    for (const number of promised) await phones.expectEvent(number, 'ringing', { within: 20 });
    const ringing = (await phones.phones()).filter(({ calls }) => calls.length > 0);
    expect(ringing.map(({ number }) => number).sort()).toEqual([...promised].sort());

    await phones.phone(annasPhone).picksUp();
    await phones.phone(annasPhone).presses('1');
    const acknowledgement = { track: 'internal', reason: 'acknowledged' };
    await new DeskApi(api, token).expectEntry(id, 'attempt-ended', acknowledgement);
    const timeline = await type(String(readTimeline), { ...filledIn, THE_INCIDENT: id });
    const { items } = z.object({ items: z.array(z.looseObject({})) }).parse(timeline);
    expect(items).toContainEqual(
      expect.objectContaining({ type: 'attempt-ended', data: expect.objectContaining(acknowledgement) }),
    );

    const processes = await first.family();
    first.pressCtrlC();
    expect(await first.ended).toBe(0);
    const hasEnded = async () =>
      (await Promise.all(processes.map(isRunning))).includes(true) ? undefined : true;
    expect(processes.length).toBeGreaterThan(5);
    expect(await eventually(hasEnded, 5)).toBe(true);

    const second = await npmStart().printed();
    expect([second.organisation, second.token]).toEqual([organisation, token]);
    const again = new DeskApi(second.api, token);
    await again.expectIncident(id, { state: 'open' });
    expect((await again.timeline(id)).slice(0, items.length)).toEqual(items);
  }, 300_000);
});
