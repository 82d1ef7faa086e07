import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Client,
  Connection,
  type WorkflowExecutionInfo,
  type WorkflowHandle,
  type WorkflowHandleWithFirstExecutionRunId,
} from '@temporalio/client';
import { eventually } from '../dev/client/desk-api.js';
import { defaultCacheFolder } from '../dev/services/cache.js';
import { freePort } from '../dev/services/ports.js';
import { startTemporal, type RunningTemporal } from '../dev/services/temporal/temporal.js';
import { findSharedServers } from '../dev/stack/shared-servers.js';
import { createCaseHistories } from './case-histories.js';
import type { CaseHistories } from './cases.js';

const namespace = 'default';

let folder: string;
let temporal: RunningTemporal;
let client: Client;
let histories: CaseHistories;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beistand-histories-'));
  const shared = await findSharedServers();
  temporal = await startTemporal({
    port: await freePort(),
    namespace,
    ...(shared === undefined ? {} : { externalAddress: shared.temporalAddress }),
    logFile: join(folder, 'temporal.log'),
    cacheFolder: defaultCacheFolder(),
    report: () => undefined,
  });
  client = new Client({ connection: await Connection.connect({ address: temporal.address }), namespace });
  histories = createCaseHistories(client, 20_000);
});
afterAll(async () => {
  await client.connection.close();
  await temporal.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A workflow that nobody works on, so it runs until it is ended. */
async function started(
  workflowId = `history-${randomUUID()}`,
): Promise<WorkflowHandleWithFirstExecutionRunId> {
  return client.workflow.start('nobody-runs-this', { workflowId, taskQueue: 'nobody', args: [] });
}

/** The engine deletes histories up to a minute later. */
const isUnknown = ({ workflowId }: WorkflowHandle, runId?: string) =>
  eventually(
    () =>
      client.workflow
        .getHandle(workflowId, runId)
        .describe()
        .then(
          () => undefined,
          () => true,
        ),
    100,
  );

/** Histories where the list of workflows is as it was before something: it is told of everything a while later. */
function withLateList(listed: readonly WorkflowExecutionInfo[]): CaseHistories {
  const late = new Client({ connection: client.connection, namespace });
  const none = late.workflow.list({ query: "WorkflowId = 'none'" });
  late.workflow.list = () => ({
    intoHistories: (options) => none.intoHistories(options),
    async *[Symbol.asyncIterator]() {
      yield* await Promise.resolve(listed);
    },
  });
  return createCaseHistories(late, 20_000);
}

async function listedOf({ workflowId }: WorkflowHandle): Promise<readonly WorkflowExecutionInfo[]> {
  const found = [];
  for await (const each of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) found.push(each);
  return found;
}

/** What the list says as soon as it knows so many runs. */
async function listedOnce(
  handle: WorkflowHandle,
  runs: number,
  isRight: (run: WorkflowExecutionInfo) => boolean,
): Promise<readonly WorkflowExecutionInfo[]> {
  const listed = await eventually(async () => {
    const found = (await listedOf(handle)).filter(isRight);
    return found.length === runs ? found : undefined;
  }, 20);
  if (listed === undefined) throw new Error('The list was not told.');
  return listed;
}

describe('the histories of a workflow (R2)', () => {
  it('are deleted when it has just ended, whatever the list of workflows knows, with those of earlier runs', async () => {
    const [unlisted, thoughtToRun, first] = await Promise.all([started(), started(), started()]);
    const running = await listedOnce(thoughtToRun, 1, ({ status }) => status.name === 'RUNNING');
    await Promise.all([unlisted.terminate(), thoughtToRun.terminate(), first.terminate()]);
    const second = await started(first.workflowId);
    await second.terminate();
    await listedOnce(first, 2, ({ status }) => status.name !== 'RUNNING');

    await withLateList([]).remove(unlisted.workflowId);
    await withLateList(running).remove(thoughtToRun.workflowId);
    await histories.remove(first.workflowId);
    const gone = await Promise.all([
      isUnknown(unlisted),
      isUnknown(thoughtToRun),
      isUnknown(first, first.firstExecutionRunId),
      isUnknown(second, second.firstExecutionRunId),
    ]);
    expect(gone).toEqual([true, true, true, true]);
    await histories.remove(unlisted.workflowId);
  });

  it('stay as long as it runs, and whoever removes them tries again', async () => {
    const handle = await started();
    const { workflowId } = handle;
    await expect(histories.remove(workflowId)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await histories.isRunning(workflowId)).toBe(true);
    await handle.terminate();
    expect(await histories.isRunning(workflowId)).toBe(false);
    await histories.remove(workflowId);
  });
});
