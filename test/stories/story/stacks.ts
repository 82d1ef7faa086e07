import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyPorts } from '../../../dev/stack/ports.js';
import { findRunningStack, testStackFolder, type RunningStack } from '../../../dev/stack/running.js';
import { startStack, type Stack } from '../../../dev/stack/stack.js';

/** Seconds become short: nobody rings for half a minute in a test. */
export const hastyPolicy = {
  ringSeconds: 2,
  talkSeconds: 12,
  replySeconds: 3,
  roundDelaySeconds: 1,
  providerRoundDelaySeconds: 1,
  callBackAttempts: 3,
  callBackDelaySeconds: 1,
};

/** A stack that its stories may break. */
export type OwnStack = Stack & { readonly folder: string };

/**
 * A stack of a story's own, or of several: it ends with them, and so does what it has kept.
 *
 * @param keepsData whether all services write their data to disk, as in production, rather than to memory.
 */
export async function startOwnStack(
  variables: Readonly<Record<string, string>> = {},
  keepsData = false,
): Promise<OwnStack> {
  const folder = await mkdtemp(join(tmpdir(), 'beistand-story-'));
  const stack = await startStack({
    ports: anyPorts,
    folder,
    keepsData,
    speechMillisecondsPerCharacter: 0,
    report: () => undefined,
    variables: { LOG_LEVEL: 'info', ...variables },
  });
  return {
    ...stack,
    folder,
    async stop() {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The shared stack of this test run, else one of one's own. */
export async function joinStack(): Promise<
  RunningStack & { readonly folder: string; stop(): Promise<void> }
> {
  const shared = await findRunningStack(testStackFolder);
  if (shared !== undefined) return { ...shared, folder: testStackFolder, stop: () => Promise.resolve() };
  return startOwnStack();
}
