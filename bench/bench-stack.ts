import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyPorts } from '../dev/stack/ports.js';
import { startStack, type Stack } from '../dev/stack/stack.js';

/** A stack of a benchmark's own, on this machine alone: it ends with the benchmark. */
export async function withBenchStack(report: (line: string) => void, work: (stack: Stack) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'beistand-bench-'));
  const stack = await startStack({
    ports: anyPorts,
    folder,
    // On disk, as in `npm start`: in memory the engine would be faster than anywhere it is used.
    keepsData: true,
    speechMillisecondsPerCharacter: 0,
    report,
  });
  try {
    await work(stack);
  } finally {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
