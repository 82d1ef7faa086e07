import type { Db } from 'mongodb';
import type { OrganisationId } from '../../domain/identifiers.js';
import { keptFromErasure } from '../../domain/persons/erasure-verdict.js';
import { personRoomNames } from '../../domain/persons/person-room-names.js';
import type { PersonId, PersonTraces } from '../../domain/persons/person.js';
import { peopleSought, type Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import { openAuditStage, type AuditStage } from '../audit/audit-stage.fixture.js';
import type { Store } from '../store.js';
import type { PersonRecord } from './person-room.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import { defaultStatusCallPolicy } from '../../domain/status-call/policy.js';

/** For tests: a database of its own, and all rooms as one. */
export interface RoomStage {
  readonly audit: AuditStage;
  readonly store: Store;
  traced(organisationId: OrganisationId, id: PersonId): Promise<PersonTraces>;
  told(person: PersonTraces, holds?: readonly Holding[]): Promise<readonly PersonRecord[]>;
  /** What is told: by collection and identifier, and why it would stay. */
  standing(person: PersonTraces, holds?: readonly Holding[]): Promise<readonly string[]>;
  erase(person: PersonTraces, holds?: readonly Holding[]): Promise<void>;
}

export async function openRoomStage(): Promise<RoomStage> {
  const audit = await openAuditStage();
  const store = await audit.openStore();
  async function told(person: PersonTraces, holds: readonly Holding[] = []) {
    const records: PersonRecord[] = [];
    for (const name of personRoomNames) {
      for await (const record of store.personRooms[name].collect(person, holds)) records.push(record);
    }
    return records;
  }
  /** Mails are deleted as mails are, not by their room. */
  async function eraseMails(ids: readonly string[], holds: readonly Holding[]) {
    const { 'mail-originals': mails } = store.retentionClasses;
    const items = await mails.read(ids, peopleSought(holds));
    const going = items.filter((item) => keptFromErasure(item, holds) === undefined);
    await (await mails.prepare(going.map(({ id }) => id))).erase();
  }
  return {
    audit,
    store,
    async traced(organisationId, id) {
      const found = await store.persons.find(deskScope, organisationId, id);
      if (found === undefined) throw new Error(`Nobody knows ${id}.`);
      return found;
    },
    told,
    async standing(person, holds = []) {
      const records = await told(person, holds);
      return records.map(({ collection, id, stays }) => `${collection} ${id} ${stays?.why ?? 'goes'}`).sort();
    },
    async erase(person, holds = []) {
      for (const name of personRoomNames) await store.personRooms[name].erase(person, holds);
      for await (const ids of store.persons.mailIds(person, 10)) await eraseMails(ids, holds);
    },
  };
}

/** Everything that holds one of these strings in a dump of the database, by collection. */
export async function placesOf(raw: Db, canaries: readonly string[]): Promise<readonly string[]> {
  const places: string[] = [];
  for (const { name } of await raw.listCollections().toArray()) {
    for await (const document of raw.collection(name).find()) {
      const text = JSON.stringify(document);
      for (const canary of canaries) if (text.includes(canary)) places.push(`${name}: ${canary}`);
    }
  }
  return places.sort();
}

/** Documents as they lie in the database. */
export async function plant(raw: Db, documents: Readonly<Record<string, readonly object[]>>): Promise<void> {
  for (const [collection, each] of Object.entries(documents)) {
    await raw
      .collection<{ _id: string }>(collection)
      .insertMany(each.map((document) => ({ _id: '', ...document })));
  }
}

type People = Partial<Pick<OrganisationSettings, 'internalContacts' | 'authorisingPersons' | 'providers'>>;

/** Settings with these people. */
export function settingsWith(people: People): OrganisationSettings {
  return {
    name: 'Example',
    language: 'en',
    timeZone: 'UTC',
    providers: { assistance: { by: 'desk' }, backups: [] },
    internalContacts: [],
    authorisingPersons: [],
    escalationPolicy: defaultEscalationPolicy,
    statusCallPolicy: defaultStatusCallPolicy,
    ...people,
  };
}

const opened = new Date('2026-11-20T08:00:00Z');

/** An incident as it lies in the database: archived, unless it is told otherwise. */
export function storedIncident(
  id: string,
  organisationId: OrganisationId,
  more: {
    readonly travellerId?: string;
    readonly state?: 'open' | 'archived';
    readonly events?: readonly object[];
    readonly callerPhone?: string;
    readonly summary?: string;
  } = {},
): Readonly<Record<string, readonly object[]>> {
  const { travellerId, state = 'archived', events = [], callerPhone, summary = 'Words' } = more;
  const isOpen = state === 'open';
  return {
    cases: [
      {
        _id: id,
        case: 'incident',
        organisationId,
        ...(travellerId === undefined ? {} : { travellerId }),
        state,
        open: isOpen,
        openedAt: opened,
        revision: 1,
        view: { kind: 'medical', state, ...(isOpen ? {} : { closedAt: opened.getTime() + 60_000 }) },
        timelineThrough: events.length,
        highestSequence: events.length,
      },
    ],
    intakes: [
      {
        _id: id,
        organisationId,
        kind: 'incident',
        bodyHash: '',
        createdAt: opened,
        report: { kind: 'medical', summary, location: { latitude: 1, longitude: 2 } },
        ...(callerPhone === undefined ? {} : { callerPhone }),
      },
    ],
    ...(events.length === 0
      ? {}
      : {
          timeline_entries: events.map((event, index) => ({
            _id: `${id}/${index + 1}`,
            caseId: id,
            organisationId,
            sequence: index + 1,
            at: opened.getTime(),
            event,
          })),
        }),
  };
}
