import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { SupportCases } from '../../cases/cases.js';
import { supportMessage, supportOpening } from '../../db/repositories/support-records.fixture.js';
import { unavailable } from '../../domain/errors.js';
import { deskScope } from '../../domain/scope.js';
import { supportCaseIdSchema } from '../../domain/identifiers.js';
import { createMetrics } from '../metrics.js';
import { partnerAccount } from '../testing/people.js';
import { textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';
import { createSupportSweeper } from './support-sweeper.js';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const later = 60_000;

function sweeping(supportCases: Pick<SupportCases, 'start'> = stage.cases.supportCases) {
  return createSupportSweeper({
    store: stage.store,
    supportCases,
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
    ageMilliseconds: 10_000,
    now: () => Date.now() + later,
  });
}

async function leftBehind() {
  const answers = { subject: 'Left', description: 'Behind', 'answer-by': 'writing' };
  const accountId = await partnerAccount(stage);
  stage.cases.away = true;
  const answer = await stage.ask('POST', '/v1/support-cases', {
    ...{ accountId, topic: 'enquiry', formVersion: 1, answers },
  });
  stage.cases.away = false;
  expect(answer.status).toBe(202);
  return supportCaseIdSchema.parse(textField(answer, 'id'));
}

describe('sweeping support cases (C9)', () => {
  it('starts what was stored while the engine was away, once', async () => {
    const ids = [await leftBehind(), await leftBehind()];
    const started = stage.cases.supportCases.supportCasesStarted;
    expect(ids.some((id) => started.has(id))).toBe(false);
    await sweeping()();
    expect(ids.every((id) => started.has(id))).toBe(true);
    expect(await stage.store.supportCases.unstarted(new Date(Date.now() + later), 10)).toEqual([]);
  });

  it('goes on when the engine is back', async () => {
    const id = await leftBehind();
    stage.cases.away = true;
    await sweeping()();
    stage.cases.away = false;
    expect(stage.cases.supportCases.supportCasesStarted.has(id)).toBe(false);
    await sweeping()();
    expect(stage.cases.supportCases.supportCasesStarted.has(id)).toBe(true);
  });

  it('comes to every case, whatever number of older ones never start', async () => {
    const { supportCases } = stage.store;
    const openings = Array.from({ length: 150 }, (_, index) =>
      supportOpening({ openedAt: new Date(1_000 + Math.floor(index / 3)) }),
    );
    for (const opening of openings) await supportCases.open(deskScope, opening, supportMessage(opening));
    const healthy = openings.at(-1)?.id;
    const started: string[] = [];
    const sweep = sweeping({
      start: ({ caseId }) => {
        if (caseId !== healthy) return Promise.reject(new Error('It never starts.'));
        started.push(caseId);
        return Promise.resolve('started');
      },
    });
    await sweep();
    expect(started).toEqual([]);
    await sweep();
    expect(started).toEqual([healthy]);
    const tried: string[] = [];
    const another = sweeping({
      start: ({ caseId }) => {
        tried.push(caseId);
        return Promise.reject(unavailable('The case engine'));
      },
    });
    for (let round = 0; round < 3; round += 1) await another();
    expect(new Set(tried).size).toBe(3);
    for (const { id } of openings) await supportCases.markStarted(id);
  });

  it('begins anew when it has come to the end', async () => {
    const id = await leftBehind();
    let tries = 0;
    const sweep = sweeping({
      start: () => {
        tries += 1;
        return Promise.reject(unavailable('The case engine'));
      },
    });
    await sweep();
    await sweep();
    expect(tries).toBe(2);
    await stage.store.supportCases.markStarted(id);
  });

  it('leaves what may still be starting', async () => {
    const id = await leftBehind();
    const soon = createSupportSweeper({
      store: stage.store,
      supportCases: stage.cases.supportCases,
      metrics: createMetrics(),
      log: pino({ level: 'silent' }),
      ageMilliseconds: later,
      now: Date.now,
    });
    await soon();
    expect(stage.cases.supportCases.supportCasesStarted.has(id)).toBe(false);
  });
});
