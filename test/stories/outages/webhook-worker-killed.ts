import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../../../dev/client/desk-api.js';
import { startReceiver, type WebhookReceiver } from '../../webhooks/receiver.js';
import type { OwnStack } from '../story/stacks.js';
import { beginStory, found, report, type Story } from '../story/story.js';

/** The attempt of the dead worker counts as lost after 8 s without a sign of life. */
const patienceSeconds = 40;

/** The worker tells its metrics on the given port. Leaves everything up. */
export function killedWebhookWorkerStories(own: () => OwnStack): void {
  describe('a worker that is killed while it sends a webhook', () => {
    let stack: OwnStack;
    let story: Story;
    let receiver: WebhookReceiver;
    beforeAll(async () => {
      stack = own();
      receiver = await startReceiver();
      story = await beginStory(stack);
    });
    afterAll(() => receiver.close());

    it('loses no event: it comes again under the same ID (X3)', async () => {
      const { api } = story;
      const organisationId = await found(story, {});
      const { secret } = await api.must('POST', `/v1/organisations/${organisationId}/webhooks`, {
        url: receiver.url,
        eventTypes: ['incident.opened'],
      });
      receiver.answerWith(() => undefined);
      const incidentId = await report(story, organisationId);
      const comes = (times: number) =>
        eventually(
          () => Promise.resolve(receiver.received.length >= times ? true : undefined),
          patienceSeconds,
        );
      expect(await comes(1)).toBe(true);
      await stack.worker.kill();
      receiver.answerWith(204);
      await stack.worker.start();
      expect(await comes(2)).toBe(true);

      const [first, second] = receiver.received;
      expect(second?.id).toBe(first?.id);
      expect(second?.body).toBe(first?.body);
      const verified = new Webhook(String(secret)).verify(second?.body ?? '', { ...second?.headers });
      expect(verified).toMatchObject({ type: 'incident.opened', data: { incidentId } });

      const counted = await eventually(async () => {
        const metrics = await (
          await fetch(`http://127.0.0.1:${stack.variables['WORKER_METRICS_PORT'] ?? ''}/metrics`)
        ).text();
        return /^beistand_webhook_attempts_total\{.*result="delivered".*\} 1$/m.test(metrics)
          ? true
          : undefined;
      }, 20);
      expect(counted).toBe(true);
    });
  });
}
