import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../../dev/client/desk-api.js';
import { startReceiver, type WebhookReceiver } from '../webhooks/receiver.js';
import { beginStory, found, report, type Story } from './story/story.js';

interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly state: string;
  readonly attempts: readonly { readonly result: string; readonly status?: number }[];
}

describe('an organisation that has its incidents sent to its own system', () => {
  let story: Story;
  let receiver: WebhookReceiver;
  let organisationId: string;
  let webhooks: string;
  let webhookId: string;
  let secret: string;
  let incidentId: string;
  beforeAll(async () => {
    [story, receiver] = await Promise.all([beginStory(), startReceiver()]);
    const { provider } = story.people;
    await story.phones.phone(provider.phone).answers({ press: '1' });
    organisationId = await found(story, { provider });
    webhooks = `/v1/organisations/${organisationId}/webhooks`;
  });
  afterAll(async () => {
    await receiver.close();
    await story.end();
  });

  const types = () => receiver.received.map(({ payload }) => payload.type);

  async function expectEvent(type: string, times = 1): Promise<void> {
    const has = () => (types().filter((each) => each === type).length >= times ? true : undefined);
    if ((await eventually(() => Promise.resolve(has()), 20)) === undefined) {
      throw new Error(`No ${type} for the ${times}. time, but ${types().join(', ')}`);
    }
  }

  async function expectDelivery(fits: (delivery: Delivery) => boolean): Promise<Delivery> {
    let last: unknown;
    const delivery = await eventually(async () => {
      const { items } = await story.api.must('GET', `${webhooks}/${webhookId}/deliveries`);
      last = items;
      return (items as Delivery[]).find(fits);
    }, 20);
    if (delivery === undefined) throw new Error(`No such delivery among ${JSON.stringify(last)}`);
    return delivery;
  }

  it('can try the connection before it is needed (X3)', async () => {
    const created = await story.api.must('POST', webhooks, { url: receiver.url });
    webhookId = String(created['id']);
    secret = String(created['secret']);
    await story.api.must('POST', `${webhooks}/${webhookId}/test`);
    await expectEvent('webhook.test');
    expect(receiver.verified('webhook.test', secret)).toMatchObject([{ data: { organisationId } }]);
    const { items } = await story.api.must('GET', webhooks);
    expect(JSON.stringify(items)).not.toContain('whsec_');
  });

  it('hears signed what happens to an incident, and no names or words (X3)', async () => {
    const { api } = story;
    incidentId = await report(story, organisationId, { summary: 'A secret matter of Toni.' });
    await expectEvent('incident.opened');
    await expectEvent('incident.taken');
    await api.must('POST', `/v1/incidents/${incidentId}/close`, { outcome: 'resolved' });
    await expectEvent('incident.closed');
    for (const type of ['incident.opened', 'incident.taken', 'incident.closed']) {
      expect(receiver.verified(type, secret)).toMatchObject([{ type, data: { organisationId, incidentId } }]);
    }
    const wire = JSON.stringify(receiver.received);
    for (const secretWord of ['Toni', story.people.provider.phone, story.people.provider.email]) {
      expect(wire).not.toContain(secretWord);
    }
  });

  it('hears again of what it did not take, under the same ID, and sees why in the log (X3)', async () => {
    receiver.answerWith((response) => response.writeHead(500).end('not now'));
    await story.api.must('POST', `/v1/incidents/${incidentId}/reopen`);
    await expectEvent('incident.reopened');
    const failed = await expectDelivery(
      ({ eventType, state, attempts }) =>
        eventType === 'incident.reopened' &&
        state === 'pending' &&
        attempts.some(({ status }) => status === 500),
    );
    receiver.answerWith(204);
    await story.api.must('POST', `${webhooks}/${webhookId}/deliveries/${failed.id}/redeliver`);
    await expectEvent('incident.reopened', 2);
    const ids = receiver.received.filter(({ payload }) => payload.type === 'incident.reopened');
    expect(new Set(ids.map(({ id }) => id))).toEqual(new Set([failed.eventId]));
    await expectDelivery(({ id, state }) => id === failed.id && state === 'delivered');
  });

  it('changes the secret without missing anything: both sign for a while (X3)', async () => {
    const rotated = await story.api.must('POST', `${webhooks}/${webhookId}/rotate-secret`);
    await story.api.must('POST', `${webhooks}/${webhookId}/test`);
    await expectEvent('webhook.test', 2);
    const last = receiver.received.at(-1);
    expect(last?.signatures).toHaveLength(2);
    for (const key of [secret, String(rotated['secret'])]) {
      const event = new Webhook(key).verify(last?.body ?? '', { ...last?.headers });
      expect(event).toMatchObject({ type: 'webhook.test', data: { organisationId } });
    }
    await story.api.must('DELETE', `${webhooks}/${webhookId}`);
    expect((await story.api.ask('GET', `${webhooks}/${webhookId}`)).status).toBe(404);
  });
});
