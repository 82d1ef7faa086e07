import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { supportCaseIdSchema, type SupportCaseId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { SupportCaseClosedError } from '../../domain/support-case/support-case-closed.js';
import { SupportCaseNotRunningError } from '../../domain/support-case/support-case-not-running.js';
import type { AuditFindings } from '../alarm-telling.js';
import { createMetrics } from '../metrics.js';
import { partnerAccount } from '../testing/people.js';
import { textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';
import { guardLostCases } from './lost-case-guard.js';
import { createLostCaseWatch } from './lost-case-watch.js';

let stage: Stage;
let told: AuditFindings['lostSupport'][number]['caseId'][];

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  told = [];
});

function watch() {
  return createLostCaseWatch({
    store: stage.store,
    supportCases: stage.cases.supportCases,
    alarms: {
      tell: ({ lostSupport }) => {
        told.push(...lostSupport.map(({ caseId }) => caseId));
        return Promise.resolve();
      },
    },
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
    ageMilliseconds: 10_000,
    now: () => Date.now() + 60_000,
  });
}

async function opened(): Promise<SupportCaseId> {
  const answers = { subject: 'Payment', description: 'Where is it?', 'answer-by': 'writing' };
  const accountId = await partnerAccount(stage);
  const answer = await stage.ask('POST', '/v1/support-cases', {
    ...{ accountId, topic: 'enquiry', formVersion: 1, answers },
  });
  return supportCaseIdSchema.parse(textField(answer, 'id'));
}

async function closed(): Promise<SupportCaseId> {
  const id = await opened();
  await stage.ask('POST', `/v1/support-cases/${id}/close`, { outcome: 'answered' });
  return id;
}

const stored = async (id: SupportCaseId) => (await stage.store.supportCases.find(deskScope, id))?.view;

describe('looking for lost support cases (C4, C6)', () => {
  it('takes up what should run, tells of it once, and leaves everything else alone', async () => {
    const [lost, running, over] = [await opened(), await opened(), await closed()];
    const before = await stored(lost);
    const { supportCases } = stage.cases;
    supportCases.lose(lost);
    supportCases.lose(over);
    const lostCases = watch();
    await lostCases.round();
    expect(told).toEqual([lost]);
    expect(await supportCases.isRunning(lost)).toBe(true);
    expect(await supportCases.isRunning(running)).toBe(true);
    expect(await supportCases.isRunning(over)).toBe(false);
    expect(await stored(lost)).toEqual(before);
    const reply = await stage.ask('POST', `/v1/support-cases/${lost}/messages`, { text: 'Any news?' });
    expect(reply.status).toBe(201);
    await lostCases.round();
    expect(told).toEqual([lost]);
  });

  it('comes round to every open case, however many there are, and first to those that are asked for', async () => {
    const oldest = await opened();
    for (let count = 0; count < 60; count += 1) await opened();
    const lostCases = watch();
    stage.cases.supportCases.lose(oldest);
    await lostCases.round();
    expect(told).toEqual([]);
    await lostCases.round();
    expect(told).toEqual([oldest]);
    stage.cases.supportCases.lose(oldest);
    lostCases.suspect(oldest);
    await lostCases.round();
    expect(told).toEqual([oldest, oldest]);
  });

  it('finds nothing lost while the engine does not answer', async () => {
    const id = await opened();
    stage.cases.away = true;
    await watch().round();
    stage.cases.away = false;
    expect(told).not.toContain(id);
  });
});

describe('what is asked of a case that does not run (C6)', () => {
  function guarded() {
    const suspected: SupportCaseId[] = [];
    const cases = guardLostCases({
      supportCases: stage.cases.supportCases,
      isClosed: async (id) => (await stored(id))?.state === 'closed',
      suspect: (id) => {
        suspected.push(id);
      },
    });
    return { cases, suspected };
  }
  const message = { messageId: 'msg_abcdef', by: { by: 'partner' } } as const;

  it('is refused as closed only where that is stored; else it is to be repeated, and somebody looks', async () => {
    const [lost, over] = [await opened(), await closed()];
    stage.cases.supportCases.lose(lost);
    stage.cases.supportCases.lose(over);
    const { cases, suspected } = guarded();
    await expect(cases.addMessage(over, message, 'one')).rejects.toBeInstanceOf(SupportCaseClosedError);
    expect(suspected).toEqual([]);
    const refusal = cases.addMessage(lost, message, 'two');
    await expect(refusal).rejects.toBeInstanceOf(SupportCaseNotRunningError);
    await expect(refusal).rejects.toMatchObject({ kind: 'unavailable' });
    expect(suspected).toEqual([lost]);
  });

  it('holds back a merge into it: the duplicate stays open', async () => {
    const accountId = await partnerAccount(stage);
    const open = async () => {
      const answers = { subject: 'Payment', description: 'Where is it?', 'answer-by': 'writing' };
      const answer = await stage.ask('POST', '/v1/support-cases', {
        ...{ accountId, topic: 'enquiry', formVersion: 1, answers },
      });
      return supportCaseIdSchema.parse(textField(answer, 'id'));
    };
    const [duplicate, lost] = [await open(), await open()];
    stage.cases.supportCases.lose(lost);
    const merged = await stage.ask('POST', `/v1/support-cases/${duplicate}/merge`, { into: lost });
    expect(merged.status).toBe(503);
    expect(await stored(duplicate)).toMatchObject({ state: 'new' });
  });
});
