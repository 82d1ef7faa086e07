import { proxyActivities } from '@temporalio/workflow';
import type { TextTraceActivities } from '../../activities/contract.js';
import type { TextTraceStart } from './text-trace.messages.js';

/** Nobody waits for it: it is kept as soon as MongoDB is back. */
const { keepTextTrace } = proxyActivities<TextTraceActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '5 seconds', maximumInterval: '5 minutes' },
});

/** Carries the trace of a text over the time that MongoDB is away: without it nobody could delete the text (R2). */
export async function textTrace(start: TextTraceStart): Promise<void> {
  await keepTextTrace(start);
}
