import type { Store } from '../../db/store.js';
import type { IncidentView } from '../../domain/case-record.js';
import type { IncidentId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { IncidentSource } from '../../domain/incident/incident.js';
import { deskScope } from '../../domain/scope.js';
import type { CaseReading } from './case-reading.js';
import { ifKnown } from './time-limit.js';

/**
 * Finds the incident that somebody has opened a short while ago by phone: whoever was cut off and calls again, or sends a
 * second text, belongs to it. When nothing is found a further incident is opened, which calls the same people: twice
 * told is better than not at all.
 */
export interface CallersIncidents {
  /** Remembers, in this process, who has opened what. */
  remember(phone: string, incidentId: IncidentId): void;
  /** Only incidents that still are open. A travel enquiry is no call for help: it is never joined by another. */
  find(caller: {
    readonly organisationId: OrganisationId;
    readonly travellerId?: TravellerId;
    readonly phone: string;
  }): Promise<IncidentView | undefined>;
}

const recentMilliseconds = 60 * 60_000;
const mostRemembered = 10_000;
const patience = 300;
/** More open incidents than this are not searched for one traveller's. */
const mostSearched = 200;

const byPhone: ReadonlySet<IncidentSource> = new Set(['inbound-call', 'inbound-text', 'status-call']);

export function createCallersIncidents({
  projection,
  reading,
  now,
}: {
  readonly projection: Pick<Store['cases'], 'incidents'>;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
  readonly now: () => number;
}): CallersIncidents {
  const remembered = new Map<string, { readonly incidentId: IncidentId; readonly at: number }>();

  const isJoinable = (view: IncidentView): boolean =>
    view.state === 'open' &&
    view.kind !== 'travel' &&
    byPhone.has(view.source) &&
    now() - view.openedAt < recentMilliseconds;

  async function ofTraveller(
    organisationId: OrganisationId,
    travellerId: TravellerId,
  ): Promise<IncidentId | undefined> {
    const page = await ifKnown(patience, () =>
      projection.incidents(deskScope, { organisationId, state: 'open', limit: mostSearched }),
    );
    return page?.items.find((view) => view.travellerId === travellerId && isJoinable(view))?.id;
  }

  return {
    remember(phone, incidentId) {
      remembered.delete(phone);
      remembered.set(phone, { incidentId, at: now() });
      const [oldest] = remembered.keys();
      if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    },

    async find({ organisationId, travellerId, phone }) {
      const recent = remembered.get(phone);
      const isRecent = recent !== undefined && now() - recent.at < recentMilliseconds;
      const id = isRecent
        ? recent.incidentId
        : travellerId === undefined
          ? undefined
          : await ofTraveller(organisationId, travellerId);
      if (id === undefined) return undefined;
      const view = await reading.runningIncident(id, patience);
      // Whoever calls another organisation's number means that organisation.
      return view?.organisationId === organisationId && isJoinable(view) ? view : undefined;
    },
  };
}
