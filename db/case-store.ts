import type {
  CaseRecord,
  CaseView,
  IncidentView,
  RecordReceipt,
  StatusCallView,
} from '../domain/case-record.js';
import type { IncidentId, OrganisationId, StatusCallId, TravellerId } from '../domain/identifiers.js';
import type { CallReference } from '../domain/incident/conference.js';
import type { Scope } from '../domain/scope.js';
import type { TimelineEntry } from '../domain/timeline.js';
import type { Page, PageRequest } from './paging.js';

export interface IncidentFilter {
  readonly organisationId?: OrganisationId;
  readonly travellerId?: TravellerId;
  readonly state?: IncidentView['state'];
}

/** A time of which the costs are told, its end excluded. */
export interface Billed {
  readonly organisationId: OrganisationId;
  readonly from: Date;
  readonly to: Date;
}

/** What is still to be announced: the entries behind `announcedThrough`, up to `timelineThrough`. */
export interface UnannouncedIncident {
  readonly incidentId: IncidentId;
  readonly organisationId: OrganisationId;
  readonly announcedThrough: number;
  readonly timelineThrough: number;
  /** How often entries have taken the place of others: progress that was made before counts for nothing. */
  readonly replacements: number;
}

/** A case whose stored entries behind `auditedThrough` may tell of what humans have done. */
export interface UnauditedCase {
  readonly caseId: string;
  readonly case: CaseView['case'];
  readonly organisationId: OrganisationId;
  readonly travellerId?: TravellerId;
  readonly auditedThrough: number;
  readonly timelineThrough: number;
  /** As with {@link UnannouncedIncident}. */
  readonly replacements: number;
}

export interface StatusCallFilter {
  readonly organisationId?: OrganisationId;
  readonly travellerId?: TravellerId;
  readonly state?: StatusCallView['state'];
}

/** An incident and the calls of its caller that are in the conference. */
export interface IncidentWithCallers {
  readonly incidentId: IncidentId;
  readonly callerCalls: readonly CallReference[];
}

export type RecordingTask = 'done' | 'under-way';

/** The read model of running cases. Written by activities only. */
export interface CaseRepository {
  /**
   * Entries first (upsert by case ID and sequence), then the view if its revision is higher.
   *
   * @param task the workflow task that made the record: one that is `under-way` can be lost, and done again otherwise.
   */
  record(record: CaseRecord, task?: RecordingTask): Promise<RecordReceipt>;
  /** The sequence up to which all entries are stored by tasks that were done; 0 when none is. Time limit 300 ms. */
  recordedThrough(caseId: string): Promise<number>;
  incident(scope: Scope, id: IncidentId): Promise<IncidentView | undefined>;
  statusCall(scope: Scope, id: StatusCallId): Promise<StatusCallView | undefined>;
  /** Open ones of travellers under duress, whom nobody contacts (I14). */
  silentIncidents(scope: Scope): Promise<readonly IncidentView[]>;
  /** Newest first. */
  incidents(scope: Scope, query: PageRequest & IncidentFilter): Promise<Page<IncidentView>>;
  /** Opened within the time, oldest first: what they cost by contract stands in the statement of it. */
  incidentsOpened(scope: Scope, query: PageRequest & Billed): Promise<Page<IncidentView>>;
  /** Opened before the time and with an order that was placed since it began, oldest first. */
  olderIncidentsWithOrders(scope: Scope, query: PageRequest & Billed): Promise<Page<IncidentView>>;
  /** Newest first. */
  statusCalls(scope: Scope, query: PageRequest & StatusCallFilter): Promise<Page<StatusCallView>>;
  timeline(
    scope: Scope,
    caseId: string,
    page: { readonly limit: number; readonly after: number },
  ): Promise<readonly TimelineEntry[]>;
  /** Which of these have been recorded at all. */
  recordedAmong(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Incidents of these organisations with stored entries that were not announced yet, the newest incidents first. */
  unannounced(
    organisationIds: readonly OrganisationId[],
    limit: number,
  ): Promise<readonly UnannouncedIncident[]>;
  /** All entries up to this sequence were passed on to whoever is to be told of them; of no effect when some were replaced since. */
  markAnnounced(incidentId: IncidentId, through: number, replacements?: number): Promise<void>;
  /** Cases with stored entries that were not looked through for the audit trail, the oldest first. */
  unaudited(limit: number): Promise<readonly UnauditedCase[]>;
  /** Whatever the entries up to this sequence tell of stands in the audit trail. */
  markAudited(caseId: string, through: number, replacements?: number): Promise<void>;
  /** Open incidents that have a caller in their conference, as far as is known, with the calls. */
  withCallers(limit: number): Promise<readonly IncidentWithCallers[]>;
  /** Open cases whose `nextActionAt` lies before the moment, for the auditor. */
  overdue(
    before: Date,
    limit: number,
  ): Promise<
    readonly {
      readonly caseId: string;
      readonly organisationId: OrganisationId;
      readonly nextActionAt: Date;
    }[]
  >;
}
