import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DeskApi } from '../client/desk-api.js';
import { PhoneSimulatorClient } from '../phone-simulator/client.js';
import { anyPorts } from '../stack/ports.js';
import { projectFolder } from '../stack/project-folder.js';
import { findRunningStack } from '../stack/running.js';
import { startStack } from '../stack/stack.js';
import { perform } from './performance.js';

/**
 * Plays a call for help on the stack that `npm start` runs (or another: `--stack <folder>`), else on one of its own.
 * With --json standard output is the summary alone, one line. Ends with 0 when all was as told, else 1.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    stack: { type: 'string', default: join(projectFolder, '.data', 'stack') },
  },
});
const tell = values.json ? console.error : console.log;

/** A second Ctrl-C does not wait: whatever was started ends with this process. */
const interruption = new AbortController();
let interruptedBy: 'SIGINT' | 'SIGTERM' | undefined;
const exitCodeOf = (signal: 'SIGINT' | 'SIGTERM'): number => 128 + constants.signals[signal];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruptedBy !== undefined) process.exit(exitCodeOf(signal));
    interruptedBy = signal;
    interruption.abort();
  });
}

async function enterStack() {
  const running = await findRunningStack(resolve(values.stack));
  if (running !== undefined) {
    tell(`Attaching to the stack that runs at ${running.apiUrl}.`);
    return { ...running, stop: () => Promise.resolve() };
  }
  return await startStack({
    ports: anyPorts,
    folder: join(projectFolder, '.data', `demo-${process.pid}`),
    keepsData: false,
    speechMillisecondsPerCharacter: 5,
    report: tell,
  });
}

async function play(): Promise<number> {
  const stack = await enterStack();
  try {
    interruption.signal.throwIfAborted();
    const performance = await perform({
      api: new DeskApi(stack.apiUrl, stack.deskToken),
      phones: await PhoneSimulatorClient.connect(stack.phonesUrl),
      mailUrl: stack.mailUrl,
      tell,
      interrupted: interruption.signal,
    });
    const { asTold, scenes, attempts, timelineEntries, seconds } = performance;
    const kept = scenes.filter((scene) => scene.asTold).length;
    tell(
      `\n${asTold ? 'As told' : 'NOT as told'}: ${kept} of ${scenes.length} scenes, ` +
        `${attempts} attempts, ${timelineEntries} timeline entries, ${seconds} s.`,
    );
    if (values.json) console.log(JSON.stringify(performance));
    return asTold ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

try {
  process.exitCode = await play();
} catch (error) {
  if (interruptedBy === undefined) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
if (interruptedBy !== undefined) {
  console.error('The demo was broken off.');
  process.exitCode = exitCodeOf(interruptedBy);
}
