import { randomBytes } from 'node:crypto';
import type { WebhookOutcome } from '../../activities/contract.js';
import { createSealer } from '../../db/sealer.js';
import { tellingError } from '../workflows/canaries.js';
import { playPersonErasure, playTextTrace } from '../workflows/one-activity-story.js';
import { playRetentionRun } from '../workflows/retention-run-story.js';
import type { History } from '../workflows/stage.js';
import { playWebhookDelivery, type WebhookDeliveryStory } from '../workflows/webhook-delivery-story.js';
import { recordedIncidents } from './recorded-incidents.js';
import { recordedStatusCalls } from './recorded-status-calls.js';
import type { RecordedStory } from './recorded-story.js';
import { recordedSupportCases } from './recorded-support-cases.js';

function webhookDelivery(
  outcomes: readonly WebhookOutcome[],
  story: (around: WebhookDeliveryStory) => Promise<void>,
): RecordedStory {
  return async (server) => {
    const histories: History[] = [];
    await playWebhookDelivery(server, outcomes, async (around) => {
      await story(around);
      histories.push(await around.history());
    });
    return histories;
  };
}

/** The cases whose histories every later version of the workflows must be able to replay. */
export const recordedStories: Readonly<Record<string, RecordedStory>> = {
  ...recordedIncidents,
  ...recordedSupportCases,
  ...recordedStatusCalls,

  'webhook-delivery-with-retries': webhookDelivery(
    [
      { next: 'another-attempt', pauseSeconds: 5 },
      { next: 'another-attempt', pauseSeconds: 3600 },
      { next: 'another-attempt', pauseSeconds: 300 },
      { next: 'nothing' },
    ],
    async ({ attempted, asksForIt, ends }) => {
      await attempted(1);
      await asksForIt();
      await attempted(2);
      await ends();
    },
  ),

  'retention-run': async (server) => {
    const startedBy = { by: 'user', userId: 'usr_operator1' } as const;
    const start = { organisationId: 'org_story0001', startedBy, unpaced: true } as const;
    const { history } = await playRetentionRun(server, start, { incidents: 2 });
    return [history];
  },

  'person-erasure': async (server) => [
    await playPersonErasure(server, { organisationId: 'org_story0001', erasureId: 'era_story00001' }),
  ],

  'text-trace': async (server) => {
    const sealer = createSealer(randomBytes(32));
    return [await playTextTrace(server, 'SM1', { sealed: sealer.seal(tellingError) })];
  },
};
