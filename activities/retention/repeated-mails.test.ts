import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  supportMessage,
  supportOpening,
  supportRecord,
} from '../../db/repositories/support-records.fixture.js';
import { deskOrganisationId, type ReceivedMailId, type SupportCaseId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { beginRun, eager, openPurgeStage, type PurgeStage } from './testing/purge-stage.js';

const day = 86_400_000;

let stage: PurgeStage;
let count = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
  await stage.keep(deskOrganisationId, { 'mail-originals': { count: 30, unit: 'days' } });
});
afterAll(() => stage.close());

const before = (days: number) => new Date(stage.clock.now - days * day);

/** A case that was closed so many days ago; absent: it is open. */
async function newCase(closedDaysAgo?: number): Promise<SupportCaseId> {
  const { supportCases } = stage.store;
  const opening = supportOpening({ openedAt: before(400) });
  await supportCases.open(deskScope, opening, supportMessage(opening));
  if (closedDaysAgo !== undefined) {
    const closedAt = before(closedDaysAgo).getTime();
    const closed = { state: 'closed', outcome: 'answered', closedAt } as const;
    await supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage], closed));
  }
  return opening.id;
}

async function keepMail(daysAgo: number): Promise<ReceivedMailId> {
  count += 1;
  const id = `mai_repeated${String(count).padStart(4, '0')}` as const;
  const mail = { id, envelope: { recipients: [] }, via: 'http', receivedAt: before(daysAgo) } as const;
  await stage.store.receivedMails.keep(mail, Buffer.from('Subject: one'));
  return id;
}

/** The first mail waits for somebody's decision while it comes once more. */
async function mailAndRepetition(firstDaysAgo: number, againDaysAgo: number) {
  const { receivedMails } = stage.store;
  const first = await keepMail(firstDaysAgo);
  await receivedMails.settle(first, ['received'], { state: 'review', why: 'stranger' });
  const repetition = await keepMail(againDaysAgo);
  await receivedMails.settle(repetition, ['received'], { state: 'repeated', repetitionOf: first });
  return { first, repetition };
}

async function run(batchSize: number): Promise<void> {
  const begun = await beginRun(stage, deskOrganisationId, stage.clock.now);
  await stage.purgeWith(stage.store)(begun, 'mail-originals', { ...eager, batchSize });
}

/** Those of them that are there, with their bytes. */
async function left(...ids: readonly ReceivedMailId[]): Promise<readonly ReceivedMailId[]> {
  const found: ReceivedMailId[] = [];
  for (const id of ids) {
    const mail = await stage.store.receivedMails.find(id);
    if (mail !== undefined && (await stage.store.receivedMails.bytes(mail)).length === 12) found.push(id);
  }
  return found;
}

describe.each([1, 3])('a mail that came twice, in batches of %d (R1, R2, C4)', (batchSize) => {
  it('stays with its repetition while the case stands in its period into which only the first was put', async () => {
    const { first, repetition } = await mailAndRepetition(330, 329);
    const caseId = await newCase(20);
    await stage.store.receivedMails.settle(first, ['review'], { state: 'filed', caseId });
    await run(batchSize);
    expect(await left(first, repetition)).toEqual([first, repetition]);
    stage.clock.now += 11 * day;
    await run(batchSize);
    expect(await left(first, repetition)).toEqual([]);
  });

  it('stays with its repetition while that case is open', async () => {
    const { first, repetition } = await mailAndRepetition(330, 329);
    const caseId = await newCase();
    await stage.store.receivedMails.settle(first, ['review'], { state: 'filed', caseId });
    await run(batchSize);
    expect(await left(first, repetition)).toEqual([first, repetition]);
  });

  it('stays with its repetition as long as nobody has decided about the first', async () => {
    const { first, repetition } = await mailAndRepetition(60, 50);
    await run(batchSize);
    expect(await left(first, repetition)).toEqual([first, repetition]);
    await stage.store.receivedMails.settle(first, ['review'], { state: 'discarded' });
    await run(batchSize);
    expect(await left(first, repetition)).toEqual([]);
  });

  it('goes with a repetition that came lately', async () => {
    const { first, repetition } = await mailAndRepetition(60, 5);
    await stage.store.receivedMails.settle(first, ['review'], { state: 'discarded' });
    await run(batchSize);
    expect(await left(first, repetition)).toEqual([]);
  });

  it('leaves a repetition a period of its own where the first is gone', async () => {
    const { first, repetition } = await mailAndRepetition(60, 20);
    await stage.raw.collection<{ _id: string }>('received_mails').deleteOne({ _id: first });
    await run(batchSize);
    expect(await left(repetition)).toEqual([repetition]);
    stage.clock.now += 11 * day;
    await run(batchSize);
    expect(await left(repetition)).toEqual([]);
  });

  it('counts as standing in a case that it is just being put into', async () => {
    const { receivedMails } = stage.store;
    const { first, repetition } = await mailAndRepetition(60, 50);
    await receivedMails.settle(first, ['review'], { state: 'discarded' });
    await receivedMails.bind(first, await newCase());
    const other = await keepMail(60);
    await receivedMails.settle(other, ['received'], { state: 'discarded' });
    const closed = await newCase(20);
    await receivedMails.bind(other, closed);
    await run(batchSize);
    expect(await left(first, repetition, other)).toEqual([first, repetition, other]);
    await receivedMails.unbind(other, closed);
    await run(batchSize);
    expect(await left(first, repetition, other)).toEqual([first, repetition]);
  });
});

describe('a purge of a mail that came twice, which is killed (R2, C4)', () => {
  it('takes the repetition where only the first is gone yet', async () => {
    const { receivedMails, retentionClasses } = stage.store;
    const { first, repetition } = await mailAndRepetition(60, 5);
    await receivedMails.settle(first, ['review'], { state: 'discarded' });
    const mails = retentionClasses['mail-originals'];
    expect(await (await mails.prepare([first])).erase()).toEqual([]);
    expect(await (await mails.prepare([first, repetition])).erase()).toEqual([]);
    expect(await left(first, repetition)).toEqual([]);
  });
});
