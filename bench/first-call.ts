/**
 * How long a report waits until the first phone rings, as a ratio to the least the engine can do: API request → first
 * call at the simulator, against a bare workflow's start → its first regular activity, by turns on the same server.
 *
 * Run: npm run bench:first-call
 */
import { fileURLToPath } from 'node:url';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { DeskApi } from '../dev/client/desk-api.js';
import { PhoneSimulatorClient } from '../dev/phone-simulator/client.js';
import { anyPorts } from '../dev/stack/ports.js';
import { startStack } from '../dev/stack/stack.js';
import { resolveTypeScript } from '../worker/build-bundle.js';
import { median } from './median.js';

const turns = 40;
const warmUpTurns = 5;
const providerPhone = '+493023125090';

const stack = await startStack({
  ports: anyPorts,
  folder: await mkdtemp(join(tmpdir(), 'beistand-bench-')),
  // On disk, as in `npm start`: in memory the engine would be faster than anywhere it is used.
  keepsData: true,
  speechMillisecondsPerCharacter: 0,
  report: console.log,
});
try {
  const bareMilliseconds: number[] = [];
  const callMilliseconds: number[] = [];
  const bare = await bareWorkflow();
  const incident = await incidentWithProvider();
  for (let turn = 0; turn < turns + warmUpTurns; turn += 1) {
    const times = [await bare.once(), await incident.once()] as const;
    if (turn < warmUpTurns) continue;
    bareMilliseconds.push(times[0]);
    callMilliseconds.push(times[1]);
  }
  await bare.stop();
  const [bareMedian, callMedian] = [median(bareMilliseconds), median(callMilliseconds)];
  console.log(
    JSON.stringify({
      bareStartToFirstActivityMs: Math.round(bareMedian),
      requestToFirstCallMs: Math.round(callMedian),
      ratio: Math.round((callMedian / bareMedian) * 100) / 100,
      turns,
    }),
  );
} finally {
  await stack.stop();
}

/** A worker with nothing but the bare workflow, on the stack's server. */
async function bareWorkflow() {
  let arrived: (() => void) | undefined;
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address: stack.temporalAddress }),
    namespace: 'beistand',
    taskQueue: 'bare',
    workflowsPath: fileURLToPath(new URL('./bare/bare.workflow.ts', import.meta.url)),
    bundlerOptions: { webpackConfigHook: resolveTypeScript },
    activities: {
      arrive: () => {
        arrived?.();
        return Promise.resolve();
      },
    },
  });
  const running = worker.run();
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection, namespace: 'beistand' });
  return {
    async once(): Promise<number> {
      const arrival = new Promise<void>((resolve) => (arrived = resolve));
      const startedAt = performance.now();
      const handle = await client.workflow.start('bare', {
        taskQueue: 'bare',
        workflowId: `bare-${startedAt}`,
      });
      await arrival;
      const milliseconds = performance.now() - startedAt;
      await handle.result();
      return milliseconds;
    },
    async stop(): Promise<void> {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

/** An organisation with one provider and nobody else, so the first call is the only one. */
async function incidentWithProvider() {
  const api = new DeskApi(stack.apiUrl, stack.deskToken);
  const phones = await PhoneSimulatorClient.connect(stack.phonesUrl);
  await phones.phone(providerPhone).answers({ press: '1' });
  const organisation = await api.must('POST', '/v1/organisations', {
    name: 'Bench organisation',
    providers: { assistance: { by: 'own', provider: { name: 'Provider', phones: [providerPhone] } } },
  });
  return {
    async once(): Promise<number> {
      const startedAt = Date.now();
      const incident = await api.must('POST', '/v1/incidents', {
        organisationId: organisation['id'],
        kind: 'travel',
        threat: 'none',
        summary: 'A measured call for help.',
      });
      const call = await phones.expectCallTo(providerPhone, { within: 10 });
      const milliseconds = new Date(call.time).getTime() - startedAt;
      await phones.expectEnded(providerPhone, { within: 20 });
      await api.must('POST', `/v1/incidents/${String(incident['id'])}/close`, { outcome: 'resolved' });
      await sleep(300);
      return milliseconds;
    },
  };
}
