import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptOrder } from '../../domain/attempt.js';
import {
  actionOf,
  callTo,
  frieda,
  friedasPin,
  orderService,
  ratificationOf,
  wrongPin,
  type OrderedService,
} from '../testing/approvals.js';
import { openPlay, reset, type Play } from '../testing/play.js';
import { until, type Stage } from '../testing/stage.js';

let play: Play;
let stage: Stage;
beforeAll(async () => {
  play = await openPlay();
  ({ stage } = play);
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

const resultsOf = ({ key }: AttemptOrder) =>
  stage.cases.completed.filter((done) => done.key.activityId === key.activityId).map(({ result }) => result);

function saveFrieda({ organisationId, friedaId }: OrderedService, more: object) {
  return stage.ask(
    'PUT',
    `/v1/organisations/${organisationId}`,
    {
      name: 'Example',
      authorisingPersons: [{ id: friedaId, name: 'Frieda', phones: [frieda], language: 'de', ...more }],
    },
    { 'if-match': '*' },
  );
}

describe('a call that asks an authorising person to ratify an override (I8, I9)', () => {
  it('begins with the PIN, and says nothing before; a key alone ratifies nothing', async () => {
    const attempt = ratificationOf(await orderService(stage));
    const call = callTo(stage, { attempt });
    const asked = await call.isAnswered();
    expect(actionOf(asked)).toContain('/telephony/approval/pin?');
    for (const words of ['Leben', 'Euro', 'Toni']) expect(asked.text).not.toContain(words);
    // Neither where every other question is answered, nor as a wrong PIN.
    for (const address of [stage.addresses.attemptReplied(attempt, 1), actionOf(asked)]) {
      const script = await call.send(address, { Digits: '1' });
      expect(actionOf(script)).toContain('/telephony/approval/pin?');
    }
    expect(resultsOf(attempt)).toEqual([]);
    let again = await call.isAnswered();
    for (let entry = 1; entry <= 3; entry += 1) again = await call.presses(wrongPin, again);
    expect(again.verbs).toEqual(['Say', 'Hangup']);
    await until(() => resultsOf(attempt).length === 1);
    expect(resultsOf(attempt)).toMatchObject([{ reason: 'failed', detail: 'pin-refused' }]);
  });

  it.each([
    ['1', 'ratified', 'Sie haben genehmigt'],
    ['2', 'refused', 'Ihre Ablehnung ist festgehalten'],
  ])('tells the ceiling after the right PIN, and is answered by key %s: %s', async (key, answer, words) => {
    const attempt = ratificationOf(await orderService(stage));
    const call = callTo(stage, { attempt });
    const question = await call.presses(friedasPin, await call.isAnswered());
    const text = question.text.replaceAll(/[\u00A0\u202F]/g, ' ');
    for (const told of ['ohne Genehmigung zu handeln', '10.000 Euro', 'innerhalb Ihres Limits']) {
      expect(text).toContain(told);
    }
    expect((await call.presses(key, question)).text).toContain(words);
    expect(resultsOf(attempt)).toMatchObject([{ reason: 'acknowledged', means: 'key', answer }]);
  });

  it('goes to the incident itself when the attempt is over', async () => {
    const service = await orderService(stage);
    const attempt = ratificationOf(service);
    stage.cases.over.add(attempt.key.activityId);
    const call = callTo(stage, { attempt });
    await call.presses('1', await call.presses(friedasPin, await call.isAnswered()));
    expect(stage.cases.told.at(-1)).toMatchObject({
      what: 'giveRatification',
      id: service.incidentId,
      message: { by: { target: { id: service.friedaId } }, means: 'key', answer: 'ratified' },
    });
  });

  it('has a proof that counts for no order, nor the other way round', async () => {
    const service = await orderService(stage);
    const attempt = ratificationOf(service);
    const proven = await callTo(stage, { attempt }, 'CA-both').presses(
      friedasPin,
      await callTo(stage, { attempt }, 'CA-both').isAnswered(),
    );
    const proof = new URL(actionOf(proven)).searchParams.get('proof') ?? '';
    const order = callTo(stage, service, 'CA-both');
    const address = new URL(actionOf(await order.presses(friedasPin, await order.isAnswered())));
    address.searchParams.set('proof', proof);
    const script = await order.send(address.href, { Digits: '1' });
    expect(actionOf(script)).toContain('/telephony/approval/pin?');
  });
});

describe('a late acknowledger who is asked for a word on the override (I8)', () => {
  it('answers by key, without a PIN, and hears that the word is recorded', async () => {
    const attempt = await play.orderFor('ratify');
    const asked = await stage.webhook(stage.addresses.attemptAnswered(attempt), {
      CallSid: `CA-${attempt.key.activityId}`,
      From: '+493023125000',
      To: '+493023125011',
      CallStatus: 'in-progress',
    });
    expect(asked.text).toContain('Ihr Wort deckt keine Kosten');
    expect(asked.text).not.toContain('PIN');
    const ended = await play.replied(attempt, { Digits: '1' });
    expect(ended.text).toContain('Ihr Wort ist festgehalten');
    expect(play.completedBy(attempt)).toMatchObject([{ answer: 'ratified', means: 'key' }]);
  });
});

describe('an approval by key is judged by the settings of its moment (E5, I9)', () => {
  it('does not count any more when the limit was lowered since the call began, and the next person is asked', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    const question = await call.presses(friedasPin, await call.isAnswered());
    await saveFrieda(service, { limit: { amountMinor: 100_00, currency: 'EUR' } });
    const ended = await call.presses('1', question);
    expect(ended.verbs).toEqual(['Say', 'Hangup']);
    expect(ended.text).toContain('nicht mehr entscheiden');
    await until(() => resultsOf(service.attempt).length === 1);
    expect(resultsOf(service.attempt)).toMatchObject([{ reason: 'failed', detail: 'not-authorised' }]);
  });

  it('does not count of whoever has left the settings since', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    const question = await call.presses(friedasPin, await call.isAnswered());
    await saveFrieda(service, { name: 'Gustav' });
    expect((await call.presses('1', question)).text).toContain('cannot decide about this any more');
    await until(() => resultsOf(service.attempt).length === 1);
    expect(resultsOf(service.attempt)).toMatchObject([{ detail: 'not-authorised' }]);
  });

  it('has a PIN that ends with its person: whoever takes over the entry cannot use it', async () => {
    const service = await orderService(stage);
    await saveFrieda(service, { phones: [frieda, '+493023125033'] });
    const still = callTo(stage, service, 'CA-same-person');
    expect(actionOf(await still.presses(friedasPin, await still.isAnswered()))).toContain('/decided?');
    await saveFrieda(service, { name: 'Gustav' });
    const call = callTo(stage, service, 'CA-another-person');
    const refused = await call.presses(friedasPin, await call.isAnswered());
    expect(actionOf(refused)).toContain('/telephony/approval/pin?');
    const listed = await stage.ask('GET', `/v1/organisations/${service.organisationId}/authorising-persons`);
    expect(listed.body).toMatchObject({ items: [{ name: 'Gustav', pinSet: false }] });
    expect(listed.text).not.toContain(service.friedaId);
  });
});
