import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import { isWithin } from '../../domain/interval.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { deskScope } from '../../domain/scope.js';
import {
  incidentId,
  organisationId,
  people,
  setActivityStage,
  type ActivityStage,
} from '../../test/activities/activity-stage.js';
import type { Activities } from '../create-activities.js';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await setActivityStage();
});
afterAll(async () => {
  await stage.end();
});

const firstPhone = [{ channel: 'voice', position: 0 }];
const byMail = [{ channel: 'email', position: 0 }];
const service = 'assistance';

const load = (
  query: Partial<Parameters<Activities['loadIncidentDirectory']>[0]> = {},
  by = stage.activities,
) => stage.run(() => by.loadIncidentDirectory({ organisationId, service, incidentId, ...query }));

describe('the directory of an incident', () => {
  it('has everybody in order, with every line; nobody is passed over silently (I6)', async () => {
    const { provider, internal, authorising } = await load();
    expect(provider).toEqual([
      { target: { role: 'assistance-provider', id: people.provider.id }, steps: firstPhone },
      { target: { role: 'desk', id: 'desk' }, steps: firstPhone },
      { target: { role: 'duty-lead', id: 'duty-lead' }, steps: firstPhone },
    ]);
    expect(internal.map(({ target, steps }) => ({ id: target.id, steps }))).toEqual([
      { id: people.anna.id, steps: firstPhone },
      { id: people.ben.id, steps: firstPhone },
      { id: people.carla.id, steps: byMail },
      { id: people.dora.id, steps: [] },
    ]);
    expect(authorising).toEqual([
      { target: { role: 'authorising-person', id: people.emil.id }, steps: firstPhone },
    ]);
  });

  it('tells when a provider is open, by its own hours in the time zone of the organisation (E1)', async () => {
    const { store } = stage;
    const found = await store.organisations.find(deskScope, organisationId);
    if (found === undefined) throw new Error('There is no organisation.');
    const { settings } = found;
    const { assistance } = settings.providers;
    if (assistance.by !== 'own') throw new Error('There is no provider.');
    const always = [{ from: '00:00', to: '24:00' }];
    const days = {
      mon: always,
      tue: always,
      wed: always,
      thu: always,
      fri: always,
      sat: always,
      sun: always,
    };
    const withHours = organisationSettingsSchema.parse({
      ...settings,
      providers: {
        ...settings.providers,
        assistance: { by: 'own', provider: { ...assistance.provider, hours: { weekly: days } } },
      },
    });
    await store.organisations.save(deskScope, organisationId, withHours);
    const { provider } = await load();
    expect(isWithin(provider[0]?.available ?? [], Date.now())).toBe(true);
    expect(provider.slice(1).map(({ available }) => available)).toEqual([undefined, undefined]);
    await store.organisations.save(deskScope, organisationId, settings);
    expect((await load()).provider[0]?.available).toBeUndefined();
  });

  it('tells when contacts may be called, in their own time zone (I6)', async () => {
    const { internal } = await load();
    const hoursOf = (id: string) => internal.find(({ target }) => target.id === id)?.available;
    expect(hoursOf(people.anna.id)).toBeUndefined();
    const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10);
    const ben = hoursOf(people.ben.id) ?? [];
    expect(isWithin(ben, Date.parse(`${tomorrow}T12:00:00Z`))).toBe(true);
    expect(isWithin(ben, Date.parse(`${tomorrow}T02:00:00Z`))).toBe(false);
  });

  it('counts hours in the organisation’s time zone where a contact has none, and leaves out absences (I6)', async () => {
    const day = (offset: number) => new Date(Date.now() + offset * 24 * 3_600_000).toISOString();
    const contact = {
      id: 'con_hours01',
      name: 'Hanna',
      availability: {
        weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '12:00' }],
      },
      absences: [{ from: day(-1), until: `${day(2).slice(0, 10)}T00:00:00Z`, note: 'Away' }],
    };
    const absent = { id: 'con_absent1', name: 'Ida', absences: [{ from: day(-1), until: day(1) }] };
    await stage.store.organisations.create(
      deskScope,
      'org_tokyo1',
      organisationSettingsSchema.parse({
        name: 'Tokyo',
        timeZone: 'Asia/Tokyo',
        providers: { assistance: { by: 'desk' }, backups: [] },
        internalContacts: [contact],
        authorisingPersons: [absent],
      }),
    );
    const { internal, authorising } = await load({ organisationId: 'org_tokyo1' });
    const [hours] = internal;
    const on = (offset: number, clock: string) =>
      isWithin(hours?.available ?? [], Date.parse(`${day(offset).slice(0, 10)}T${clock}Z`));
    expect(on(1, '23:00:00')).toBe(false);
    expect(on(2, '01:00:00')).toBe(true);
    expect(on(2, '10:00:00')).toBe(false);
    const [{ available = [] } = {}] = authorising;
    expect(isWithin(available, Date.now())).toBe(false);
    expect(isWithin(available, Date.parse(day(1)))).toBe(true);
  });

  it('tells how much authorising persons may approve, and at which hours they may be asked (E3, I9)', async () => {
    const limit = { amountMinor: 500_00, currency: 'EUR' };
    const availability = { weekly: [{ days: ['mon'], from: '09:00', to: '10:00' }] };
    await stage.store.organisations.create(
      deskScope,
      'org_limits1',
      organisationSettingsSchema.parse({
        name: 'Limits',
        providers: { assistance: { by: 'desk' }, backups: [] },
        internalContacts: [],
        authorisingPersons: [
          { id: 'con_limited1', name: 'Ida', limit, availability },
          { id: 'con_anyhow1', name: 'Jo' },
        ],
      }),
    );
    const { authorising } = await load({ organisationId: 'org_limits1' });
    expect(authorising.map((person) => person.limit)).toEqual([limit, undefined]);
    expect(authorising.map(({ available }) => available === undefined)).toEqual([false, true]);
    const isAvailable = (moment: number) => isWithin(authorising[0]?.available ?? [], moment);
    const hours = Array.from({ length: 72 }, (_, hour) => Date.now() + hour * 3_600_000);
    for (const moment of hours.filter(isAvailable)) {
      expect(new Date(moment).getUTCDay()).toBe(1);
      expect(new Date(moment).getUTCHours()).toBe(9);
    }
  });

  it('has the traveller as the caller, else the number that help was asked from, else nobody (I4)', async () => {
    const travellerId = people.traveller.id;
    expect((await load({ travellerId })).caller).toEqual([
      { target: { role: 'traveller', id: travellerId }, steps: firstPhone },
    ]);
    await stage.store.intakes.put(deskScope, {
      id: 'inc_unknown1',
      organisationId,
      kind: 'incident',
      bodyHash: 'hash',
      callerPhone: people.stranger.phone,
      createdAt: new Date(),
    });
    expect((await load({ incidentId: 'inc_unknown1' })).caller).toEqual([
      { target: { role: 'traveller', id: 'caller' }, steps: firstPhone },
    ]);
    expect((await load({ incidentId: 'inc_nobody1' })).caller).toEqual([]);
  });

  it('names a traveller without any number, so that this is seen', async () => {
    await stage.store.travellers.create(deskScope, 'trv_silent1', {
      organisationId,
      name: 'Gerda',
      phones: [],
    });
    expect((await load({ travellerId: 'trv_silent1' })).caller).toEqual([
      { target: { role: 'traveller', id: 'trv_silent1' }, steps: [] },
    ]);
  });

  it('comes from the local copy without MongoDB, and an unknown caller is not given up', async () => {
    const { provider, caller } = await load({ incidentId: 'inc_unknown1' }, stage.activitiesWithoutMongo);
    expect(provider).toHaveLength(3);
    expect(caller).toEqual([{ target: { role: 'traveller', id: 'caller' }, steps: firstPhone }]);
  });

  it('has the desk for an organisation that nobody knows: a call for help is never refused', async () => {
    const { provider, internal, policy } = await load({ organisationId: 'org_nobody' });
    expect(provider.map(({ target }) => target.role)).toEqual(['desk', 'duty-lead']);
    expect(internal).toEqual([]);
    expect(policy).toEqual(defaultEscalationPolicy);
  });
});

describe('the directory of a status call (I2)', () => {
  const loadStatusCall = (travellerId: `trv_${string}`) =>
    stage.run(() => stage.activities.loadStatusCallDirectory({ organisationId, travellerId }));

  it('has the channels that the policy names and the traveller has', async () => {
    const { traveller, policy } = await loadStatusCall(people.traveller.id);
    expect(policy.channels).toEqual(['voice', 'sms', 'email']);
    expect(traveller).toEqual([
      {
        target: { role: 'traveller', id: people.traveller.id },
        steps: [
          { channel: 'voice', position: 0 },
          { channel: 'sms', position: 0 },
          { channel: 'email', position: 0 },
        ],
      },
    ]);
  });

  it('shows a traveller who is not known as one without a channel', async () => {
    const { traveller } = await loadStatusCall('trv_nobody1');
    expect(traveller).toEqual([{ target: { role: 'traveller', id: 'trv_nobody1' }, steps: [] }]);
  });
});
