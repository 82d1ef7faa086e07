import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** The answer of the API: status, headers and parsed body. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // The API's own documents; stories name the fields that they expect.
  readonly body: Record<string, unknown>;
}

export interface TimelineItem {
  readonly sequence: number;
  readonly at: string;
  readonly type: string;
  readonly text: string;
  readonly data: Record<string, unknown>;
}

const usualWaitSeconds = 20;
const retryMilliseconds = 500;
const unavailable = 503;

/** The desk's side of a demo or a story: the API with a token. */
export class DeskApi {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    return { status: answer.status, headers: answer.headers, body: parsed as Record<string, unknown> };
  }

  /** Asks; who is told that it cannot be said now whether something was done asks again with the same key, as clients do. */
  async askPatiently(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> {
    const key = method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
    const deadline = Date.now() + usualWaitSeconds * 1000;
    let answer = await this.ask(method, path, body, { ...key, ...headers });
    while (answer.status === unavailable && Date.now() < deadline) {
      await sleep(retryMilliseconds);
      answer = await this.ask(method, path, body, { ...key, ...headers });
    }
    return answer;
  }

  /** Asks patiently, and fails the story when the API refuses. */
  async must(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Record<string, unknown>> {
    const answer = await this.askPatiently(method, path, body, headers);
    if (answer.status >= 400) {
      throw new Error(`${method} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  async timeline(incidentId: string): Promise<readonly TimelineItem[]> {
    const { items } = await this.must('GET', `/v1/incidents/${incidentId}/timeline?limit=500`);
    return items as readonly TimelineItem[];
  }

  /** The timeline as soon as nothing of it is missing: while MongoDB comes back, earlier entries cannot be read. */
  async wholeTimeline(incidentId: string, within = usualWaitSeconds): Promise<readonly TimelineItem[]> {
    const path = `/v1/incidents/${incidentId}/timeline?limit=500`;
    let seen: readonly TimelineItem[] = [];
    const items = await eventually(async () => {
      const page = await this.must('GET', path);
      seen = page['items'] as readonly TimelineItem[];
      return page['complete'] === true ? seen : undefined;
    }, within);
    if (items !== undefined) return items;
    const sequences = seen.map(({ sequence }) => sequence).join(' ');
    throw new Error(`The timeline is not complete within ${within} s. It has the entries ${sequences}.`);
  }

  /** Waits for an entry of the timeline; the message of a failure shows the timeline as it is. */
  async expectEntry(
    incidentId: string,
    type: string,
    data: Readonly<Record<string, unknown>> = {},
    within = usualWaitSeconds,
  ): Promise<TimelineItem> {
    let seen: readonly TimelineItem[] = [];
    const isExpected = (item: TimelineItem): boolean =>
      item.type === type && Object.entries(data).every(([key, value]) => contains(item.data[key], value));
    const found = await eventually(async () => {
      seen = await this.timeline(incidentId);
      return seen.find(isExpected);
    }, within);
    if (found !== undefined) return found;
    const lines = seen.map((item) => `  ${item.sequence} ${item.type} ${JSON.stringify(item.data)}`);
    throw new Error(
      `No entry "${type}" ${JSON.stringify(data)} within ${within} s. The timeline:\n${lines.join('\n')}`,
    );
  }

  /** Waits until the incident looks as expected. */
  expectIncident(
    incidentId: string,
    expected: Readonly<Record<string, unknown>>,
    within = usualWaitSeconds,
  ): Promise<Record<string, unknown>> {
    return this.#expectAt(`/v1/incidents/${incidentId}`, expected, within);
  }

  /** Waits until the status call looks as expected. */
  expectStatusCall(
    statusCallId: string,
    expected: Readonly<Record<string, unknown>>,
    within = usualWaitSeconds,
  ): Promise<Record<string, unknown>> {
    return this.#expectAt(`/v1/status-calls/${statusCallId}`, expected, within);
  }

  async #expectAt(
    path: string,
    expected: Readonly<Record<string, unknown>>,
    within: number,
  ): Promise<Record<string, unknown>> {
    let last: Record<string, unknown> = {};
    const found = await eventually(async () => {
      last = await this.must('GET', path);
      return contains(last, expected) ? last : undefined;
    }, within);
    if (found !== undefined) return found;
    throw new Error(`Expected ${JSON.stringify(expected)} at ${path}, but there is ${JSON.stringify(last)}`);
  }
}

/** Asks again and again until there is an answer; undefined when there is none in time. Seconds. */
export async function eventually<Answer>(
  ask: () => Promise<Answer | undefined>,
  within: number,
): Promise<Answer | undefined> {
  const deadline = Date.now() + within * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || Date.now() > deadline) return answer;
    await sleep(100);
  }
}

/** Whether the actual value has everything that is expected of it. */
export function contains(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return actual === expected;
  if (typeof actual !== 'object' || actual === null) return false;
  return Object.entries(expected).every(([key, value]) =>
    contains((actual as Record<string, unknown>)[key], value),
  );
}
