import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { AttemptOrder } from '../../domain/attempt.js';
import { conflict, DomainError } from '../../domain/errors.js';
import { deskScope } from '../../domain/scope.js';
import {
  actionOf,
  callTo,
  frieda,
  friedasPin,
  orderService,
  orderWords,
  wrongPin,
  type OrderedService,
} from '../testing/approvals.js';
import { openPlay, reset, type PlayedScript } from '../testing/play.js';
import { until, type Stage } from '../testing/stage.js';

let stage: Stage;
/** Everything that the API has logged. */
const logged: string[] = [];
beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line) => logged.push(line) });
  ({ stage } = await openPlay({ log }));
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

function resultsOf({ attempt }: OrderedService) {
  return stage.cases.completed
    .filter(({ key }) => key.activityId === attempt.key.activityId)
    .map(({ result }) => result);
}

const ofTheOrder = [orderWords, 'Evakuierung', '12.345', 'medizinisch', 'Toni'];
function saysNothingOfTheOrder({ text }: PlayedScript): void {
  for (const words of ofTheOrder) expect(text).not.toContain(words);
}

describe('a call that asks to approve an order (I9)', () => {
  it('asks for the PIN by keys, ended by #, and says nothing of the order before', async () => {
    const service = await orderService(stage);
    const asked = await callTo(stage, service).isAnswered();
    expect(asked.verbs).toEqual(['Gather', 'Redirect']);
    expect(asked.text).toContain('input="dtmf"');
    expect(asked.text).toContain('finishOnKey="#"');
    expect(asked.text).toContain('PIN');
    expect(asked.text).toContain('Example');
    saysNothingOfTheOrder(asked);
  });

  it('reads out service, price, organisation and words after the right PIN, and is approved by key 1', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    const question = await call.presses(friedasPin, await call.isAnswered());
    expect(question.verbs).toEqual(['Gather', 'Redirect']);
    for (const words of ['Evakuierung', '12.345 Euro', 'Example', 'medizinischer Notfall', orderWords]) {
      expect(question.text.replaceAll(/[\u00A0\u202F]/g, ' ')).toContain(words);
    }
    expect(question.text).toContain('Um zu genehmigen, drücken Sie die 1.');
    expect(question.text).toContain('numDigits="1"');
    expect(resultsOf(service)).toEqual([]);
    const ended = await call.presses('1', question);
    expect(ended.verbs).toEqual(['Say', 'Hangup']);
    expect(ended.text).toContain('Sie haben genehmigt');
    expect(resultsOf(service)).toEqual([
      expect.objectContaining({ reason: 'acknowledged', means: 'key', answer: 'approved' }),
    ]);
  });

  it('is refused by key 2, and no other key decides', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    const question = await call.presses(friedasPin, await call.isAnswered());
    const again = await call.presses('9', question);
    expect(again.verbs).toEqual(['Gather', 'Redirect']);
    expect(resultsOf(service)).toEqual([]);
    const ended = await call.presses('2', again);
    expect(ended.text).toContain('Sie haben abgelehnt');
    expect(resultsOf(service)).toEqual([
      expect.objectContaining({ reason: 'acknowledged', answer: 'refused' }),
    ]);
  });

  it('asks afterwards about what the override has started', async () => {
    const service = await orderService(stage, { started: true });
    const call = callTo(stage, service);
    const question = await call.presses(friedasPin, await call.isAnswered());
    expect(question.text).toContain('ohne Genehmigung begonnen');
    expect((await call.presses('2', question)).text).toContain('Ihre Ablehnung ist festgehalten');
  });

  it('is answered once, however often its webhook comes', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    const question = await call.presses(friedasPin, await call.isAnswered());
    const answers = await Promise.all([call.presses('1', question), call.presses('1', question)]);
    expect(answers[0].text).toBe(answers[1].text);
    expect(resultsOf(service)).toHaveLength(1);
  });

  it('goes to the incident itself when the attempt is over, which judges it', async () => {
    const service = await orderService(stage);
    const { incidentId, order, friedaId } = service;
    stage.cases.over.add(service.attempt.key.activityId);
    const call = callTo(stage, service);
    const question = await call.presses(friedasPin, await call.isAnswered());
    expect((await call.presses('1', question)).text).toContain('Sie haben genehmigt');
    expect(stage.cases.told.at(-1)).toMatchObject({
      what: 'decideOrder',
      id: incidentId,
      message: {
        by: { by: 'target', target: { role: 'authorising-person', id: friedaId } },
        means: 'key',
        orderId: order.id,
        answer: 'approved',
      },
    });
    stage.cases.decision = { decided: 'over', state: 'refused' };
    const later = callTo(stage, service, 'CA-another');
    const askedLater = await later.presses(friedasPin, await later.isAnswered());
    expect((await later.presses('1', askedLater)).text).toContain('schon entschieden');
  });

  it.each([
    ['knows the order no more', conflict('The incident has no such order.')],
    ['lets somebody else decide', new DomainError('forbidden', 'The limit does not reach so far.')],
  ])('ends with words when the incident %s', async (_name, refusal) => {
    const service = await orderService(stage);
    stage.cases.over.add(service.attempt.key.activityId);
    stage.cases.refusal = refusal;
    const call = callTo(stage, service);
    const question = await call.presses(friedasPin, await call.isAnswered());
    const ended = await call.presses('1', question);
    expect(ended.verbs).toEqual(['Say', 'Hangup']);
    expect(ended.text).toContain('nicht mehr entschieden werden');
  });

  it('repeats what it asked after silence, and ends like a message', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    const asked = await call.isAnswered();
    const second = await call.isSilent(asked);
    expect(second.text).toContain('keine Antwort gehört');
    expect(second.text).toContain('PIN');
    const question = await call.presses(friedasPin, second);
    const again = await call.isSilent(question);
    expect(again.text).toContain(orderWords);
    const last = await call.isSilent(await call.isSilent(again));
    expect(last.verbs).toEqual(['Say', 'Hangup']);
    expect(resultsOf(service)).toEqual([]);
    const other = callTo(stage, await orderService(stage));
    const third = await other.isSilent(await other.isSilent(await other.isAnswered()));
    saysNothingOfTheOrder(await other.isSilent(third));
  });

  it('leaves nothing of the order on a voicemail', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    const asked = await call.isAnswered();
    saysNothingOfTheOrder(asked);
    stage.calls.facts = { answeredBy: 'machine', to: frieda };
    await stage.webhook(stage.addresses.attemptMachine(service.attempt), {
      CallSid: `CA-${service.attempt.key.activityId}`,
      AnsweredBy: 'machine_start',
    });
    await until(() => resultsOf(service).length === 1);
    expect(resultsOf(service)).toMatchObject([{ reason: 'voicemail' }]);
    const message = await call.isSilent(asked);
    expect(message.verbs).toEqual(['Say', 'Hangup']);
    saysNothingOfTheOrder(message);
  });
});

describe('the PIN on the telephone (I9)', () => {
  it('may be entered three times; then the call ends with words, and the next person is asked', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    let asked = await call.isAnswered();
    for (let entry = 1; entry < 3; entry += 1) {
      asked = await call.presses(wrongPin, asked);
      expect(asked.verbs).toEqual(['Gather', 'Redirect']);
      expect(asked.text).toContain('Das stimmt nicht.');
      saysNothingOfTheOrder(asked);
    }
    const ended = await call.presses(wrongPin, asked);
    expect(ended.verbs).toEqual(['Say', 'Hangup']);
    expect(ended.text).toContain('Link');
    saysNothingOfTheOrder(ended);
    await until(() => resultsOf(service).length === 1);
    expect(resultsOf(service)).toMatchObject([{ reason: 'failed', detail: 'pin-refused' }]);
  });

  it('is locked for all calls together after five wrong ones, and the words do not tell', async () => {
    const service = await orderService(stage);
    const first = callTo(stage, service, 'CA-first');
    let asked = await first.isAnswered();
    for (let entry = 1; entry <= 3; entry += 1) asked = await first.presses(wrongPin, asked);
    const second = callTo(stage, { ...service, attempt: withKey(service.attempt, 'again') }, 'CA-second');
    asked = await second.isAnswered();
    const wrong = await second.presses(wrongPin, asked);
    const alsoWrong = await second.presses(wrongPin, wrong);
    const third = callTo(stage, { ...service, attempt: withKey(service.attempt, 'third') }, 'CA-third');
    const locked = await third.presses(friedasPin, await third.isAnswered());
    expect(wordsIn(locked)).toEqual(wordsIn(alsoWrong));
    saysNothingOfTheOrder(locked);
  });

  it('sounds for somebody who has none as if it were wrong', async () => {
    const withPin = callTo(stage, await orderService(stage));
    const without = callTo(stage, await orderService(stage, { withPin: false }));
    let [one, other] = [await withPin.isAnswered(), await without.isAnswered()];
    for (let entry = 1; entry <= 3; entry += 1) {
      [one, other] = [await withPin.presses(wrongPin, one), await without.presses(friedasPin, other)];
      expect(wordsIn(other)).toEqual(wordsIn(one));
    }
    expect(other.verbs).toEqual(['Say', 'Hangup']);
  });

  it('counts one try when the webhook comes twice', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    const asked = await call.isAnswered();
    await Promise.all([call.presses(wrongPin, asked), call.presses(wrongPin, asked)]);
    const { organisationId, friedaId: contactId } = service;
    const stored = await stage.store.pins.find(deskScope, { organisationId, contactId });
    expect(stored?.attempts.tries).toBe(1);
  });

  it('stands in no address, no result, no stored try and no log', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    const asked = await call.isAnswered();
    const again = await call.presses(wrongPin, asked);
    const question = await call.presses(friedasPin, again);
    const ended = await call.presses('1', question);
    for (const { text } of [asked, again, question, ended]) {
      expect(decoded(text)).not.toMatch(new RegExp(`${friedasPin}|${wrongPin}`));
    }
    const { organisationId, friedaId: contactId } = service;
    const stored = await stage.store.pins.find(deskScope, { organisationId, contactId });
    const kept = JSON.stringify([stage.cases.completed, stage.cases.told, stored]);
    expect(kept).not.toMatch(new RegExp(`"${friedasPin}|${wrongPin}`));
    expect(logged.some((line) => line.includes('/telephony/approval/pin'))).toBe(true);
    expect(logged.filter((line) => new RegExp(`${friedasPin}|${wrongPin}`).test(line))).toEqual([]);
  });
});

describe('the proof that the PIN was right (I9, security rules)', () => {
  async function provenOn(service: OrderedService, callSid?: string): Promise<PlayedScript> {
    const call = callTo(stage, service, callSid);
    return call.presses(friedasPin, await call.isAnswered());
  }

  it('counts on its own call only: another call is asked for the PIN', async () => {
    const service = await orderService(stage);
    const question = await provenOn(service, 'CA-proven');
    const other = callTo(stage, service, 'CA-other');
    for (const script of [await other.presses('1', question), await other.isSilent(question)]) {
      expect(script.verbs).toEqual(['Gather', 'Redirect']);
      expect(actionOf(script)).toContain('/telephony/approval/pin?');
      saysNothingOfTheOrder(script);
    }
    expect(resultsOf(service)).toEqual([]);
  });

  it('counts for its own attempt, person and price only', async () => {
    const service = await orderService(stage);
    const proof = proofIn(await provenOn(service, 'CA-proven'));
    const { attempt } = service;
    const others: readonly AttemptOrder[] = [
      withKey(attempt, 'other'),
      { ...attempt, target: { ...attempt.target, id: 'con_somebodyelse' } },
      { ...attempt, approval: { ...attempt.approval, orderId: 'ord_another1' } },
      {
        ...attempt,
        approval: { ...attempt.approval, estimate: { amountMinor: 1_234_501, currency: 'EUR' } },
      },
      { ...attempt, approval: { ...attempt.approval, started: true } },
    ];
    const call = callTo(stage, service, 'CA-proven');
    const before = stage.cases.completed.length;
    for (const [index, order] of others.entries()) {
      const script = await call.send(decidedAddress(order, proof, index + 2), { Digits: '1' });
      expect(actionOf(script)).toContain('/telephony/approval/pin?');
    }
    expect(stage.cases.completed).toHaveLength(before);
    const own = await call.send(decidedAddress(attempt, proof), { Digits: '1' });
    expect(own.verbs).toEqual(['Say', 'Hangup']);
  });

  it('cannot be made up, nor made longer', async () => {
    const service = await orderService(stage);
    const proof = proofIn(await provenOn(service, 'CA-proven'));
    const [until = '', signature = ''] = proof.split('.');
    const call = callTo(stage, service, 'CA-proven');
    const forged = [
      '',
      'x',
      `${Date.now() + 60_000}.${'A'.repeat(43)}`,
      `${Number(until) + 60_000}.${signature}`,
      `${until}.${signature.slice(0, -2)}AA`,
      `${proof}A`,
    ];
    for (const each of forged) {
      const script = await call.send(decidedAddress(service.attempt, each), { Digits: '1' });
      expect(actionOf(script)).toContain('/telephony/approval/pin?');
    }
    expect(resultsOf(service)).toEqual([]);
  });

  it('is over after five minutes', async () => {
    const service = await orderService(stage);
    const question = await provenOn(service);
    stage.clock.ahead += 5 * 60_000;
    const script = await callTo(stage, service).presses('1', question);
    stage.clock.ahead -= 5 * 60_000;
    expect(actionOf(script)).toContain('/telephony/approval/pin?');
    expect(resultsOf(service)).toEqual([]);
  });

  it('is needed on whatever address an approval is sent to', async () => {
    const service = await orderService(stage);
    const call = callTo(stage, service);
    for (const address of [
      stage.addresses.attemptReplied(service.attempt, 1),
      stage.addresses.attemptUnanswered(service.attempt, 1),
    ]) {
      const script = await call.send(address, { Digits: '1', SpeechResult: 'Ich übernehme' });
      expect(actionOf(script)).toContain('/telephony/approval/pin?');
    }
    expect(resultsOf(service)).toEqual([]);
  });

  it('is worth nothing without the signature of the telephone network', async () => {
    const service = await orderService(stage);
    const question = await provenOn(service);
    const path = actionOf(question).replace(/^https:\/\/[^/]+\/beistand/, '');
    const body = new URLSearchParams({ CallSid: `CA-${service.attempt.key.activityId}`, Digits: '1' });
    const answer = await stage.ask('POST', path, body.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': Buffer.from('forged').toString('base64'),
    });
    expect(answer.status).toBe(403);
    expect(resultsOf(service)).toEqual([]);
  });
});

function withKey(attempt: OrderedService['attempt'], activityId: string): OrderedService['attempt'] {
  return { ...attempt, key: { ...attempt.key, activityId: `${attempt.key.activityId}-${activityId}` } };
}

/** What is said, without the addresses. */
function wordsIn({ text }: PlayedScript): readonly string[] {
  return [...text.matchAll(/<Say[^>]*>([^<]*)</g)].map(([, words = '']) => words);
}

function proofIn(question: PlayedScript): string {
  return new URL(actionOf(question)).searchParams.get('proof') ?? '';
}

function decidedAddress(order: AttemptOrder, proof: string, asked = 1): string {
  const encoded = Buffer.from(JSON.stringify(order)).toString('base64url');
  const query = new URLSearchParams({ order: encoded, asked: String(asked), proof });
  return `/telephony/approval/decided?${query.toString()}`;
}

/** A script with what stands encoded in its addresses. */
function decoded(text: string): string {
  const orders = [...text.matchAll(/order=([\w-]+)/g)].map(([, order = '']) =>
    Buffer.from(order, 'base64url').toString('utf8'),
  );
  return [text, ...orders].join('\n');
}
