import { describe, expect, it } from '@jest/globals';
import type { DeskLines } from '../directory/people.js';
import { organisationSettingsSchema, type OrganisationSettings } from '../organisation/organisation.js';
import type { FindingCode } from './finding.js';
import type { KnownChannel } from './channel-test.js';
import type { ReadinessQuestion } from './readiness-question.js';
import { checkReadiness } from './readiness.js';

const desk: DeskLines = {
  name: 'Desk',
  language: 'en',
  phone: '+493023125001',
  email: 'desk@beistand.example',
  dutyPhone: '+4917139200001',
  dutyEmail: 'duty@beistand.example',
  emergencyNumber: '+493023125000',
};

const phones = {
  anna: '+4917139200011',
  ben: '+4917139200012',
  provider: '+493023125011',
  clara: '+4917139200013',
} as const;

/** A working day in winter, 10:00 in Berlin. */
const at = Date.parse('2026-01-14T09:00:00Z');
const day = 24 * 3_600_000;
const officeHours = { weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '16:00' }] };

const anna = { id: 'con_annaaa', name: 'Anna', phones: [phones.anna] };
const ben = { id: 'con_bennnn', name: 'Ben', phones: [phones.ben], email: 'ben@example.org' };
const clara = { id: 'con_claraa', name: 'Clara', phones: [phones.clara], email: 'clara@example.org' };

function settings(change: object = {}): OrganisationSettings {
  return organisationSettingsSchema.parse({
    name: 'Example',
    timeZone: 'Europe/Berlin',
    providers: {
      assistance: { by: 'own', provider: { id: 'con_provid', name: 'Provider', phones: [phones.provider] } },
      backups: [],
    },
    internalContacts: [anna, ben],
    authorisingPersons: [{ ...clara }],
    ...change,
  });
}

/** Everything was tested yesterday, and there are PINs. */
function tested(of: OrganisationSettings): readonly KnownChannel[] {
  const ids = [
    'con_provid',
    ...of.internalContacts.map(({ id }) => id),
    ...of.authorisingPersons.map(({ id }) => id),
  ] as const;
  return ids.flatMap((id) =>
    (['voice', 'sms', 'email'] as const).map((channel) => ({
      contactId: id,
      channel,
      position: 0,
      confirmedAt: at - day,
    })),
  );
}

function check(change: object = {}, more: Partial<ReadinessQuestion> = {}) {
  const asked = settings(change);
  return checkReadiness({
    settings: asked,
    at,
    desk,
    rules: { own: [] },
    channels: tested(asked),
    pinOwners: new Set(asked.authorisingPersons.map(({ id }) => id)),
    stopped: new Set(),
    ...more,
  });
}

function found(code: FindingCode, change: object = {}, more: Partial<ReadinessQuestion> = {}) {
  return check(change, more).findings.filter((finding) => finding.code === code);
}

describe('the readiness check (I13)', () => {
  it('finds nothing where all is well', () => {
    expect(check().findings).toEqual([]);
  });

  it('tells of steps in which nobody stands', () => {
    expect(found('no-internal-contacts', { internalContacts: [] })).toEqual([
      { severity: 'error', code: 'no-internal-contacts', path: '/internalContacts' },
    ]);
    expect(found('only-the-desk', { providers: { assistance: { by: 'desk' }, backups: [] } })).toMatchObject([
      { severity: 'note', path: '/providers/assistance' },
    ]);
    expect(
      found('nobody-with-channel', { internalContacts: [{ id: 'con_annaaa', name: 'Anna' }] }),
    ).toMatchObject([{ severity: 'error', path: '/internalContacts' }]);
  });

  it('tells of people without a usable channel', () => {
    const nobody = { id: 'con_nobody', name: 'Nora' };
    expect(found('no-usable-channel', { internalContacts: [anna, nobody] })).toEqual([
      { severity: 'error', code: 'no-usable-channel', path: '/internalContacts/1', who: 'Nora' },
    ]);
    const abroad = { rules: { own: [], allowedCountries: ['HU'] } };
    expect(found('no-usable-channel', {}, abroad).map(({ path }) => path)).toContain(
      '/providers/assistance/provider',
    );
  });

  it('tells of numbers that are invalid, premium or abroad', () => {
    const valid = settings();
    const broken: OrganisationSettings = {
      ...valid,
      internalContacts: valid.internalContacts.map((contact) => ({ ...contact, phones: ['+49301'] })),
    };
    expect(
      checkReadiness({
        settings: broken,
        at,
        desk,
        rules: { own: [] },
        channels: [],
        pinOwners: new Set(),
        stopped: new Set(),
      }).findings,
    ).toContainEqual({
      severity: 'error',
      code: 'number-invalid',
      path: '/internalContacts/0/phones/0',
      who: 'Anna',
    });
    const premium = { ...anna, phones: [phones.anna, '+499001234567'] };
    expect(found('number-blocked', { internalContacts: [premium] })).toEqual([
      {
        severity: 'error',
        code: 'number-blocked',
        path: '/internalContacts/0/phones/1',
        who: 'Anna',
        block: 'premium-rate',
      },
    ]);
    const onlyHungary = { rules: { own: [], allowedCountries: ['HU'] } };
    expect(found('number-blocked', {}, onlyHungary)[0]).toMatchObject({ block: 'country-not-allowed' });
  });

  it('tells when nobody is available: now, at times, or all the week', () => {
    const office = { internalContacts: [{ ...anna, availability: officeHours }] };
    const night = Date.parse('2026-01-14T20:00:00Z');
    expect(found('nobody-available-now', office)).toEqual([]);
    expect(found('nobody-available-now', office, { at: night })).toMatchObject([
      {
        severity: 'warning',
        path: '/internalContacts',
        interval: { from: night, to: Date.parse('2026-01-15T07:00:00Z') },
      },
    ]);
    expect(found('nobody-available-sometimes', office)).toMatchObject([
      {
        interval: { from: Date.parse('2026-01-14T15:00:00Z'), to: Date.parse('2026-01-15T07:00:00Z') },
        times: 5,
      },
    ]);
    const absences = [{ from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' }];
    expect(found('nobody-available-all-week', { internalContacts: [{ ...anna, absences }] })).toMatchObject([
      { severity: 'error' },
    ]);
    // Ben has no hours: somebody is always there.
    expect(
      found('nobody-available-now', { internalContacts: [...office.internalContacts, ben] }, { at: night }),
    ).toEqual([]);
  });

  it('counts hours by the clock of the person, also on the day when the clocks change', () => {
    const office = {
      internalContacts: [
        { ...anna, availability: { weekly: [{ days: ['sat', 'sun'], from: '08:00', to: '16:00' }] } },
      ],
    };
    const before = Date.parse('2026-03-28T06:30:00Z'); // 07:30 in Berlin
    const after = Date.parse('2026-03-29T06:30:00Z'); // 08:30, an hour was skipped in the night
    expect(found('nobody-available-now', office, { at: before })).toHaveLength(1);
    expect(found('nobody-available-now', office, { at: after })).toEqual([]);
    const inTokyo = {
      internalContacts: [{ ...anna, availability: { ...officeHours, timeZone: 'Asia/Tokyo' } }],
    };
    expect(found('nobody-available-now', inTokyo)).toHaveLength(1); // 18:00 there
  });

  it('names the time in which a whole step is away', () => {
    const absent = (from: string, until: string) => [{ from, until }];
    const contacts = [
      { ...anna, absences: absent('2026-01-20T00:00:00Z', '2026-01-25T00:00:00Z') },
      { ...ben, absences: absent('2026-01-23T00:00:00Z', '2026-01-30T00:00:00Z') },
    ];
    expect(found('everybody-away', { internalContacts: contacts })).toEqual([
      {
        severity: 'warning',
        code: 'everybody-away',
        path: '/internalContacts',
        interval: { from: Date.parse('2026-01-23T00:00:00Z'), to: Date.parse('2026-01-25T00:00:00Z') },
      },
    ]);
    const authorising = [{ ...clara, absences: absent('2026-01-20T00:00:00Z', '2026-01-25T00:00:00Z') }];
    expect(found('everybody-away', { authorisingPersons: authorising })).toMatchObject([
      { path: '/authorisingPersons' },
    ]);
    const beyond = [{ ...anna, absences: absent('2026-03-20T00:00:00Z', '2026-03-25T00:00:00Z') }];
    expect(found('everybody-away', { internalContacts: beyond })).toEqual([]);
  });

  it('tells of hours that never come', () => {
    const absences = [{ from: '2026-01-01T00:00:00Z', until: '2026-12-01T00:00:00Z' }];
    const contact = { ...anna, availability: officeHours, absences };
    expect(found('hours-never-come', { internalContacts: [contact, ben] })).toEqual([
      {
        severity: 'warning',
        code: 'hours-never-come',
        path: '/internalContacts/0/availability',
        who: 'Anna',
      },
    ]);
  });

  describe('of providers with hours (E1, E2)', () => {
    const provider = { id: 'con_provid', name: 'Provider', phones: [phones.provider] };
    const hours = { weekly: { wed: [{ from: '08:00', to: '12:00' }] } };
    const backup = { id: 'con_backup', name: 'Backup', phones: ['+493023125014'] };
    const withProviders = (more: object) => ({
      providers: { assistance: { by: 'own', provider: { ...provider, hours } }, backups: [], ...more },
    });
    const path = '/providers/assistance/provider/hours';
    const closed = (change: object, moment = at) => [
      ...found('provider-closed-now', change, { at: moment }),
      ...found('provider-closed-sometimes', change, { at: moment }),
    ];

    it('tells when one is closed and no backup is open, now and in the coming week', () => {
      expect(closed(withProviders({}))).toMatchObject([
        { severity: 'note', code: 'provider-closed-sometimes', path, who: 'Provider', times: 1 },
      ]);
      const evening = Date.parse('2026-01-14T19:00:00Z');
      expect(closed(withProviders({}), evening)).toMatchObject([
        { severity: 'warning', code: 'provider-closed-now', path, interval: { from: evening } },
        { code: 'provider-closed-sometimes' },
      ]);
    });

    it('says nothing where a backup answers in the meantime, but does of backups that travel has none of (I5)', () => {
      const evening = Date.parse('2026-01-14T19:00:00Z');
      expect(closed(withProviders({ backups: [backup] }), evening)).toEqual([]);
      const travel = { ...provider, id: 'con_travel', phones: ['+493023125015'], hours };
      const both = withProviders({ backups: [backup], travel });
      expect(closed(both, evening).map((finding) => finding.path)).toEqual([
        '/providers/travel/hours',
        '/providers/travel/hours',
      ]);
    });

    it('tells of hours that never come', () => {
      const never = { ...provider, hours: { weekly: {} } };
      const change = { providers: { assistance: { by: 'own', provider: never }, backups: [] } };
      expect(found('hours-never-come', change)).toMatchObject([{ path, who: 'Provider' }]);
    });
  });

  it('tells of channels that were never tested, long ago, or without a confirmation', () => {
    expect(
      found('channel-never-tested', {}, { channels: [] }).map(({ path, channel }) => [path, channel]),
    ).toEqual([
      ['/providers/assistance/provider/phones/0', 'voice'],
      ['/internalContacts/0/phones/0', 'voice'],
      ['/internalContacts/0/phones/0', 'sms'],
      ['/internalContacts/1/phones/0', 'voice'],
      ['/internalContacts/1/phones/0', 'sms'],
      ['/internalContacts/1/email', 'email'],
      ['/authorisingPersons/0/phones/0', 'voice'],
      ['/authorisingPersons/0/phones/0', 'sms'],
      ['/authorisingPersons/0/email', 'email'],
    ]);
    const confirmedDaysAgo = (days: number) => ({
      channels: tested(settings()).map((channel) => ({ ...channel, confirmedAt: at - days * day })),
    });
    expect(found('channel-test-old', {}, confirmedDaysAgo(90))).toEqual([]);
    expect(found('channel-test-old', {}, confirmedDaysAgo(91))).toHaveLength(9);
    const [first, ...others] = tested(settings());
    if (first === undefined) throw new Error('Nothing was tested.');
    const last = { state: 'unconfirmed', at, reason: 'voicemail' } as const;
    expect(found('channel-unconfirmed', {}, { channels: [{ ...first, last }, ...others] })).toMatchObject([
      { severity: 'warning', path: '/providers/assistance/provider/phones/0', reason: 'voicemail' },
    ]);
  });

  it('tells of missing authorising persons (I9)', () => {
    expect(found('no-authorising-persons', { authorisingPersons: [] })).toMatchObject([
      { severity: 'error' },
    ]);
    const limited = (amountMinor: number, currency = 'EUR') => ({
      authorisingPersons: [{ ...clara, limit: { amountMinor, currency } }],
    });
    expect(found('ceiling-not-reached', limited(9_999_99))).toMatchObject([{ path: '/authorisingPersons' }]);
    expect(found('ceiling-not-reached', limited(10_000_00))).toEqual([]);
    expect(found('ceiling-not-reached', limited(99_000_00, 'HUF'))).toHaveLength(1);
    expect(found('no-pin', {}, { pinOwners: new Set() })).toMatchObject([{ severity: 'warning' }]);
  });

  it('tells of each authorising person who cannot approve by telephone, or is sent no links (I9)', () => {
    const dora = { id: 'con_doraaa', name: 'Dora', phones: ['+4917139200014'] };
    const both = { authorisingPersons: [clara, dora] };
    const pins = { pinOwners: new Set(['con_claraa'] as const) };
    const at = { severity: 'warning', path: '/authorisingPersons/1', who: 'Dora' };
    expect(found('person-without-pin', both, pins)).toEqual([{ ...at, code: 'person-without-pin' }]);
    expect(found('person-without-email', both)).toEqual([{ ...at, code: 'person-without-email' }]);
    expect(found('no-pin', both, pins)).toEqual([]);
    expect(found('person-without-pin', both)).toEqual([]);
  });

  it('tells of numbers that have texted STOP, where texts are meant to go there', () => {
    const stopped = { stopped: new Set([phones.anna, phones.clara, phones.provider]) };
    const finding = { severity: 'warning', code: 'texts-stopped', channel: 'sms' };
    expect(found('texts-stopped', {}, stopped)).toEqual([
      { ...finding, path: '/internalContacts/0/phones/0', who: 'Anna' },
      { ...finding, path: '/authorisingPersons/0/phones/0', who: 'Clara' },
    ]);
    const untexted = { internalContacts: [{ ...anna, texts: false }, ben] };
    expect(found('texts-stopped', untexted, stopped).map(({ who }) => who)).toEqual(['Clara']);
  });

  it('tells of a number that several people share, but not of one person in two roles', () => {
    const same = { ...ben, phones: [phones.anna] };
    expect(found('number-shared', { internalContacts: [anna, same] })).toEqual([
      {
        severity: 'warning',
        code: 'number-shared',
        path: '/internalContacts/1/phones/0',
        who: 'Ben',
        others: ['Anna'],
      },
    ]);
    expect(found('number-shared', { authorisingPersons: [{ ...anna, id: 'con_annatw' }] })).toEqual([]);
    expect(found('number-shared', { internalContacts: [{ ...anna, phones: [desk.phone] }] })).toMatchObject([
      { others: ['Desk'] },
    ]);
  });

  it('tells the gravest first', () => {
    const { findings } = check({ internalContacts: [], authorisingPersons: [] }, { channels: [] });
    expect(findings.map(({ severity }) => severity)).toEqual(['error', 'error', 'warning']);
  });
});

describe('the simulated escalation (I13)', () => {
  const contacts = {
    internalContacts: [
      { ...anna, phones: [phones.anna, '+499001234567'], availability: officeHours },
      ben,
      { id: 'con_nobody', name: 'Nora' },
    ],
  };

  function escalation(kind: string, lifeSafety: boolean, moment = at) {
    const { escalations } = check(contacts, { at: moment });
    const one = escalations.find((each) => each.kind === kind && each.lifeSafety === lifeSafety);
    if (one === undefined) throw new Error('There is no such escalation.');
    return one;
  }

  it('goes up both ladders as a real one would, ringing for as long as the policy says', () => {
    const { service, provider, internal, overrideAt } = escalation('security', false);
    expect(service).toBe('assistance');
    expect(provider.attempts.map(({ name, at: when }) => [name, (when - at) / 1000])).toEqual([
      ['Provider', 0],
      ['Desk', 25],
      ['Desk', 50],
    ]);
    expect(provider.nextRoundAt).toBe(at + 105_000);
    expect(
      internal?.attempts.map(({ name, position, at: when, obstacle }) => [
        name,
        position,
        (when - at) / 1000,
        obstacle,
      ]),
    ).toEqual([
      ['Anna', 0, 0, undefined],
      ['Anna', 1, 25, 'premium-rate'],
      ['Ben', 0, 25, undefined],
    ]);
    expect(internal?.skips).toMatchObject([{ name: 'Nora', reason: 'no-usable-channel' }]);
    expect(overrideAt).toBeUndefined();
  });

  it('respects hours, but not when a life is in danger', () => {
    const night = Date.parse('2026-01-14T22:00:00Z');
    expect(escalation('other', false, night).internal?.skips).toMatchObject([
      { name: 'Anna', reason: 'unavailable' },
      { name: 'Nora' },
    ]);
    const urgent = escalation('other', true, night);
    expect(urgent.internal?.attempts[0]).toMatchObject({ name: 'Anna' });
    expect(urgent.overrideAt).toBe(night + 600_000);
  });

  it('leaves the internal contacts alone in a booking question, unless a life is in danger', () => {
    expect(escalation('travel', false).internal).toBeUndefined();
    expect(escalation('travel', true).internal).toBeDefined();
    expect(escalation('medical', false).service).toBe('medical');
  });

  it('covers every kind of incident, with a life in danger and without', () => {
    expect(check().escalations).toHaveLength(8);
  });
});
