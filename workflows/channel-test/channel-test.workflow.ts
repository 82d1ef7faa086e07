import { proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { ChannelTestActivities, ChannelTestPlan } from '../../activities/contract.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import { pickUpMilliseconds, placeOnce } from '../attempts.js';
import type { ChannelTestStart } from './channel-test.messages.js';

/** A test is of no hurry: it waits until MongoDB is back. */
const { prepareChannelTest, concludeChannelTest } = proxyActivities<ChannelTestActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
});

/** So long a text or mail may stay unanswered, as its link and its reply codes are good for. */
const replySeconds = 7 * 24 * 3600;
const leastPause = 1_000;

/**
 * One channel of somebody in the settings is tested (I13): called or written to once, outside their quiet hours, and asked
 * to confirm. Nobody is asked a second time.
 */
export async function channelTest(start: ChannelTestStart): Promise<void> {
  let plan = await prepareChannelTest(start);
  while (plan.next === 'wait') {
    await sleep(Math.max(leastPause, plan.until - Date.now()));
    plan = await prepareChannelTest(start);
  }
  if (plan.next === 'nothing') return;
  await concludeChannelTest(start, await placeOnce(orderOf(start, plan)), plan.target);
}

function orderOf(
  { channelTestId, organisationId, channel, position }: ChannelTestStart,
  { target, ringSeconds, talkSeconds }: Extract<ChannelTestPlan, { next: 'ask' }>,
): AttemptOrder {
  return {
    key: { workflowId: workflowInfo().workflowId, activityId: 'attempt-1' },
    organisationId,
    subject: { case: 'channel-test', channelTestId },
    purpose: 'test',
    target,
    step: { channel, position },
    round: 1,
    ringSeconds,
    talkSeconds: channel === 'voice' ? talkSeconds : replySeconds,
    dialBefore: Date.now() + pickUpMilliseconds,
    lifeSafety: false,
  };
}
