import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newIncidentId, view as viewOf } from '../../db/repositories/case-records.fixture.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import type { CaseRecord } from '../../domain/case-record.js';
import type { IncidentId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { Journal } from '../../workflows/journal.js';

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

type Step =
  | 'tell'
  | 'record'
  | 'record in vain'
  /** A dial that carries the record. */
  | 'dial'
  | 'the dial stores its record'
  | 'the dial fails to'
  | 'the call ends';
interface Task {
  readonly steps: readonly Step[];
  readonly isLost: boolean;
}

const tasks: fc.Arbitrary<Task[]> = fc.array(
  fc.record({
    steps: fc.array(
      fc.constantFrom<Step>(
        'tell',
        'tell',
        'record',
        'record',
        'record in vain',
        'dial',
        'the dial stores its record',
        'the dial fails to',
        'the call ends',
      ),
      { maxLength: 7 },
    ),
    isLost: fc.boolean(),
  }),
  { maxLength: 20 },
);

/** What a task has done to the journal, for doing it again. */
type Deed = (journal: Journal) => void;

interface Dials {
  /** Records on their way to the database. */
  readonly placed: readonly CaseRecord[];
  /** Calls that have begun. */
  readonly ringing: readonly CaseRecord[];
}

/** A case whose tasks are lost again and again after they have recorded something, and come out otherwise then. */
class Case {
  readonly id: IncidentId = newIncidentId();
  /** The moments of what was told: those of the tasks that have told it. */
  told: readonly number[] = [];
  #history: readonly { readonly at: number; readonly deeds: readonly Deed[] }[] = [];
  #dials: Dials = { placed: [], ringing: [] };
  #clock = 1_000;

  async activate({ steps, isLost }: Task): Promise<void> {
    const { cases } = temporary.store;
    const at = ++this.#clock;
    const deeds: Deed[] = [];
    const told = [...this.told];
    const placed = [...this.#dials.placed];
    const ringing = [...this.#dials.ringing];
    const journal = this.#journal(at);
    const happens = (deed: Deed): void => {
      deed(journal);
      deeds.push(deed);
    };
    const records = (): CaseRecord => {
      const view = viewOf(this.id, { rounds: { provider: told.at(-1) ?? 0, internal: told.length } });
      deeds.push((each) => {
        each.record(view);
      });
      return journal.record(view);
    };
    const confirms = (record: CaseRecord, recordedThrough: number | undefined): void => {
      happens((each) => {
        each.confirm(record, recordedThrough);
      });
    };
    for (const step of steps) {
      switch (step) {
        case 'tell':
          told.push(at);
          happens((each) => {
            each.tell({ type: 'caller-waiting' }, at);
          });
          break;
        case 'record': {
          const record = records();
          confirms(record, (await cases.record(record, 'under-way')).recordedThrough);
          break;
        }
        case 'record in vain':
          confirms(records(), undefined);
          break;
        case 'dial':
          placed.push(records());
          break;
        case 'the dial stores its record':
        case 'the dial fails to': {
          const record = placed.shift();
          if (record === undefined) break;
          // Only of a task that was done are there dials.
          if (this.#dials.placed.includes(record) && step === 'the dial stores its record') {
            await cases.record(record);
          }
          ringing.push(record);
          break;
        }
        case 'the call ends': {
          const record = ringing.shift();
          if (record !== undefined) confirms(record, await cases.recordedThrough(this.id));
          break;
        }
      }
    }
    if (isLost) return;
    this.#history = [...this.#history, { at, deeds }];
    this.told = told;
    this.#dials = { placed, ringing };
  }

  /** Until everything is stored. */
  async comeToRest(): Promise<void> {
    await this.activate({ steps: ['tell'], isLost: false });
    while (!this.#journal(this.#clock).isClean) await this.activate({ steps: ['record'], isLost: false });
  }

  /** As it comes out of the history. */
  #journal(now: number): Journal {
    let at = 0;
    const journal = new Journal(undefined, () => at);
    for (const task of this.#history) {
      at = task.at;
      for (const deed of task.deeds) deed(journal);
    }
    at = now;
    return journal;
  }
}

describe('a workflow task that is lost after it has recorded something, and done again otherwise (I1, I10)', () => {
  it('leaves the timeline as it is told in the end: nothing is lost, nothing stands twice', async () => {
    await fc.assert(
      fc.asyncProperty(tasks, async (plan) => {
        const incident = new Case();
        for (const task of plan) await incident.activate(task);
        await incident.comeToRest();

        const { cases } = temporary.store;
        const stored = await cases.timeline(deskScope, incident.id, { limit: 500, after: 0 });
        expect(stored.map(({ at }) => at)).toEqual(incident.told);
        expect((await cases.incident(deskScope, incident.id))?.rounds.internal).toBe(incident.told.length);
      }),
      { numRuns: 150 },
    );
  });

  it('has what took its place announced and audited, although what stood there was already', async () => {
    const { cases } = temporary.store;
    const id = newIncidentId();
    await cases.record(recordOf(id, 1_000, 10, 20, 30), 'under-way');
    await cases.markAnnounced(id, 3);
    await cases.markAudited(id, 3);
    expect(await cases.record(recordOf(id, 4_000, 10, 21))).toEqual({ recordedThrough: 2 });

    expect(await unannounced(id)).toMatchObject({ announcedThrough: 1, timelineThrough: 2 });
    expect(await unaudited(id)).toMatchObject({ auditedThrough: 1 });
    // Whoever is late with what was lost changes nothing, and is not told that it is stored.
    expect(await cases.record(recordOf(id, 1_001, 10, 22, 32))).toEqual({ recordedThrough: 1 });
    const stored = await cases.timeline(deskScope, id, { limit: 10, after: 0 });
    expect(stored.map(({ at }) => at)).toEqual([10, 21]);
  });

  it('has it announced and audited although somebody was about to tell what stood there', async () => {
    const { cases } = temporary.store;
    const id = newIncidentId();
    await cases.record(recordOf(id, 1_000, 10, 20), 'under-way');
    const [announcing, auditing] = [await unannounced(id), await unaudited(id)];
    await cases.record(recordOf(id, 4_000, 10, 21));
    await cases.markAnnounced(id, 2, announcing?.replacements);
    await cases.markAudited(id, 2, auditing?.replacements);
    for (const found of [await unannounced(id), await unaudited(id)]) {
      expect(found).toMatchObject({ timelineThrough: 2, replacements: 1 });
    }
    await cases.markAnnounced(id, 2, 1);
    await cases.markAudited(id, 2, 1);
    expect([await unannounced(id), await unaudited(id)]).toEqual([undefined, undefined]);
  });

  it('goes on with a timeline whose end was lost with the database, as by an old backup (I10)', async () => {
    const { cases } = temporary.store;
    const id = newIncidentId();
    await cases.record(recordOf(id, 1_000, 10, 20));
    const last = { sequence: 7, at: 70, event: { type: 'caller-waiting' } } as const;
    const behind: CaseRecord = { ...recordOf(id, 7_000), entries: [last], toldThrough: 7 };
    expect(await cases.record(behind)).toEqual({ recordedThrough: 7 });
    expect(await cases.timeline(deskScope, id, { limit: 10, after: 2 })).toEqual([last]);
    expect(await unannounced(id)).toMatchObject({ timelineThrough: 7 });
  });
});

function recordOf(id: IncidentId, revision: number, ...moments: number[]): CaseRecord {
  return {
    revision,
    view: viewOf(id),
    entries: moments.map((at, index) => ({ sequence: index + 1, at, event: { type: 'caller-waiting' } })),
    toldThrough: moments.length,
    sealedTexts: [],
  };
}

async function unannounced(id: IncidentId) {
  const found = await temporary.store.cases.unannounced(['org_company1'], 1_000);
  return found.find(({ incidentId }) => incidentId === id);
}

async function unaudited(id: IncidentId) {
  const found = await temporary.store.cases.unaudited(1_000);
  return found.find(({ caseId }) => caseId === id);
}
