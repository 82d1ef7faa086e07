import { afterAll, beforeAll, describe } from '@jest/globals';
import { freePort } from '../../dev/services/ports.js';
import { killedApiStories } from './outages/api-killed.js';
import { doctorStories } from './outages/doctor.js';
import { killedWebhookWorkerStories } from './outages/webhook-worker-killed.js';
import { downAndBackStories } from './outages/worker-or-mongodb-down.js';
import { startOwnStack, type OwnStack } from './story/stacks.js';

// One stack for all of them, since starting one takes more computing than most stories. Each leaves it whole for the next.
describe('with parts of the stack down', () => {
  let stack: OwnStack;
  beforeAll(async () => {
    stack = await startOwnStack({ WORKER_METRICS_PORT: String(await freePort()) });
  });
  afterAll(() => stack.stop());

  doctorStories(() => stack);
  killedWebhookWorkerStories(() => stack);
  downAndBackStories(() => stack);
  killedApiStories(() => stack);
});
