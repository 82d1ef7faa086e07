import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCacheFolder } from '../services/cache.js';
import { acquireLock } from '../services/lock.js';
import { startMongo } from '../services/mongodb/mongodb.js';
import { freePort } from '../services/ports.js';
import { startTestServers } from '../services/temporal/test-servers.js';
import { anyPorts } from './ports.js';
import { announce, testStackFolder as folder, withdraw } from './running.js';
import { announceServers, withdrawServers } from './shared-servers.js';
import { startStack } from './stack.js';

/**
 * Keeps what the tests of a run share that break nothing, a stack for stories and servers for parts: `npm test` starts it
 * before the tests and ends it by closing its standard input.
 */
const lock = await acquireLock(`${folder}.lock`, 'npm test');
const stops: (() => Promise<void>)[] = [() => lock.release()];
try {
  await rm(folder, { recursive: true, force: true });
  const stack = await startStack({
    ports: anyPorts,
    folder,
    keepsData: false,
    speechMillisecondsPerCharacter: 0,
    report: console.log,
  });
  stops.push(() => stack.stop());
  const mongo = await startMongo({
    port: await freePort(),
    logFile: join(folder, 'logs', 'mongodb-for-parts.log'),
    cacheFolder: defaultCacheFolder(),
    report: () => undefined,
  });
  stops.push(() => mongo.stop());
  const testServers = await startTestServers({
    logFile: join(folder, 'logs', 'temporal-test-servers.log'),
    cacheFolder: defaultCacheFolder(),
    report: () => undefined,
  });
  stops.push(() => testServers.stop());
  await announce(folder, stack);
  await announceServers(folder, {
    mongoUri: mongo.uri,
    temporalAddress: stack.temporalAddress,
    testServer: testServers.command,
  });
  stops.push(async () => {
    await withdrawServers(folder);
    await withdraw(folder);
  });
  console.log('The stack for the stories is ready.');
  await new Promise<void>((resolve) => {
    process.stdin.once('end', resolve).once('close', resolve).resume();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
} finally {
  for (const stop of stops.reverse()) await stop();
}
