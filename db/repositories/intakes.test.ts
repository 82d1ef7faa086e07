import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../domain/scope.js';
import { deskScope } from '../../domain/scope.js';
import type { Intake, IntakeRepository } from '../store.js';
import type { TemporaryStore } from '../store.fixture.js';
import { temporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
let intakes: IntakeRepository;
beforeAll(async () => {
  temporary = await temporaryStore();
  intakes = temporary.store.intakes;
});
afterAll(() => temporary.remove());

const own: Scope = { of: 'organisation', organisationId: 'org_company1' };
const foreign: Scope = { of: 'organisation', organisationId: 'org_foreign1' };

function intake(id: string, changes: Partial<Intake> = {}): Intake {
  return {
    id,
    organisationId: 'org_company1',
    kind: 'incident',
    bodyHash: 'hash-1',
    report: {
      kind: 'medical',
      threat: 'unknown',
      travellerId: 'trv_anna0001',
      summary: 'Anna has a fever',
      location: { latitude: 47.5, longitude: 19.04, description: 'Budapest' },
    },
    callerPhone: '+4930901820',
    start: { incidentId: id, reportedAt: 1_763_719_200_000 },
    createdAt: new Date('2026-11-21T10:00:00Z'),
    ...changes,
  };
}

describe('intakes: free text first', () => {
  it('are stored as they came', async () => {
    expect(await intakes.put(own, intake('inc_intake001'))).toMatchObject({ created: true });
    expect(await intakes.find(own, 'inc_intake001')).toEqual(intake('inc_intake001'));
  });

  it('are stored once; a repetition gets the stored one, also with another body', async () => {
    await intakes.put(own, intake('inc_intake002'));
    const repeated = await intakes.put(own, intake('inc_intake002', { bodyHash: 'hash-2', callerPhone: '' }));
    expect(repeated).toEqual({ created: false, intake: intake('inc_intake002') });
  });

  it('are stored once when the same request comes many times at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        intakes.put(own, intake('inc_intake003', { bodyHash: `hash-${index}` })),
      ),
    );
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.intake.bodyHash)).size).toBe(1);
  });

  it('do not exist for a foreign organisation', async () => {
    await intakes.put(own, intake('inc_intake004'));
    expect(await intakes.find(foreign, 'inc_intake004')).toBeUndefined();
    expect((await intakes.texts(foreign, ['inc_intake004'])).size).toBe(0);
    await expect(intakes.put(foreign, intake('inc_intake005'))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(
      intakes.put(foreign, intake('inc_intake004', { organisationId: 'org_foreign1' })),
    ).rejects.toMatchObject({ kind: 'conflict' });
    await intakes.markStarted(foreign, 'inc_intake004', new Date());
    expect((await intakes.find(own, 'inc_intake004'))?.startedAt).toBeUndefined();
  });

  it('wait for the sweeper until their workflow has started, the oldest first; notes and orders never do', async () => {
    const old = (minutes: number) => ({ createdAt: new Date(Date.UTC(2026, 9, 1, 10, minutes)) });
    await intakes.put(own, intake('inc_sweep0001', old(2)));
    await intakes.put(own, intake('stc_sweep0002', { ...old(1), kind: 'status-call' }));
    await intakes.put(own, intake('note-sweep-3', { ...old(1), kind: 'note', text: 'called the hotel' }));
    await intakes.put(own, intake('ord_sweep-4', { ...old(1), kind: 'order', text: 'an ambulance' }));
    await intakes.put(own, intake('inc_sweep0004', old(30)));
    const unstarted = async () =>
      (await intakes.unstarted(deskScope, new Date(Date.UTC(2026, 9, 1, 10, 20)), 10)).map(({ id }) => id);
    expect(await unstarted()).toEqual(['stc_sweep0002', 'inc_sweep0001']);
    const startedAt = new Date('2026-11-21T10:00:01Z');
    await intakes.markStarted(deskScope, 'stc_sweep0002', startedAt);
    await intakes.markStarted(deskScope, 'stc_sweep0002', new Date());
    expect(await unstarted()).toEqual(['inc_sweep0001']);
    expect((await intakes.find(own, 'stc_sweep0002'))?.startedAt).toEqual(startedAt);
  });

  it('step back after a failed start, so that the sweeper comes to others first', async () => {
    const at = (minutes: number) => new Date(Date.UTC(2026, 8, 1, 10, minutes));
    await intakes.put(own, intake('inc_failing01', { createdAt: at(1) }));
    await intakes.put(own, intake('inc_failing02', { createdAt: at(2) }));
    const turns = async (before: Date) =>
      (await intakes.unstarted(deskScope, before, 10)).map(({ id, startFailures }) => [id, startFailures]);
    await intakes.stepBack(deskScope, 'inc_failing01', at(5));
    expect(await turns(at(4))).toEqual([['inc_failing02', 0]]);
    expect(await turns(at(6))).toEqual([
      ['inc_failing02', 0],
      ['inc_failing01', 1],
    ]);
    await intakes.stepBack(deskScope, 'inc_failing01', at(5));
    expect(await intakes.unstarted(deskScope, at(6), 1)).toMatchObject([{ id: 'inc_failing02' }]);
    expect(await intakes.find(own, 'inc_failing01')).toEqual(intake('inc_failing01', { createdAt: at(1) }));
    for (const id of ['inc_failing01', 'inc_failing02']) await intakes.markStarted(deskScope, id, at(9));
    await intakes.stepBack(deskScope, 'inc_failing01', at(5));
    expect(await turns(at(60))).toEqual([]);
  });

  it('await their cases until these are noted, the oldest first; notes and orders have none', async () => {
    const at = (minutes: number) => new Date(Date.UTC(2026, 7, 1, 10, minutes));
    const awaiting = async (before: Date, limit = 10) =>
      (await intakes.awaitingCase(before, limit)).map(({ id }) => id);
    await intakes.put(own, intake('inc_await0001', { createdAt: at(3) }));
    await intakes.put(
      own,
      intake('stc_await0002', { createdAt: at(1), kind: 'status-call', startedAt: at(2) }),
    );
    await intakes.put(own, intake('note-await-3', { createdAt: at(1), kind: 'note', text: 'called again' }));
    await intakes.put(own, intake('ord_await-5', { createdAt: at(1), kind: 'order', text: 'an ambulance' }));
    await intakes.put(own, intake('inc_await0004', { createdAt: at(30) }));
    expect(await awaiting(at(20))).toEqual(['stc_await0002', 'inc_await0001']);
    expect(await awaiting(at(20), 1)).toEqual(['stc_await0002']);
    await intakes.markStarted(deskScope, 'inc_await0001', at(4));
    expect(await intakes.awaitingCase(at(20), 10)).toEqual([
      { id: 'stc_await0002', organisationId: 'org_company1', createdAt: at(1), startedAt: at(2) },
      { id: 'inc_await0001', organisationId: 'org_company1', createdAt: at(3), startedAt: at(4) },
    ]);
    await intakes.noteCases(new Set(['stc_await0002', 'note-await-3']));
    expect(await awaiting(at(20))).toEqual(['inc_await0001']);
    expect(await intakes.find(own, 'stc_await0002')).toEqual(
      intake('stc_await0002', { createdAt: at(1), kind: 'status-call', startedAt: at(2) }),
    );
    await intakes.noteCases(['inc_await0001', 'inc_await0004']);
    expect(await awaiting(at(60))).toEqual([]);
  });

  it('give the texts of notes, and the summary of reports', async () => {
    const { report: _report, ...note } = intake('note-1', { kind: 'note', text: 'called the hotel' });
    await intakes.put(own, note);
    await intakes.put(own, intake('inc_intake006'));
    expect(await intakes.texts(own, ['note-1', 'inc_intake006', 'nothing'])).toEqual(
      new Map([
        ['note-1', 'called the hotel'],
        ['inc_intake006', 'Anna has a fever'],
      ]),
    );
  });
});
