import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireLock } from '../services/lock.js';
import { projectFolder } from './processes.js';
import { announce, withdraw } from './running.js';
import { anyPorts, startStack } from './stack.js';

/**
 * Keeps one stack for all stories of a test run that break nothing: `npm test` starts it before the tests and ends it by
 * closing its standard input.
 */
const folder = join(projectFolder, '.data', 'test-stack');
const lock = await acquireLock(`${folder}.lock`, 'npm test');
try {
  await rm(folder, { recursive: true, force: true });
  const stack = await startStack({
    ports: anyPorts,
    folder,
    keepsData: false,
    speechMillisecondsPerCharacter: 0,
    report: console.log,
  });
  try {
    await announce(folder, stack);
    console.log('The stack for the stories is ready.');
    await new Promise<void>((resolve) => {
      process.stdin.once('end', resolve).once('close', resolve).resume();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
    });
  } finally {
    await withdraw(folder);
    await stack.stop();
  }
} finally {
  await lock.release();
}
