import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
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

function sweeping() {
  return createSupportSweeper({
    store: stage.store,
    supportCases: stage.cases.supportCases,
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
