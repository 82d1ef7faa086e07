import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient, type Collection } from 'mongodb';
import type { IncidentId } from '../../domain/identifiers.js';
import type { TextedNumberDocument } from '../models/texted-number.js';
import type { TextQuestion, TextRepository } from '../store.js';
import type { TemporaryStore } from '../store.fixture.js';
import { temporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
let texts: TextRepository;
let client: MongoClient;
let numbers: Collection<TextedNumberDocument>;
beforeAll(async () => {
  temporary = await temporaryStore();
  texts = temporary.store.texts;
  const { uri, database } = temporary.at;
  client = await MongoClient.connect(uri);
  numbers = client.db(database).collection('texted_numbers');
});
afterAll(async () => {
  await client.close();
  await temporary.remove();
});

/** What is kept of these numbers. */
const keptOf = (...ids: readonly string[]) =>
  numbers
    .find({ _id: { $in: [...ids] } })
    .sort({ _id: 1 })
    .toArray();

let counter = 0;
function newNumber(): string {
  counter += 1;
  return `+4930${String(9_500_000 + counter)}`;
}

function question(number: string, caseNumber: number, changes: Partial<TextQuestion> = {}): TextQuestion {
  const caseId: IncidentId = `inc_text${String(counter).padStart(3, '0')}${String(caseNumber).padStart(3, '0')}`;
  return {
    number,
    organisationId: 'org_company1',
    subject: { workflowId: `incident:${caseId}`, caseId },
    purpose: 'inform',
    target: { role: 'internal-contact', id: 'con_anna001' },
    ...changes,
  };
}

const later = () => new Date(Date.now() + 60_000);
const earlier = () => new Date(Date.now() - 1);

describe('reply codes of texts', () => {
  it('are 1 and 2 for the only open question of a number, 3 and 4 for the next', async () => {
    const number = newNumber();
    expect(await texts.ask(question(number, 1), later())).toEqual({ yes: 1, no: 2 });
    expect(await texts.ask(question(number, 2), later())).toEqual({ yes: 3, no: 4 });
    expect(await texts.ask(question(newNumber(), 3), later())).toEqual({ yes: 1, no: 2 });
  });

  it('stay the same when the question is asked again, and its newest attempt counts', async () => {
    const number = newNumber();
    await texts.ask(question(number, 1), later());
    const first = { workflowId: 'incident:a', activityId: 'internal-1' };
    const second = { workflowId: 'incident:a', activityId: 'internal-2' };
    await texts.ask(question(number, 2, { attempt: first }), later());
    expect(await texts.ask(question(number, 2, { attempt: second }), later())).toEqual({ yes: 3, no: 4 });
    const open = await texts.openQuestions(number);
    expect(open.map(({ yes, attempt }) => [yes, attempt])).toEqual([
      [3, second],
      [1, undefined],
    ]);
  });

  it('differ for another purpose of the same case', async () => {
    const number = newNumber();
    await texts.ask(question(number, 1), later());
    expect(await texts.ask(question(number, 1, { purpose: 'take' }), later())).toEqual({ yes: 3, no: 4 });
  });

  it('are given out again, the lowest first, when a question is closed or has expired', async () => {
    const number = newNumber();
    const closing = question(number, 1);
    await texts.ask(closing, later());
    await texts.ask(question(number, 2), earlier());
    expect(await texts.ask(question(number, 3), later())).toEqual({ yes: 3, no: 4 });
    await texts.closeQuestions(closing.subject.caseId);
    expect(await texts.ask(question(number, 4), later())).toEqual({ yes: 1, no: 2 });
    expect(await texts.ask(question(number, 5), later())).toEqual({ yes: 5, no: 6 });
    const open = await texts.openQuestions(number);
    expect(open.map(({ yes }) => yes).sort((one, other) => one - other)).toEqual([1, 3, 5]);
  });

  it('are never given out twice, however many questions come at the same moment', async () => {
    const number = newNumber();
    const given = await Promise.all(
      Array.from({ length: 12 }, (_, index) => texts.ask(question(number, index % 6), later())),
    );
    const open = await texts.openQuestions(number);
    expect(open.map(({ yes }) => yes).sort((one, other) => one - other)).toEqual([1, 3, 5, 7, 9, 11]);
    for (const [index, { yes }] of given.entries()) {
      const { subject } = question(number, index % 6);
      expect(open.find((each) => each.subject.caseId === subject.caseId)?.yes).toBe(yes);
    }
  });

  it('give back the question they stand for', async () => {
    const number = newNumber();
    const asked = question(number, 1, {
      purpose: 'status',
      target: { role: 'traveller', id: 'trv_ben0001' },
    });
    await texts.ask(asked, later());
    expect(await texts.openQuestions(number)).toEqual([{ ...asked, yes: 1, no: 2 }]);
    expect(await texts.openQuestions(newNumber())).toEqual([]);
  });

  it('do not count any more when the question has expired', async () => {
    const number = newNumber();
    await texts.ask(question(number, 1), earlier());
    expect(await texts.openQuestions(number)).toEqual([]);
  });

  it('end for all numbers when their case does', async () => {
    const [one, other] = [newNumber(), newNumber()];
    const asked = question(one, 1);
    await texts.ask(asked, later());
    await texts.ask({ ...asked, number: other }, later());
    await texts.ask(question(other, 2), later());
    await texts.closeQuestions(asked.subject.caseId);
    expect(await texts.openQuestions(one)).toEqual([]);
    expect((await texts.openQuestions(other)).map(({ yes }) => yes)).toEqual([3]);
  });

  describe('leave no number behind (R1)', () => {
    it('when the last question of it is closed, and it wants texts', async () => {
      const [one, other, unwilling] = [newNumber(), newNumber(), newNumber()];
      const asked = question(one, 1);
      for (const number of [one, other, unwilling]) await texts.ask({ ...asked, number }, later());
      await texts.ask(question(other, 2), later());
      await texts.optOut(unwilling, true);
      await texts.closeQuestions(asked.subject.caseId);
      expect(await keptOf(one, other, unwilling)).toEqual([
        { _id: other, optedOut: false, questions: [expect.objectContaining({ pair: 2 })] },
        { _id: unwilling, optedOut: true, questions: [] },
      ]);
    });

    it('when all of them have expired, and those that were left before', async () => {
      const [expired, asked, unwilling, left] = [newNumber(), newNumber(), newNumber(), newNumber()];
      await texts.ask(question(expired, 1, { purpose: 'test' }), earlier());
      await texts.ask(question(asked, 2), earlier());
      await texts.ask(question(asked, 3), later());
      await texts.ask(question(unwilling, 4), earlier());
      await texts.optOut(unwilling, true);
      await numbers.insertOne({ _id: left, optedOut: false, questions: [] });
      await texts.closeExpired();
      expect(await keptOf(expired, asked, unwilling, left)).toEqual([
        { _id: asked, optedOut: false, questions: [expect.objectContaining({ pair: expect.any(Number) })] },
        { _id: unwilling, optedOut: true, questions: [] },
      ]);
    });

    it('when it wants texts again, or has never wanted none', async () => {
      const [again, ever, asked] = [newNumber(), newNumber(), newNumber()];
      await texts.optOut(again, true);
      await texts.ask(question(asked, 1), later());
      for (const number of [again, ever, asked]) await texts.optOut(number, false);
      expect((await keptOf(again, ever, asked)).map(({ _id }) => _id)).toEqual([asked]);
    });

    it('and lose no question that is asked while others are closed', async () => {
      const number = newNumber();
      for (let each = 1; each <= 20; each += 1) {
        const [closing, next] = [question(number, 2 * each), question(number, 2 * each + 1)];
        await texts.ask(closing, later());
        await Promise.all([
          texts.closeQuestions(closing.subject.caseId),
          texts.ask(next, later()),
          texts.closeExpired(),
        ]);
        expect((await texts.openQuestions(number)).map(({ subject }) => subject.caseId)).toEqual([
          next.subject.caseId,
        ]);
        await texts.closeQuestions(next.subject.caseId);
      }
      expect(await keptOf(number)).toEqual([]);
    });
  });
});

describe('texts', () => {
  it('see each message once, also when its webhook comes several times at once', async () => {
    const seen = await Promise.all(Array.from({ length: 10 }, () => texts.firstSeen('SM1')));
    expect(seen.filter(Boolean)).toHaveLength(1);
    expect(await texts.firstSeen('SM1')).toBe(false);
    expect(await texts.firstSeen('SM2')).toBe(true);
  });

  it('claim each sending once', async () => {
    const claimed = await Promise.all(Array.from({ length: 10 }, () => texts.claimSending('notice-1')));
    expect(claimed.filter(Boolean)).toHaveLength(1);
    expect(await texts.firstSeen('notice-1')).toBe(true);
  });

  it('remember who opted out, beside open questions', async () => {
    const number = newNumber();
    expect(await texts.hasOptedOut(number)).toBe(false);
    await texts.optOut(number, true);
    expect(await texts.hasOptedOut(number)).toBe(true);
    await texts.ask(question(number, 1), later());
    expect(await texts.hasOptedOut(number)).toBe(true);
    await texts.optOut(number, false);
    expect(await texts.hasOptedOut(number)).toBe(false);
    expect(await texts.openQuestions(number)).toHaveLength(1);
  });
});
