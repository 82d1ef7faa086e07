import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning, ownIdentity } from '../services/process-identity.js';
import { projectFolder } from './project-folder.js';
import type { Stack } from './stack.js';

/** Where `npm test` keeps one stack for all stories that break nothing. */
export const testStackFolder = join(projectFolder, '.data', 'test-stack');

const runningStackSchema = z.object({
  apiUrl: z.string(),
  deskToken: z.string(),
  phonesUrl: z.string(),
  mailUrl: z.string(),
  inboundMailPort: z.int(),
  temporalAddress: z.string(),
  mongoUri: z.string(),
  emergencyNumber: z.string(),
  deskNumber: z.string(),
  dutyNumber: z.string(),
});
/** Where a running stack can be reached by another process of the same user. */
export type RunningStack = z.infer<typeof runningStackSchema>;

const settingsSchema = z.object({
  announcedBy: z.object({ pid: z.int(), startedAt: z.string() }),
  variables: z.record(z.string(), z.string()),
});

const stackFile = 'running.json';
const settingsFile = 'environment.json';

/** Tells other processes of the same user where the stack is, and what its own processes were told. */
export async function announce(folder: string, stack: Stack): Promise<void> {
  const settings: z.input<typeof settingsSchema> = {
    announcedBy: await ownIdentity(),
    variables: stack.variables,
  };
  await writeFile(join(folder, settingsFile), JSON.stringify(settings), { mode: 0o600 });
  await writeFile(join(folder, stackFile), JSON.stringify(runningStackSchema.parse(stack)), { mode: 0o600 });
}

export async function withdraw(folder: string): Promise<void> {
  for (const file of [stackFile, settingsFile]) await rm(join(folder, file), { force: true });
}

/**
 * The environment of the stack on this folder, ready or not, as long as whoever started it is alive: a stack that is in
 * trouble is worth examining.
 */
export async function findStackVariables(
  folder: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const text = await readFile(join(folder, settingsFile), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { announcedBy, variables } = settingsSchema.parse(JSON.parse(text));
  return (await isRunning(announcedBy)) ? variables : undefined;
}

/** The stack that runs on this folder, if one does: announced, and ready when asked. */
export async function findRunningStack(folder: string): Promise<RunningStack | undefined> {
  try {
    const running = runningStackSchema.parse(JSON.parse(await readFile(join(folder, stackFile), 'utf8')));
    const { ok } = await fetch(`${running.apiUrl}/readyz`, { signal: AbortSignal.timeout(2_000) });
    return ok ? running : undefined;
  } catch {
    // Nothing was announced, or what was announced has ended without a farewell.
    return undefined;
  }
}
