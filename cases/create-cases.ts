import { AsyncCompletionClient, Client, Connection, type ConnectionLike } from '@temporalio/client';
import type { Cases } from './cases.js';
import { createAttempts } from './attempts.js';
import { createChannelTestCases } from './channel-test-cases.js';
import { createCaseHistories } from './case-histories.js';
import { createCaseEngineHealth } from './health.js';
import { createIncidentCases } from './incident-cases.js';
import { createPersonErasures } from './person-erasures.js';
import { createRetentionRuns } from './retention-runs.js';
import { createStatusCallCases } from './status-call-cases.js';
import { createSupportCases } from './support-cases.js';
import { createTextTraces } from './text-traces.js';
import { createWebhookDeliveries } from './webhook-deliveries.js';

/** How long anybody waits for the answer of a running case, in milliseconds. */
export const answerTimeoutMilliseconds = 5_000;

export interface CasesOptions {
  readonly connection: ConnectionLike;
  readonly namespace: string;
  readonly answerTimeoutMilliseconds?: number;
}

/** Speaks to running cases over an existing connection. */
export function createCases({ connection, namespace, ...options }: CasesOptions): Cases {
  const client = new Client({ connection, namespace });
  const timeout = options.answerTimeoutMilliseconds ?? answerTimeoutMilliseconds;
  return {
    incidents: createIncidentCases(client, timeout),
    statusCalls: createStatusCallCases(client, timeout),
    channelTests: createChannelTestCases(client, timeout),
    supportCases: createSupportCases(client, timeout),
    attempts: createAttempts(new AsyncCompletionClient({ connection, namespace }), client, timeout),
    webhookDeliveries: createWebhookDeliveries(client, timeout),
    textTraces: createTextTraces(client, timeout),
    health: createCaseEngineHealth(client, timeout),
    histories: createCaseHistories(client, timeout),
    retention: createRetentionRuns(client, timeout),
    personErasures: createPersonErasures(client, timeout),
  };
}

/** Connects lazily: Temporal may be away at start, and comes back by itself. */
export function connectCases(options: {
  readonly address: string;
  readonly namespace: string;
}): Cases & { close(): Promise<void> } {
  const connection = Connection.lazy({ address: options.address });
  return { ...createCases({ connection, namespace: options.namespace }), close: () => connection.close() };
}
