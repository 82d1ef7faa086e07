import { organisationSettingsSchema } from '../domain/organisation/organisation.js';
import { deskScope } from '../domain/scope.js';
import { newIncidentId, record, view } from './repositories/case-records.fixture.js';
import type { Store } from './store.js';

export const organisationId = 'org_company1';
export const incidentId = newIncidentId();
export const statusCallId = 'stc_company1';
export const owner = { organisationId, contactId: 'con_company1' } as const;
export const endpoint = { organisationId, endpointId: 'whk_company1' } as const;
export const channel = { contactId: owner.contactId, channel: 'voice', position: 0 } as const;
const by = { by: 'user', userId: 'usr_company1' } as const;
export const phone = '+4930901820';
export const now = new Date('2026-11-21T12:00:00Z');

/** For tests: an organisation with one of everything that somebody's request can read. */
export async function fillCompany(store: Store): Promise<void> {
  const settings = organisationSettingsSchema.parse({
    name: 'Company',
    providers: { assistance: { by: 'desk' }, backups: [] },
    internalContacts: [{ id: owner.contactId, name: 'Anna', phones: [phone] }],
    authorisingPersons: [],
  });
  await store.organisations.create(deskScope, organisationId, settings, by);
  await store.organisations.save(deskScope, organisationId, { ...settings, internalContacts: [] });
  await store.travellers.create(deskScope, 'trv_company1', { organisationId, name: 'Toni', phones: [phone] });
  const intake = { organisationId, bodyHash: 'hash', createdAt: now } as const;
  await store.intakes.put(deskScope, { id: incidentId, kind: 'incident', ...intake });
  await store.intakes.put(deskScope, { id: 'note_company1', kind: 'note', text: 'A note.', ...intake });
  await store.cases.record({ ...record(incidentId, 1, 1, 3), view: view(incidentId, { silent: true }) });
  const older = newIncidentId();
  const order = {
    id: 'ord_company1',
    service: 'transport',
    estimate: { amountMinor: 100, currency: 'EUR' },
    state: 'asking',
    orderedAt: now.getTime(),
    orderedBy: by,
    expiresAt: now.getTime(),
  } as const;
  await store.cases.record({
    ...record(older, 1, 1, 1),
    view: view(older, { openedAt: Date.parse('2026-10-21T10:00:00Z'), orders: [order] }),
  });
  await store.cases.record({
    revision: 1,
    entries: [],
    sealedTexts: [],
    view: {
      case: 'status-call',
      id: statusCallId,
      organisationId,
      travellerId: 'trv_company1',
      state: 'asking',
      openedAt: now.getTime(),
      round: 1,
    },
  });
  await store.spending.spend(organisationId, '2026-11-21', 300, undefined);
  await store.tokens.create(deskScope, {
    id: 'tok_company1',
    scope: { of: 'organisation', organisationId },
    name: 'Token',
    hash: 'a'.repeat(64),
    createdAt: now,
  });
  await store.audit.append({
    id: 'aud_company1',
    organisationId,
    at: now.getTime(),
    by,
    from: { host: 'desk' },
    stage: 'done',
    action: 'test',
    what: { kind: 'organisation', id: organisationId },
    persons: [],
    values: [],
  });
  await store.pins.save(deskScope, owner, 'hash', now);
  const draft = { basedOn: 1, content: { name: 'Draft' }, given: [], savedBy: by, savedAt: now };
  await store.settingsDrafts.put(deskScope, organisationId, draft, undefined);
  await store.webhookEndpoints.create(deskScope, {
    id: endpoint.endpointId,
    organisationId,
    input: { url: 'https://hooks.example.org/beistand', enabled: true },
    secret: 'secret',
    at: now,
  });
  const message = { id: 'test_one', type: 'webhook.test', at: 0 } as const;
  await store.webhookDeliveries.put(deskScope, { id: 'dlv_company1', ...endpoint, message }, now);
  const test = { id: 'tst_company1', organisationId, ...channel, requestedBy: by, requestedAt: now } as const;
  await store.channelTests.put(deskScope, test, phone);
  await store.legalHolds.create(deskScope, {
    id: 'hld_company1',
    organisationId,
    subject: { of: 'class', dataClass: 'incidents' },
    reason: 'Court',
    createdAt: now,
    createdBy: by,
  });
  await store.retentionRuns.begin(deskScope, { id: 'run_company1', organisationId, startedAt: now });
  const batch = { runId: 'run_company1', organisationId, dataClass: 'incidents', at: now } as const;
  await store.retentionRuns.claim(deskScope, { id: 'batch_one', ...batch, ids: [incidentId] });
  await store.retentionRuns.claim(deskScope, { id: 'batch_two', ...batch, ids: ['inc_gone0001'] });
  await store.retentionRuns.decide(deskScope, { id: 'batch_two', ...batch }, ['inc_gone0001']);
  await store.retentionRuns.settle(deskScope, { id: 'batch_two', ...batch }, ['hash']);
  const person = {
    id: 'trv_company1',
    organisationId,
    names: ['Toni'],
    phones: [phone],
    emails: [],
  } as const;
  await store.personErasures.create(
    deskScope,
    {
      ...{ id: 'era_company1', organisationId, personId: person.id, requestedBy: by, requestedAt: now },
      ...{ reason: 'Asked for it', bodyHash: '' },
    },
    person,
  );
  await store.retentionRuns.finish(deskScope, organisationId, 'run_company1', {
    ...{ endedAt: now.getTime(), ruleVersion: 1, settingsRevision: 0, timeZone: 'UTC', classes: [] },
  });
  const periods = { locations: { count: 30, unit: 'days' } } as const;
  await store.retentionSettings.replace(
    deskScope,
    { organisationId, revision: 0, periods, reports: [] },
    now,
  );
}
