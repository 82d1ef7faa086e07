import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentId } from '../../domain/identifiers.js';
import { incidentIdSchema } from '../../domain/identifiers.js';
import { openPlay, type Play } from '../testing/play.js';
import { createCaseReading } from '../use-cases/case-reading.js';
import { createBridgeCandidates, type BridgeCandidates } from './bridge-candidates.js';

let play: Play;
beforeAll(async () => {
  play = await openPlay();
});
afterAll(() => play.stage.close());

/** Another process than the one that has built the bridge. */
function inAnotherProcess(): BridgeCandidates {
  const { store, cases } = play.stage;
  return createBridgeCandidates({
    projection: store.cases,
    incidents: cases.incidents,
    reading: createCaseReading({ store, cases }),
  });
}

/** The projection that the incident's workflow would have written. */
async function record(id: IncidentId): Promise<void> {
  const { store, cases } = play.stage;
  await store.cases.record(await cases.incidents.currentRecord(id));
}

describe('the incident to which somebody is bridged (X1)', () => {
  it('is known at once in the process that has built the bridge, whatever is away', async () => {
    const { cases } = play.stage;
    const candidates = inAnotherProcess();
    const incident = {
      incidentId: incidentIdSchema.parse('inc_onlyhere'),
      organisationId: play.organisationId,
    };
    candidates.remember(incident);
    cases.away = true;
    expect(await candidates.find((id) => id === incident.incidentId)).toEqual(incident);
    cases.away = false;
  });

  it('is found by another process among the open incidents, while the case engine is away', async () => {
    const { cases } = play.stage;
    const { organisationId } = play;
    const incidentId = await play.report();
    await record(incidentId);
    cases.away = true;
    expect(await inAnotherProcess().find((id) => id === incidentId)).toEqual({ incidentId, organisationId });
    cases.away = false;
  });

  it('is found by another process among the running incidents, when MongoDB does not know it', async () => {
    const { organisationId } = play;
    const incidentId = await play.report();
    expect(await inAnotherProcess().find((id) => id === incidentId)).toEqual({ incidentId, organisationId });
  });

  it('is not found when there is none', async () => {
    expect(await inAnotherProcess().find(() => false)).toBeUndefined();
  });
});
