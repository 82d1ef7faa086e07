import { z } from 'zod';
import { PhoneSimulatorClient } from '../../../dev/phone-simulator/client.js';
import type { RunningStack } from '../../../dev/stack/running.js';
import { contains, DeskApi, eventually } from '../../../dev/client/desk-api.js';
import { takeNumbers } from './phone-book.js';
import { hastyPolicy, joinStack } from './stacks.js';

/** Somebody with a phone of their own in this story. */
export interface Person {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}

const cast = [
  'Provider',
  'Medic',
  'Travel',
  'Backup',
  'Anna',
  'Ben',
  'Carla',
  'Frieda',
  'Toni',
  'Stranger',
] as const;
export type Cast = Readonly<Record<Lowercase<(typeof cast)[number]>, Person>>;

/** An authorising person, and up to how much they may approve; without a limit: anything. */
export interface Authorising extends Person {
  readonly limit?: { readonly amountMinor: number; readonly currency: string };
}

export interface Story {
  readonly stack: RunningStack;
  readonly api: DeskApi;
  readonly phones: PhoneSimulatorClient;
  readonly people: Cast;
  /** What has been founded in it. */
  readonly organisations: string[];
  end(): Promise<void>;
}

/** Who is in the organisation of a story; what is not said stays away. */
export interface Company {
  readonly contacts?: readonly Person[];
  readonly provider?: Person;
  readonly medical?: Person;
  readonly travel?: Person;
  readonly backups?: readonly Person[];
  readonly authorising?: readonly Authorising[];
  readonly language?: 'en' | 'de' | 'hu';
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly statusCallPolicy?: Readonly<Record<string, unknown>>;
}

/** Begins a story on the given stack, else on the shared one; everybody in it has a number that nobody else has. */
export async function beginStory(
  on?: RunningStack & { readonly folder: string; stop(): Promise<void> },
): Promise<Story> {
  const stack = on ?? (await joinStack());
  const numbers = await takeNumbers(stack.folder);
  const people = Object.fromEntries(
    cast.map((name, index): [string, Person] => [
      name.toLowerCase(),
      {
        name,
        phone: numbers[index] ?? '',
        email: `${name.toLowerCase()}@${numbers[0]?.slice(1) ?? ''}.example`,
      },
    ]),
  ) as Cast;
  const phones = await PhoneSimulatorClient.connect(stack.phonesUrl);
  for (const { phone } of Object.values(people)) await phones.phone(phone).ringsOut();
  const api = new DeskApi(stack.apiUrl, stack.deskToken);
  const organisations: string[] = [];
  return {
    stack,
    phones,
    people,
    api,
    organisations,
    async end() {
      if (on === undefined) await closeIncidents(api, organisations);
      await stack.stop();
    },
  };
}

/** An incident never gives up: left open, it would call on through all the stories after this one. */
async function closeIncidents(api: DeskApi, organisations: readonly string[]): Promise<void> {
  for (const organisationId of organisations) {
    const { items } = await api.must('GET', `/v1/incidents?organisationId=${organisationId}&state=open`);
    for (const { id } of z.array(z.looseObject({ id: z.string() })).parse(items)) {
      // Not all of them can be closed at any time, and some end by themselves meanwhile.
      await api.ask('POST', `/v1/incidents/${id}/close`, { outcome: 'resolved' });
    }
  }
}

/** Somebody as the settings of an organisation name them. */
export function reachable({ name, phone, email }: Person) {
  return { name, phones: [phone], email };
}

/** An authorising person as the settings of an organisation name them. */
export function authorised({ limit, ...person }: Authorising) {
  return { ...reachable(person), ...(limit === undefined ? {} : { limit }) };
}

/** Founds an organisation and returns its ID. */
export async function found({ api, organisations }: Story, company: Company): Promise<string> {
  const { provider, medical, travel, backups = [], contacts = [], authorising = [] } = company;
  const organisation = await api.must('POST', '/v1/organisations', {
    name: 'Story organisation',
    language: company.language ?? 'en',
    timeZone: 'Europe/Berlin',
    providers: {
      assistance: provider === undefined ? { by: 'desk' } : { by: 'own', provider: reachable(provider) },
      ...(medical === undefined ? {} : { medical: reachable(medical) }),
      ...(travel === undefined ? {} : { travel: reachable(travel) }),
      backups: backups.map(reachable),
    },
    internalContacts: contacts.map(reachable),
    authorisingPersons: authorising.map(authorised),
    escalationPolicy: { ...hastyPolicy, ...company.policy },
    statusCallPolicy: {
      ringSeconds: 2,
      talkSeconds: 10,
      roundDelaySeconds: 1,
      replySeconds: 5,
      ...company.statusCallPolicy,
    },
  });
  const id = String(organisation['id']);
  organisations.push(id);
  return id;
}

/** A traveller as status calls and incidents name one. */
export interface Registered {
  readonly organisationId: string;
  readonly travellerId: string;
}

/** Registers a traveller. */
export async function register(
  { api }: Story,
  organisationId: string,
  person: Person,
  language = 'en',
): Promise<Registered> {
  const traveller = await api.must('POST', '/v1/travellers', {
    organisationId,
    ...reachable(person),
    language,
  });
  return { organisationId, travellerId: String(traveller['id']) };
}

/** Reports an incident through the API and returns its ID. */
export async function report(
  { api }: Story,
  organisationId: string,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const incident = await api.must('POST', '/v1/incidents', {
    organisationId,
    kind: 'security',
    threat: 'unknown',
    summary: 'Somebody needs help.',
    ...facts,
  });
  return String(incident['id']);
}

/** Asks a traveller for the status and returns the ID of the status call. */
export async function askStatus({ api }: Story, traveller: Registered): Promise<string> {
  return String((await api.must('POST', '/v1/status-calls', traveller))['id']);
}

/** The incident that a status call has become. */
export async function expectIncidentOf({ api }: Story, statusCallId: string): Promise<string> {
  const answered = await api.expectStatusCall(statusCallId, { state: 'answered', answer: 'help' });
  return String(answered['incidentId']);
}

/** Waits for an open incident of the organisation that looks as expected, and returns its ID. */
export async function eventuallyOpenIncident(
  { api }: Story,
  organisationId: string,
  expected: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  let last: unknown;
  const id = await eventually(async () => {
    last = (await api.must('GET', `/v1/incidents?organisationId=${organisationId}&state=open`))['items'];
    return (last as Record<string, unknown>[]).find((incident) => contains(incident, expected))?.['id'];
  }, 20);
  if (typeof id !== 'string')
    throw new Error(`No incident ${JSON.stringify(expected)}, but ${JSON.stringify(last)}`);
  return id;
}
