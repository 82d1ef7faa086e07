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
  /** What was opened from this phone, of whatever organisation, as far as this process knows. */
  remembered(phone: string): Promise<IncidentView | undefined>;
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
/** More open incidents of one traveller than this are not looked at. */
const mostSearched = 20;

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
      projection.incidents(deskScope, { organisationId, travellerId, state: 'open', limit: mostSearched }),
    );
    return page?.items.find(isJoinable)?.id;
  }

  function recentOf(phone: string): IncidentId | undefined {
    const recent = remembered.get(phone);
    return recent !== undefined && now() - recent.at < recentMilliseconds ? recent.incidentId : undefined;
  }

  async function joinable(id: IncidentId): Promise<IncidentView | undefined> {
    const view = await reading.runningIncident(id, patience);
    return view !== undefined && isJoinable(view) ? view : undefined;
  }

  return {
    remember(phone, incidentId) {
      remembered.delete(phone);
      remembered.set(phone, { incidentId, at: now() });
      const [oldest] = remembered.keys();
      if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    },

    async remembered(phone) {
      const id = recentOf(phone);
      return id === undefined ? undefined : joinable(id);
    },

    async find({ organisationId, travellerId, phone }) {
      const id =
        recentOf(phone) ??
        (travellerId === undefined ? undefined : await ofTraveller(organisationId, travellerId));
      const view = id === undefined ? undefined : await joinable(id);
      // Whoever calls another organisation's number means that organisation.
      return view?.organisationId === organisationId ? view : undefined;
    },
  };
}
