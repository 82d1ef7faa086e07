import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { ifKnown } from '../use-cases/time-limit.js';

export interface BridgedIncident {
  readonly incidentId: IncidentId;
  readonly organisationId: OrganisationId;
}

/** The incidents that a leg of a bridge may belong to. */
export interface BridgeCandidates {
  /** Remembers, in this process, that somebody is being bridged to the incident. */
  remember(incident: BridgedIncident): void;
  /**
   * The incident for which `isIt` holds: looked for among those of this process, then in MongoDB, and while that is away
   * in the case engine. Never fails; undefined within 5 s when there is none.
   */
  find(isIt: (incidentId: IncidentId) => boolean): Promise<BridgedIncident | undefined>;
}

const mostRemembered = 1_000;
/** The latest ones: whoever is bridged just now is rarely wanted for an older one. */
const mostSearched = 1_000;
const patience = { mongo: 1_500, engine: 2_000, view: 1_000 };

export function createBridgeCandidates({
  projection,
  incidents,
  reading,
}: {
  readonly projection: Pick<Store['cases'], 'incidents'>;
  readonly incidents: Pick<Cases['incidents'], 'running'>;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
}): BridgeCandidates {
  const remembered = new Map<IncidentId, BridgedIncident>();

  async function stored(isIt: (incidentId: IncidentId) => boolean): Promise<BridgedIncident | undefined> {
    const open = await ifKnown(patience.mongo, () =>
      projection.incidents(deskScope, { state: 'open', limit: mostSearched }),
    );
    const view = open?.items.find(({ id }) => isIt(id));
    return view && { incidentId: view.id, organisationId: view.organisationId };
  }

  async function running(isIt: (incidentId: IncidentId) => boolean): Promise<BridgedIncident | undefined> {
    const ids = await ifKnown(patience.engine, () => incidents.running(mostSearched));
    const incidentId = ids?.find(isIt);
    const view = incidentId && (await reading.runningIncident(incidentId, patience.view));
    return view && { incidentId: view.id, organisationId: view.organisationId };
  }

  return {
    remember(incident) {
      remembered.delete(incident.incidentId);
      remembered.set(incident.incidentId, incident);
      const [oldest] = remembered.keys();
      if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    },
    async find(isIt) {
      const own = [...remembered.values()].find(({ incidentId }) => isIt(incidentId));
      return own ?? (await stored(isIt)) ?? running(isIt);
    },
  };
}
