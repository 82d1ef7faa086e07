import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { incidentIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import {
  beginRun,
  documentsOf,
  eager,
  openPurgeStage,
  storeCase,
  type PurgeStage,
} from './testing/purge-stage.js';

const day = 86_400_000;

let stage: PurgeStage;
let organisationId: OrganisationId;
let count = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  count += 1;
  organisationId = `org_company${count}`;
});

async function incident(name: string, endedDaysAgo: number): Promise<string> {
  const id = `inc_${name}${count}`.padEnd(14, '0');
  const openedAt = stage.clock.now - 100 * day;
  const endedAt = stage.clock.now - endedDaysAgo * day;
  await storeCase(stage.raw, { id, organisationId, kind: 'incident', openedAt, endedAt });
  return id;
}

async function run(dataClass: 'incidents' | 'status-calls' = 'incidents') {
  const begun = await beginRun(stage, organisationId, stage.clock.now);
  await stage.purgeWith(stage.store)(begun, dataClass, eager);
  return begun;
}

/** How many things of the class of incidents a run has deleted, by its certificate. */
async function counted(begun: Awaited<ReturnType<typeof beginRun>>): Promise<number | undefined> {
  const { classes } = await stage.certify(begun);
  return classes.find(({ dataClass }) => dataClass === 'incidents')?.count;
}

describe('a purge of words that no timeline names (R1, R2)', () => {
  async function words(id: string, caseId: string, daysAgo: number): Promise<string> {
    await stage.store.intakes.put(deskScope, {
      ...{ id: `${id}${count}`, organisationId, bodyHash: '', text: 'Refused' },
      kind: id.startsWith('ord_') ? 'order' : 'note',
      caseId: incidentIdSchema.parse(caseId),
      createdAt: new Date(stage.clock.now - daysAgo * day),
    });
    return `${id}${count}`;
  }
  async function left(...ids: readonly string[]): Promise<readonly string[]> {
    const texts = await stage.store.intakes.texts(deskScope, ids);
    return [...texts.keys()].sort();
  }

  it('deletes notes and orders that an incident has refused with the incident, and no sooner', async () => {
    await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
    const old = await incident('refusing', 40);
    const young = await incident('refuses', 20);
    const ofOld = [await words('not_refused', old, 35), await words('ord_refused', old, 35)];
    const ofYoung = await words('not_remains', young, 60);
    const begun = await run();
    expect(await documentsOf(stage.raw, old)).toBe(0);
    expect(await left(...ofOld, ofYoung)).toEqual([ofYoung]);
    expect(await counted(begun)).toBe(1);
  });

  it('deletes those of an incident that is not there by themselves, with the period of incidents', async () => {
    await stage.keep(organisationId, {
      incidents: { count: 30, unit: 'days' },
      'status-calls': { count: 1, unit: 'days' },
    });
    const lost = [
      await words('not_lost', 'inc_gonelongago', 40),
      await words('ord_lost', 'inc_nevercame1', 40),
    ];
    const young = await words('not_young', 'inc_gonelongago', 20);
    const begun = await run();
    await run('status-calls');
    expect(await left(...lost, young)).toEqual([young]);
    expect(await counted(begun)).toBe(2);
  });

  it('keeps those of an incident that is reported and not recorded yet, and those that are held', async () => {
    await stage.keep(organisationId, { incidents: { count: 1, unit: 'days' } });
    const reported = `inc_reported${count}`;
    await stage.store.intakes.put(deskScope, {
      ...{ id: reported, organisationId, kind: 'incident', bodyHash: '', createdAt: new Date(0) },
    });
    const waiting = await words('not_waiting', reported, 40);
    const held = await words('not_held', 'inc_heldandgone', 40);
    await stage.store.legalHolds.create(deskScope, {
      id: `hld_wordsof${count}`,
      organisationId,
      subject: { of: 'case', id: 'inc_heldandgone' },
      reason: 'Court',
      createdAt: new Date(),
      createdBy: { by: 'user', userId: 'usr_somebody1' },
    });
    await run();
    expect(await left(waiting, held)).toEqual([held, waiting].sort());
  });
});

describe('a purge of incidents in which people were asked by text (R1)', () => {
  it('leaves no number behind that was asked by text for a case, unless it wants no texts', async () => {
    await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
    const [old, young] = [await incident('asking', 40), await incident('asks', 20)];
    const [asked, unwilling, askedAgain] = [`+4930100${count}`, `+4930200${count}`, `+4930300${count}`];
    const ask = (number: string, caseId: string) =>
      stage.store.texts.ask(
        {
          ...{
            number,
            organisationId,
            purpose: 'inform',
            subject: { workflowId: `incident:${caseId}`, caseId },
          },
          target: { role: 'internal-contact', id: 'con_somebody1' },
        },
        new Date(Date.now() + 60_000),
      );
    for (const number of [asked, unwilling, askedAgain]) await ask(number, old);
    await ask(askedAgain, young);
    await stage.store.texts.optOut(unwilling, true);
    await run();
    const left = await stage.raw
      .collection<{ _id: string; questions: { caseId: string }[] }>('texted_numbers')
      .find({ _id: { $in: [asked, unwilling, askedAgain] } })
      .sort({ _id: 1 })
      .toArray();
    expect(left.map(({ _id, questions }) => [_id, questions.map(({ caseId }) => caseId)])).toEqual([
      [unwilling, []],
      [askedAgain, [young]],
    ]);
  });
});
