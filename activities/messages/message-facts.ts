import type { IncidentCases } from '../../cases/cases.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Intake, Store } from '../../db/store.js';
import type { AttemptSubject } from '../../domain/attempt.js';
import type { IncidentView } from '../../domain/case-record.js';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { IncidentId, OrderId, OrganisationId } from '../../domain/identifiers.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import { deskScope } from '../../domain/scope.js';
import { quietly } from '../activity-failures.js';

/** What texts and mails say about a case. Whatever nobody can tell at the moment is undefined. */
export interface MessageFacts {
  readonly organisation: string;
  readonly timeZone: string | undefined;
  readonly emergencyNumber: PhoneNumber;
  /** How the incident stands; undefined for a status call. */
  readonly incident: IncidentView | undefined;
  readonly report: Intake['report'];
  /** The person who needs help; without a name for an unknown caller. */
  readonly person:
    { readonly name?: string; readonly phones: readonly PhoneNumber[]; readonly email?: string } | undefined;
  /** That person is under duress and must not be contacted (I14). */
  readonly silent: boolean;
  /** What the provider may spend on a mandate without asking. */
  readonly ceiling: Money;
  /** An order in the words of whoever placed it. */
  readonly orderDescription: string | undefined;
}

export interface MessageFactsDependencies {
  readonly contactBook: ContactBook;
  readonly store: Pick<Store, 'cases' | 'intakes'>;
  readonly incidents: Pick<IncidentCases, 'currentRecord'>;
  /** Named where the organisation is not known. */
  readonly deskName: string;
}

/** The workflow itself is asked for so long, then the projection. */
const viewMilliseconds = 1_000;

/**
 * Gathers the facts of a case, and of one of its orders, for those who are told of it. Never fails for MongoDB or Temporal.
 */
export async function gatherMessageFacts(
  dependencies: MessageFactsDependencies,
  organisationId: OrganisationId,
  subject: AttemptSubject,
  orderId?: OrderId,
): Promise<MessageFacts> {
  const { contactBook, deskName, store } = dependencies;
  const [settings, emergencyNumber, about, texts] = await Promise.all([
    quietly('the organisation', async () => (await contactBook.organisation(organisationId))?.settings),
    contactBook.emergencyNumber(organisationId),
    subject.case === 'incident'
      ? incidentFacts(dependencies, organisationId, subject.incidentId)
      : { incident: undefined, report: undefined, person: undefined },
    orderId && quietly('the words of the order', () => store.intakes.texts(deskScope, [orderId])),
  ]);
  const { override } = about.incident ?? {};
  const policy = settings?.escalationPolicy ?? defaultEscalationPolicy;
  return {
    organisation: settings?.name ?? deskName,
    timeZone: settings?.timeZone,
    emergencyNumber,
    ...about,
    silent: about.incident?.silent === true,
    ceiling: override?.state === 'fired' ? override.ceiling : policy.overrideCostCeiling,
    orderDescription: orderId && texts?.get(orderId),
  };
}

async function incidentFacts(
  dependencies: MessageFactsDependencies,
  organisationId: OrganisationId,
  incidentId: IncidentId,
): Promise<Pick<MessageFacts, 'incident' | 'report' | 'person'>> {
  const { contactBook, store } = dependencies;
  const [incident, intake] = await Promise.all([
    incidentView(dependencies, incidentId),
    quietly('the report', () => store.intakes.find(deskScope, incidentId)),
  ]);
  const report = intake?.report;
  const travellerId = incident?.travellerId ?? report?.travellerId;
  const traveller = travellerId ? await contactBook.traveller(organisationId, travellerId) : undefined;
  const caller = phoneNumberSchema.safeParse(intake?.callerPhone);
  const phones = [...(caller.success ? [caller.data] : []), ...(traveller?.phones ?? [])];
  const isKnown = traveller !== undefined || phones.length > 0;
  return {
    incident,
    report,
    person: isKnown
      ? {
          ...(traveller === undefined ? {} : { name: traveller.name }),
          ...(traveller?.email === undefined ? {} : { email: traveller.email }),
          phones: [...new Set(phones)],
        }
      : undefined,
  };
}

/** The running workflow is asked first: the projection may not have caught up with what has just been decided. */
async function incidentView(
  { incidents, store }: MessageFactsDependencies,
  incidentId: IncidentId,
): Promise<IncidentView | undefined> {
  const record = await quietly(
    'the current record of the incident',
    () => incidents.currentRecord(incidentId),
    viewMilliseconds,
  );
  if (record?.view.case === 'incident') return record.view;
  return quietly('the view of the incident', () => store.cases.incident(deskScope, incidentId));
}
