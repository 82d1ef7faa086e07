import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Intake, Store } from '../../db/store.js';
import type { AttemptSubject } from '../../domain/attempt.js';
import type { IncidentView } from '../../domain/case-record.js';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import type { IncidentKind } from '../../domain/incident/incident.js';
import { deskScope } from '../../domain/scope.js';
import { ifKnown } from '../use-cases/time-limit.js';

/** What is told of a case on the phone and on pages. While MongoDB is away only what the ContactBook knows. */
export interface KnownFacts {
  readonly organisationName: string | undefined;
  readonly timeZone: string | undefined;
  readonly kind: IncidentKind | undefined;
  /** The report's own words. */
  readonly summary: string | undefined;
  readonly travellerName: string | undefined;
  /** What the provider may spend on the mandate without asking. */
  readonly ceiling: Money;
  /** As of the last projection. */
  readonly view: IncidentView | undefined;
}

/** Nobody on the phone waits longer for any of it. Milliseconds. */
const patience = 300;

export interface KnownFactsDependencies {
  readonly contactBook: Pick<ContactBook, 'organisation' | 'traveller'>;
  readonly store: Pick<Store, 'cases' | 'intakes'>;
}

/** Gathers what is known within 300 ms; the rest is told in general words. Never fails. */
export async function gatherKnownFacts(
  { contactBook, store }: KnownFactsDependencies,
  organisationId: OrganisationId,
  subject: AttemptSubject,
): Promise<KnownFacts> {
  const [organisation, incident] = await Promise.all([
    ifKnown(patience, () => contactBook.organisation(organisationId)),
    subject.case === 'incident' ? gatherIncident(store, subject.incidentId) : nothingKnown,
  ]);
  const { view, intake } = incident;
  const travellerId = view?.travellerId ?? intake?.report?.travellerId;
  const traveller =
    travellerId === undefined
      ? undefined
      : await ifKnown(patience, () => contactBook.traveller(organisationId, travellerId));
  const policy = organisation?.settings.escalationPolicy ?? defaultEscalationPolicy;
  return {
    organisationName: organisation?.settings.name,
    timeZone: organisation?.settings.timeZone,
    kind: view?.kind ?? intake?.report?.kind,
    summary: intake?.report?.summary,
    travellerName: traveller?.name,
    ceiling: view?.override.state === 'fired' ? view.override.ceiling : policy.overrideCostCeiling,
    view,
  };
}

interface KnownIncident {
  readonly view: IncidentView | undefined;
  readonly intake: Intake | undefined;
}
const nothingKnown: KnownIncident = { view: undefined, intake: undefined };

async function gatherIncident(
  store: KnownFactsDependencies['store'],
  id: IncidentId,
): Promise<KnownIncident> {
  const [view, intake] = await Promise.all([
    ifKnown(patience, () => store.cases.incident(deskScope, id)),
    ifKnown(patience, () => store.intakes.find(deskScope, id)),
  ]);
  return { view, intake };
}
