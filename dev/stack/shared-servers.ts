import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning, isSystemError, ownIdentity } from '../services/process-identity.js';
import { testStackFolder } from './running.js';

const sharedServersSchema = z.strictObject({
  /** Not the stack's own, so that no story waits for a test of a part. */
  mongoUri: z.string(),
  temporalAddress: z.string(),
  /** Starts a time-skipping server, which is the one's own who starts it. */
  testServer: z.strictObject({ path: z.string(), extraArgs: z.array(z.string()).readonly() }),
});
/**
 * Servers for all tests of a run that break nothing. Whoever uses them takes names that nobody else has: a database of
 * one's own, new workflow IDs.
 */
export type SharedServers = z.infer<typeof sharedServersSchema>;

const announcementSchema = sharedServersSchema.extend({
  keeper: z.strictObject({ pid: z.int(), startedAt: z.string() }),
});

const fileName = 'servers.json';

/** Tells other processes where the servers are that this one keeps. */
export async function announceServers(folder: string, servers: SharedServers): Promise<void> {
  const announcement = JSON.stringify({ ...servers, keeper: await ownIdentity() });
  await writeFile(join(folder, fileName), announcement, { mode: 0o600 });
}

export async function withdrawServers(folder: string): Promise<void> {
  await rm(join(folder, fileName), { force: true });
}

/** The shared servers of this test run; undefined for a test that runs alone: it starts its own. */
export async function findSharedServers(folder = testStackFolder): Promise<SharedServers | undefined> {
  let content: string;
  try {
    content = await readFile(join(folder, fileName), 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
  const { keeper, ...servers } = announcementSchema.parse(JSON.parse(content));
  // Servers do not outlive whoever keeps them.
  return (await isRunning(keeper)) ? servers : undefined;
}
