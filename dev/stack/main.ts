import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LockHeldError, acquireLock } from '../services/lock.js';
import { projectFolder } from './project-folder.js';
import { namePhones } from './name-phones.js';
import { anyPorts, usualPorts } from './ports.js';
import { supportMailbox } from './product-settings.js';
import { announce, withdraw } from './running.js';
import { seedDemoOrganisation } from './seed.js';
import { startStack } from './stack.js';

/**
 * The whole product on embedded services, on the usual ports and with its data in .data/stack. `--stack <folder>` takes
 * other data, `--free-ports` any free ports: so a second one runs beside the first, or beside whatever has its ports.
 */
const { values } = parseArgs({
  options: {
    stack: { type: 'string', default: join(projectFolder, '.data', 'stack') },
    'free-ports': { type: 'boolean', default: false },
  },
});
const folder = resolve(values.stack);
const startedAt = Date.now();
const report = (line: string): void => {
  console.log(line);
};

const lock = await acquireLock(folder, 'npm start').catch((error: unknown) => {
  if (!(error instanceof LockHeldError)) throw error;
  console.error(error.message);
  process.exit(1);
});

let stopped: (() => void) | undefined;
const stopAsked = new Promise<void>((resolve) => (stopped = resolve));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped?.());

try {
  const stack = await startStack({
    ports: values['free-ports'] ? anyPorts : usualPorts,
    folder,
    keepsData: true,
    speechMillisecondsPerCharacter: 60,
    // Trying things out should not need an authenticator at hand.
    variables: { SECOND_FACTOR_FOR_DESK: 'optional' },
    report,
  });
  try {
    const organisation = await seedDemoOrganisation(stack);
    await namePhones(stack.phonesUrl);
    await announce(folder, stack);
    console.log(`
Beistand is ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s.

  API               ${stack.apiUrl}/v1       documentation ${stack.apiUrl}/docs
  Phones            ${stack.phonesUrl}       answer, press keys and speak by hand
  Mailbox           ${stack.mailUrl}
  Support mailbox   127.0.0.1:${stack.inboundMailPort}       takes mails to ${supportMailbox} by SMTP
  Fallback          ${stack.fallbackUrl}       what the telephone network plays while the API is away
  Temporal          ${stack.temporalAddress}${stack.temporalUiUrl === undefined ? '' : `       ${stack.temporalUiUrl}`}
  MongoDB           ${stack.mongoUri}
  Emergency number  ${stack.emergencyNumber}

  Demo organisation ${organisation.id}
  Demo token        ${stack.deskToken}
                    the desk's own, which may do everything

Stop with Ctrl-C; the data stay for the next start.
`);
    await stopAsked;
    console.log('Stopping …');
  } finally {
    await withdraw(folder);
    await stack.stop();
  }
} finally {
  await lock.release();
}
