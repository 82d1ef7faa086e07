import { join } from 'node:path';
import { LockHeldError, acquireLock } from '../services/lock.js';
import { projectFolder } from './project-folder.js';
import { namePhones } from './name-phones.js';
import { announce, withdraw } from './running.js';
import { seedDemoOrganisation } from './seed.js';
import { startStack } from './stack.js';

const folder = join(projectFolder, '.data', 'stack');
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
    ports: {
      api: 3000,
      temporal: 7233,
      temporalUi: 8233,
      mongo: 27_018,
      phones: 4010,
      smtp: 1025,
      mail: 8025,
      fallback: 8090,
    },
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
