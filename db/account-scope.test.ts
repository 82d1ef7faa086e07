import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskScope, type Scope } from '../domain/scope.js';
import {
  channel,
  endpoint,
  fillCompany,
  incidentId,
  now,
  organisationId,
  owner,
  phone,
  statusCallId,
} from './company.fixture.js';
import { temporaryStore, type TemporaryStore } from './store.fixture.js';
import type { Store } from './store.js';

/*
 * Partner accounts have support cases and nothing of what organisations have (C8). Everything that can be read by a scope is
 * read here by one of an account, and by the desk, to which it is there.
 */

/** The repositories of what belongs to organisations. */
type OfOrganisations = Pick<
  Store,
  | 'organisations'
  | 'travellers'
  | 'intakes'
  | 'cases'
  | 'spending'
  | 'tokens'
  | 'audit'
  | 'pins'
  | 'settingsDrafts'
  | 'settingsVersions'
  | 'webhookEndpoints'
  | 'webhookDeliveries'
  | 'channelTests'
  | 'retentionSettings'
  | 'legalHolds'
  | 'retentionRuns'
  | 'persons'
  | 'personErasures'
>;
type ScopedOf<Name extends keyof OfOrganisations> = {
  [Method in keyof Store[Name] & string]: Store[Name][Method] extends (...args: infer Arguments) => unknown
    ? Arguments extends [scope: Scope, ...more: unknown[]]
      ? `${Name}.${Method}`
      : never
    : never;
}[keyof Store[Name] & string];
type Scoped = { [Name in keyof OfOrganisations]: ScopedOf<Name> }[keyof OfOrganisations];
/** What changes something; the tests of each repository see that it does so within its scope. */
type Changing = `${string}.${
  | 'create'
  | 'save'
  | 'put'
  | 'remove'
  | 'removeAllBut'
  | 'removeOf'
  | 'revoke'
  | 'reopen'
  | 'changeSecret'
  | 'count'
  | 'forgetTries'
  | 'markStarted'
  | 'noteTaken'
  | 'stepBack'
  | 'destroyKey'
  | 'replace'
  | 'release'
  | 'begin'
  | 'finish'
  | 'claim'
  | 'contend'
  | 'decide'
  | 'withdraw'
  | 'settle'
  | 'keepTraces'
  | 'enterRoom'
  | 'noteFound'
  | 'noteErased'
  | 'end'
  | 'markCertified'}`;
type Reading = Exclude<Scoped, Changing>;

const billed = {
  organisationId,
  from: new Date('2026-11-01T00:00:00Z'),
  to: new Date('2026-12-01T00:00:00Z'),
  limit: 10,
} as const;
const page = { limit: 10 };
const long = new Date(0);

async function collected<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A method that reads by a scope and is missing here does not compile. */
const readings = {
  'organisations.find': ({ organisations }, scope) => organisations.find(scope, organisationId),
  'organisations.list': ({ organisations }, scope) => organisations.list(scope, page),
  'organisations.changedSince': ({ organisations }, scope) => organisations.changedSince(scope, long),
  'travellers.find': ({ travellers }, scope) => travellers.find(scope, 'trv_company1'),
  'travellers.findByPhone': ({ travellers }, scope) => travellers.findByPhone(scope, phone),
  'travellers.list': ({ travellers }, scope) => travellers.list(scope, page),
  'travellers.changedSince': ({ travellers }, scope) => travellers.changedSince(scope, long),
  'intakes.find': ({ intakes }, scope) => intakes.find(scope, incidentId),
  'intakes.unstarted': ({ intakes }, scope) => intakes.unstarted(scope, new Date(), 10),
  'intakes.texts': ({ intakes }, scope) => intakes.texts(scope, ['note_company1']),
  'cases.incident': ({ cases }, scope) => cases.incident(scope, incidentId),
  'cases.statusCall': ({ cases }, scope) => cases.statusCall(scope, statusCallId),
  'cases.silentIncidents': ({ cases }, scope) => cases.silentIncidents(scope),
  'cases.incidents': ({ cases }, scope) => cases.incidents(scope, page),
  'cases.incidentsOpened': ({ cases }, scope) => cases.incidentsOpened(scope, billed),
  'cases.olderIncidentsWithOrders': ({ cases }, scope) => cases.olderIncidentsWithOrders(scope, billed),
  'cases.statusCalls': ({ cases }, scope) => cases.statusCalls(scope, page),
  'cases.timeline': ({ cases }, scope) => cases.timeline(scope, incidentId, { limit: 10, after: 0 }),
  'spending.spentOn': ({ spending }, scope) => spending.spentOn(scope, organisationId, '2026-11-21'),
  'tokens.list': ({ tokens }, scope) => tokens.list(scope, { organisationId, ...page }),
  'audit.list': ({ audit }, scope) => audit.list(scope, page),
  'audit.anchor': ({ audit }, scope) => audit.anchor(scope, organisationId, now.getTime()),
  'audit.organisations': ({ audit }, scope) => audit.organisations(scope),
  'audit.breaks': async ({ audit }, scope) => {
    await collected(audit.breaks(scope, organisationId));
    return 'whole';
  },
  'pins.ownersIn': ({ pins }, scope) => pins.ownersIn(scope, organisationId),
  'pins.find': ({ pins }, scope) => pins.find(scope, owner),
  'settingsDrafts.find': ({ settingsDrafts }, scope) => settingsDrafts.find(scope, organisationId),
  'settingsVersions.list': ({ settingsVersions }, scope) =>
    settingsVersions.list(scope, organisationId, page),
  'settingsVersions.find': ({ settingsVersions }, scope) => settingsVersions.find(scope, organisationId, 1),
  'settingsVersions.nameOf': ({ settingsVersions }, scope) =>
    settingsVersions.nameOf(scope, organisationId, owner.contactId),
  'webhookEndpoints.find': ({ webhookEndpoints }, scope) => webhookEndpoints.find(scope, endpoint),
  'webhookEndpoints.list': ({ webhookEndpoints }, scope) => webhookEndpoints.list(scope, organisationId),
  'webhookEndpoints.signingSecrets': ({ webhookEndpoints }, scope) =>
    webhookEndpoints.signingSecrets(scope, endpoint, now),
  'webhookDeliveries.find': ({ webhookDeliveries }, scope) =>
    webhookDeliveries.find(scope, endpoint, 'dlv_company1'),
  'webhookDeliveries.list': ({ webhookDeliveries }, scope) => webhookDeliveries.list(scope, endpoint, page),
  'channelTests.find': ({ channelTests }, scope) => channelTests.find(scope, 'tst_company1'),
  'channelTests.known': ({ channelTests }, scope) =>
    channelTests.known(scope, organisationId, [{ ...channel, address: phone }]),
  'retentionSettings.find': ({ retentionSettings }, scope) => retentionSettings.find(scope, organisationId),
  'legalHolds.find': ({ legalHolds }, scope) => legalHolds.find(scope, organisationId, 'hld_company1'),
  'legalHolds.list': ({ legalHolds }, scope) => legalHolds.list(scope, { organisationId, ...page }),
  'legalHolds.active': ({ legalHolds }, scope) => legalHolds.active(scope, organisationId),
  'retentionRuns.find': ({ retentionRuns }, scope) =>
    retentionRuns.find(scope, organisationId, 'run_company1'),
  'retentionRuns.list': ({ retentionRuns }, scope) => retentionRuns.list(scope, { organisationId, ...page }),
  'retentionRuns.unsettled': ({ retentionRuns }, scope) =>
    retentionRuns.unsettled(scope, organisationId, 'incidents', 'run_company1'),
  'retentionRuns.mayBeGoing': async ({ retentionRuns }, scope) =>
    (await retentionRuns.mayBeGoing(scope, organisationId, { of: 'case', id: incidentId })) ? ['going'] : [],
  'retentionRuns.endedSince': async ({ retentionRuns }, scope) => [
    ...(await retentionRuns.endedSince(scope, new Date(0))),
  ],
  'retentionRuns.lastEnd': ({ retentionRuns }, scope) => retentionRuns.lastEnd(scope, organisationId),
  'retentionRuns.deletionsOf': ({ retentionRuns }, scope) =>
    retentionRuns.deletionsOf(scope, organisationId, 'hash'),
  'retentionRuns.hashesPage': ({ retentionRuns }, scope) =>
    retentionRuns.hashesPage(scope, { organisationId, id: 'run_company1' }, 'incidents', page),
  'retentionRuns.hashes': ({ retentionRuns }, scope) =>
    collected(retentionRuns.hashes(scope, { organisationId, id: 'run_company1' }, 'incidents')),
  'persons.find': ({ persons }, scope) => persons.find(scope, organisationId, 'trv_company1'),
  'personErasures.find': ({ personErasures }, scope) =>
    personErasures.find(scope, organisationId, 'era_company1'),
  'personErasures.list': ({ personErasures }, scope) =>
    personErasures.list(scope, { organisationId, ...page }),
  'personErasures.unfinished': ({ personErasures }, scope) =>
    personErasures.unfinished(scope, organisationId),
  'personErasures.untriedSince': async ({ personErasures }, scope) => [
    ...(await personErasures.untriedSince(scope)),
  ],
  'personErasures.isGoing': async ({ personErasures }, scope) =>
    (await personErasures.isGoing(scope, organisationId, 'trv_company1')) ? ['going'] : [],
} as const satisfies Readonly<Record<Reading, (store: Store, scope: Scope) => Promise<unknown>>>;

let temporary: TemporaryStore;

beforeAll(async () => {
  temporary = await temporaryStore();
  await fillCompany(temporary.store);
});
afterAll(() => temporary.remove());

/** What nobody can tell from there being nothing. */
function isNothing(seen: unknown): boolean {
  if (seen === undefined || seen === 0) return true;
  if (Array.isArray(seen)) return seen.length === 0;
  if (seen instanceof Set || seen instanceof Map) return seen.size === 0;
  return typeof seen === 'object' && seen !== null && 'items' in seen && isNothing(seen.items);
}

describe('what belongs to organisations (C8)', () => {
  it.each(Object.entries(readings))(
    'is there for the desk and not for a partner account: %s',
    async (_name, read) => {
      const { store } = temporary;
      expect(isNothing(await read(store, deskScope))).toBe(false);
      const partner = read(store, { of: 'account', accountId: 'acc_partner1' });
      const seen = await Promise.resolve(partner).catch((error: unknown) => {
        expect(error).toMatchObject({ kind: 'not-found' });
      });
      expect(isNothing(seen)).toBe(true);
    },
  );
});
