/**
 * What a long support case costs: how long it takes to open a case (the case and its latest messages) and to write in it, with a
 * thousand messages against three; in how many runs its workflow has gone on, and how many events of history a message costs.
 *
 * Run: npm run bench:support-case [-- --messages 1000] [--turns 200] [--json]
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { DeskApi, eventually } from '../dev/client/desk-api.js';
import { supportCaseIdSchema } from '../domain/identifiers.js';
import { supportCaseWorkflowId } from '../domain/support-case/workflow-id.js';
import { benchCase, benchPartner } from './bench-partner.js';
import { withBenchStack } from './bench-stack.js';
import { printFindings, rounded } from './findings.js';
import { median } from './median.js';
import { percentile } from './percentile.js';

const { values: options } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000' },
    turns: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const manyMessages = Number(options.messages);
const turns = Number(options.turns);
const fewMessages = 3;
const text = 'A message of usual length. '.repeat(10);
const warmUpTurns = 10;
const writeTurns = 21;
/** So many write at the same time while the long case grows. */
const writers = 4;
/** The API lets one token ask 3,000 times a minute. Milliseconds. */
const pauseBetweenTurns = 100;

interface Run {
  readonly events: number;
  /** The run before it. */
  readonly former?: string;
}

await withBenchStack(options.json ? () => undefined : console.log, async (stack) => {
  const api = new DeskApi(stack.apiUrl, stack.deskToken);
  const accountId = await benchPartner(api);
  const [long, short] = [await benchCase(api, accountId), await benchCase(api, accountId)];
  const path = (id: string) => `/v1/support-cases/${id}`;

  let repeated = 0;
  /** As a client does: what was not taken for want of time is sent again, under the same key. */
  async function write(id: string): Promise<void> {
    const key = { 'idempotency-key': randomUUID() };
    for (;;) {
      const answer = await api.ask('POST', `${path(id)}/messages`, { text }, key);
      if (answer.status === 201) return;
      if (answer.status !== 503) throw new Error(`A message was answered ${answer.status}.`);
      repeated += 1;
    }
  }
  /** With the first one, by which the case was opened. */
  async function grow(id: string, messages: number): Promise<void> {
    let left = messages - 1;
    const one = async () => {
      while (left-- > 0) await write(id);
    };
    await Promise.all(Array.from({ length: writers }, one));
    await eventually(
      async () => ((await api.must('GET', path(id)))['messages'] === messages ? true : undefined),
      60,
    );
  }
  async function open(id: string): Promise<number> {
    const startedAt = performance.now();
    await api.must('GET', path(id));
    await api.must('GET', `${path(id)}/messages?latest=true`);
    return performance.now() - startedAt;
  }
  async function timed(work: () => Promise<void>): Promise<number> {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  }

  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection, namespace: 'beistand' });
  async function runOf(workflowId: string, runId?: string): Promise<Run> {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const former = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
    return { events: events?.length ?? 0, ...(former === '' ? {} : { former }) };
  }
  /** How many events each run of the case's workflow has, the newest run first. */
  async function runs(id: string): Promise<readonly number[]> {
    const workflowId = supportCaseWorkflowId(supportCaseIdSchema.parse(id));
    const lengths: number[] = [];
    let run = await runOf(workflowId);
    lengths.push(run.events);
    while (run.former !== undefined) {
      run = await runOf(workflowId, run.former);
      lengths.push(run.events);
    }
    return lengths;
  }

  await grow(short, fewMessages);
  const before = (await runs(long)).reduce((sum, length) => sum + length, 0);
  const growing = await timed(() => grow(long, manyMessages));
  const lengths = await runs(long);
  const events = lengths.reduce((sum, length) => sum + length, 0) - before;

  const opening = { long: [] as number[], short: [] as number[] };
  for (let turn = 0; turn < turns + warmUpTurns; turn += 1) {
    const times = [await open(long), await open(short)] as const;
    await new Promise((resolve) => setTimeout(resolve, pauseBetweenTurns));
    if (turn < warmUpTurns) continue;
    opening.long.push(times[0]);
    opening.short.push(times[1]);
  }
  const writing = { long: [] as number[], short: [] as number[] };
  for (let turn = 0; turn < writeTurns; turn += 1) {
    writing.long.push(await timed(() => write(long)));
    writing.short.push(await timed(() => write(short)));
  }
  await connection.close();

  printFindings(
    [
      { name: 'messages', value: manyMessages },
      { name: 'runs', value: lengths.length, target: 'more than 1' },
      { name: 'eventsPerMessage', value: rounded(events / (manyMessages - 1)), target: 'at most 12' },
      { name: 'messagesPerSecondWhileGrowing', value: rounded(((manyMessages - 1) / growing) * 1000) },
      { name: 'repeatedWrites', value: repeated },
      { name: 'openLongMedian', value: rounded(median(opening.long)), unit: 'ms', target: 'under 50 ms' },
      { name: 'openLongP99', value: rounded(percentile(opening.long, 99)), unit: 'ms' },
      { name: 'openShortMedian', value: rounded(median(opening.short)), unit: 'ms' },
      { name: 'openShortP99', value: rounded(percentile(opening.short, 99)), unit: 'ms' },
      { name: 'addToLongMedian', value: rounded(median(writing.long)), unit: 'ms' },
      { name: 'addToLongFirst', value: rounded(writing.long[0] ?? Number.NaN), unit: 'ms' },
      { name: 'addToShortMedian', value: rounded(median(writing.short)), unit: 'ms' },
      { name: 'addToShortFirst', value: rounded(writing.short[0] ?? Number.NaN), unit: 'ms' },
    ],
    options.json,
  );
});
