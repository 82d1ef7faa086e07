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

type Step = 'tell' | 'record' | 'record in vain' | 'dial' | 'dial arrives';
interface Task {
  readonly steps: readonly Step[];
  /** `forgotten` leaves no trace in the history, as one that nothing but an update has caused. */
  readonly end: 'done' | 'lost' | 'forgotten';
}

const tasks: fc.Arbitrary<Task[]> = fc.array(
  fc.record({
    steps: fc.array(
      fc.constantFrom<Step>('tell', 'tell', 'record', 'record', 'record in vain', 'dial', 'dial arrives'),
      { maxLength: 6 },
    ),
    end: fc.constantFrom<Task['end']>('done', 'done', 'lost', 'forgotten'),
  }),
  { maxLength: 20 },
);

/** What a task has done to the journal, for doing it again. */
type Deed = (journal: Journal) => void;

/** A case whose tasks are lost again and again after they have recorded something, and come out otherwise then. */
class Case {
  readonly id: IncidentId = newIncidentId();
  /** The moments of what was told, each another one. */
  told: readonly number[] = [];
  #history: readonly { readonly length: number; readonly deeds: readonly Deed[] }[] = [];
  #length = 3;
  #dialling: CaseRecord[] = [];
  #clock = 0;

  async activate({ steps, end }: Task): Promise<void> {
    const length = this.#length;
    const deeds: Deed[] = [];
    const told = [...this.told];
    const dialling = [...this.#dialling];
    const journal = this.#journal(length);
    const happens = (deed: Deed): void => {
      deed(journal);
      deeds.push(deed);
    };
    for (const step of steps) {
      const view = viewOf(this.id, { rounds: { provider: told.at(-1) ?? 0, internal: 0 } });
      if (step === 'tell') {
        const at = ++this.#clock;
        told.push(at);
        happens((each) => { each.tell({ type: 'caller-waiting' }, at); });
      } else if (step === 'dial arrives') {
        const record = dialling.shift();
        if (record === undefined) continue;
        const { recordedThrough } = await temporary.store.cases.record(record);
        happens((each) => { each.confirm(record, recordedThrough); });
      } else {
        const record = journal.record(view);
        deeds.push((each) => each.record(view));
        if (step === 'dial') dialling.push(record);
        else {
          const receipt = step === 'record' ? await temporary.store.cases.record(record) : undefined;
          happens((each) => { each.confirm(record, receipt?.recordedThrough); });
        }
      }
    }
    if (end !== 'forgotten') this.#length += 3;
    if (end !== 'done') return;
    this.#history = [...this.#history, { length, deeds }];
    this.told = told;
    this.#dialling = dialling;
  }

  /** Until everything is stored. */
  async comeToRest(): Promise<void> {
    await this.activate({ steps: ['tell'], end: 'done' });
    while (!this.#journal(this.#length).isClean) await this.activate({ steps: ['record'], end: 'done' });
  }

  /** As it comes out of the history. */
  #journal(now: number): Journal {
    let length = 0;
    const journal = new Journal(undefined, () => length);
    for (const task of this.#history) {
      length = task.length;
      for (const deed of task.deeds) deed(journal);
    }
    length = now;
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
        expect(await cases.recordedThrough(incident.id)).toBe(incident.told.length);
        expect((await cases.incident(deskScope, incident.id))?.rounds.provider).toBe(incident.told.at(-1));
      }),
      { numRuns: 150 },
    );
  });

  it('has what took its place announced and audited, although what stood there was already', async () => {
    const { cases } = temporary.store;
    const id = newIncidentId();
    const record = (revision: number, ...moments: number[]): CaseRecord => ({
      revision,
      view: viewOf(id),
      entries: moments.map((at, index) => ({ sequence: index + 1, at, event: { type: 'caller-waiting' } })),
      toldThrough: moments.length,
      sealedTexts: [],
    });
    await cases.record(record(1_000, 10, 20, 30));
    await cases.markAnnounced(id, 3);
    await cases.markAudited(id, 3);
    expect(await cases.record(record(4_000, 10, 21))).toEqual({ recordedThrough: 2 });

    const unannounced = await cases.unannounced(['org_company1'], 1_000);
    expect(unannounced.find(({ incidentId }) => incidentId === id)).toMatchObject({
      announcedThrough: 1,
      timelineThrough: 2,
    });
    const unaudited = await cases.unaudited(1_000);
    expect(unaudited.find(({ caseId }) => caseId === id)).toMatchObject({ auditedThrough: 1 });
    // Whoever is late with what was lost changes nothing, and is not told that it is stored.
    expect(await cases.record(record(1_001, 10, 22, 32))).toEqual({ recordedThrough: 1 });
    const stored = await cases.timeline(deskScope, id, { limit: 10, after: 0 });
    expect(stored.map(({ at }) => at)).toEqual([10, 21]);
  });
});
