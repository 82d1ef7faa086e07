import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DeskApi } from '../client/desk-api.js';
import { PhoneSimulatorClient } from '../phone-simulator/client.js';
import { anyPorts } from '../stack/ports.js';
import { projectFolder } from '../stack/processes.js';
import { findRunningStack } from '../stack/running.js';
import { startStack } from '../stack/stack.js';
import { perform } from './performance.js';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
/** With --json the summary alone is printed. */
const tell = (line: string): void => {
  if (!values.json) console.log(line);
};

const running = await findRunningStack(join(projectFolder, '.data', 'stack'));
if (running !== undefined) tell(`Attaching to the stack that runs at ${running.apiUrl}.`);
const own =
  running === undefined
    ? await startStack({
        ports: anyPorts,
        folder: join(projectFolder, '.data', `demo-${process.pid}`),
        keepsData: false,
        speechMillisecondsPerCharacter: 5,
        report: tell,
      })
    : undefined;
const { apiUrl, deskToken, phonesUrl } = running ?? own ?? {};
if (apiUrl === undefined || deskToken === undefined || phonesUrl === undefined)
  throw new Error('No stack is running.');

try {
  const performance = await perform(
    new DeskApi(apiUrl, deskToken),
    await PhoneSimulatorClient.connect(phonesUrl),
    tell,
  );
  if (values.json) console.log(JSON.stringify(performance));
  else {
    const kept = performance.scenes.filter(({ asTold }) => asTold).length;
    console.log(
      `\n${performance.asTold ? 'As told' : 'NOT as told'}: ${kept} of ${performance.scenes.length} scenes, ` +
        `${performance.attempts} attempts, ${performance.timelineEntries} timeline entries, ${performance.seconds} s.`,
    );
  }
  process.exitCode = performance.asTold ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await own?.stop();
}
