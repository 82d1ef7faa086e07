import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { projectFolder } from './processes.js';
import type { Stack } from './stack.js';

/** Where `npm test` keeps one stack for all stories that break nothing. */
export const testStackFolder = join(projectFolder, '.data', 'test-stack');

const runningStackSchema = z.object({
  apiUrl: z.string(),
  deskToken: z.string(),
  phonesUrl: z.string(),
  mailUrl: z.string(),
  temporalAddress: z.string(),
  mongoUri: z.string(),
  emergencyNumber: z.string(),
  deskNumber: z.string(),
  dutyNumber: z.string(),
});
/** Where a running stack can be reached by another process of the same user. */
export type RunningStack = z.infer<typeof runningStackSchema>;

const fileName = 'running.json';

/** Tells other processes where the stack is. */
export async function announce(folder: string, stack: Stack): Promise<void> {
  await writeFile(join(folder, fileName), JSON.stringify(runningStackSchema.parse(stack)), { mode: 0o600 });
}

export async function withdraw(folder: string): Promise<void> {
  await rm(join(folder, fileName), { force: true });
}

/** The stack that runs on this folder, if one does: announced, and ready when asked. */
export async function findRunningStack(folder: string): Promise<RunningStack | undefined> {
  try {
    const running = runningStackSchema.parse(JSON.parse(await readFile(join(folder, fileName), 'utf8')));
    const { ok } = await fetch(`${running.apiUrl}/readyz`, { signal: AbortSignal.timeout(2_000) });
    return ok ? running : undefined;
  } catch {
    // Nothing was announced, or what was announced has ended without a farewell.
    return undefined;
  }
}
