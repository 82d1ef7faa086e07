import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryMongo, type TemporaryMongo } from '../../db/store.fixture.js';
import { callTo, friedasPin, orderService, orderWords, type OrderedService } from '../testing/approvals.js';
import type { PlayedScript } from '../testing/play.js';
import { setStage, until, type Stage } from '../testing/stage.js';

let mongo: TemporaryMongo;
let stage: Stage;
let service: OrderedService;
/** What was read out, after the right PIN, when MongoDB still answered. */
let question: PlayedScript;
beforeAll(async () => {
  mongo = await temporaryMongo();
  stage = await setStage({ mongo });
  service = await orderService(stage);
  const call = callTo(stage, service);
  question = await call.presses(friedasPin, await call.isAnswered());
  await mongo.stop();
});
afterAll(async () => {
  await stage.close();
  await mongo.remove();
});

describe('a call that asks to approve an order while MongoDB is away (I9)', () => {
  it('cannot check a PIN: the words lead to the link, and the next person is asked', async () => {
    const attempt = { ...service.attempt, key: { ...service.attempt.key, activityId: 'attempt-meanwhile' } };
    const call = callTo(stage, { attempt });
    const asked = await call.isAnswered();
    expect(asked.text).toContain('PIN');
    const ended = await call.presses(friedasPin, asked);
    expect(ended.verbs).toEqual(['Say', 'Hangup']);
    expect(ended.text).toContain('können wir keine PIN prüfen');
    expect(ended.text).toContain('Link');
    expect(ended.text).not.toContain(orderWords);
    await until(() => stage.cases.completed.length > 0);
    expect(stage.cases.completed).toMatchObject([
      { key: attempt.key, result: { reason: 'failed', detail: 'pin-not-checked' } },
    ]);
  });

  it('reads out the kind of service and the price where the words cannot be had, and is decided', async () => {
    expect(question.text).toContain(orderWords);
    const call = callTo(stage, service);
    const again = await call.isSilent(question);
    expect(again.text).toContain('Evakuierung');
    expect(again.text).toContain('12.345');
    expect(again.text).not.toContain(orderWords);
    expect((await call.presses('1', again)).text).toContain('Sie haben genehmigt');
    expect(stage.cases.completed.at(-1)).toMatchObject({
      key: service.attempt.key,
      result: { answer: 'approved' },
    });
  });

  it('shows the page all the same, from the incident itself', async () => {
    const { organisationId, incidentId, friedaId, order } = service;
    const target = { role: 'authorising-person', id: friedaId } as const;
    const link = { ask: 'approve', organisationId, caseId: incidentId, target, orderId: order.id } as const;
    const page = await stage.ask('GET', `/a/${stage.links.sign(link, new Date(order.expiresAt))}`);
    expect(page.text).toContain('Evakuierung');
    expect(page.text.match(/<button/g)).toHaveLength(2);
  });
});
