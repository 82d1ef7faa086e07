import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { view } from '../../db/repositories/case-records.fixture.js';
import type { IncidentView } from '../../domain/case-record.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { deskScope } from '../../domain/scope.js';
import type { Target } from '../../domain/target.js';
import {
  incidentId,
  organisationId,
  people,
  setActivityStage,
  type ActivityStage,
} from '../../test/activities/activity-stage.js';
import { createActivities } from '../create-activities.js';

const { traveller } = people;
const toni: Target = { role: 'traveller', id: traveller.id };
/** Shares the phone and the mailbox of the traveller. */
const partner: Target = { role: 'internal-contact', id: 'con_partner' };
/** Has the mailbox only. */
const family: Target = { role: 'internal-contact', id: 'con_family1' };
const ben: Target = { role: 'internal-contact', id: people.ben.id };
/** Knows the partner too, and nothing of the incident. */
const otherOrganisation = 'org_another';

let stage: ActivityStage;
let revision = 0;
beforeAll(async () => {
  stage = await setActivityStage();
  const found = await stage.store.organisations.find(deskScope, organisationId);
  if (found === undefined) throw new Error('There is no organisation.');
  const mailbox = { email: traveller.email.toUpperCase() };
  const settings = organisationSettingsSchema.parse({
    ...found.settings,
    internalContacts: [
      ...found.settings.internalContacts,
      { id: partner.id, name: 'Partner', phones: [traveller.phone], ...mailbox },
      { id: family.id, name: 'Family', ...mailbox },
    ],
  });
  await stage.store.organisations.save(deskScope, organisationId, settings);
  await stage.store.organisations.create(deskScope, otherOrganisation, { ...settings, name: 'Another' });
  // The copy for the time that MongoDB is away.
  await stage.book.refresh();
});
afterAll(() => stage.end());
beforeEach(async () => {
  await stage.phones.reset();
  stage.mails.mailbox.clear();
  await tell({ silent: true });
});

/** What the traveller's incident tells of itself. */
async function tell(changes: Partial<IncidentView>): Promise<void> {
  revision += 1;
  const told = view(incidentId, { organisationId, travellerId: traveller.id, ...changes });
  await stage.store.cases.record({ revision, view: told, entries: [], sealedTexts: [] });
}

const byMail = { step: { channel: 'email', position: 0 } } as const;
const silent = { silent: true } as const;
const statusCall = {
  purpose: 'status',
  target: toni,
  subject: { case: 'status-call', statusCallId: 'stc_abc123' },
} as const;
const other = { case: 'incident', incidentId: 'inc_other123' } as const;
const underDuress = { reason: 'failed', detail: 'under-duress' };
const neverPlaced = { reason: 'failed', detail: 'never-placed' };

async function expectNothingSent(): Promise<void> {
  expect(await stage.phones.calls(traveller.phone)).toEqual([]);
  expect(await stage.phones.messages(traveller.phone)).toEqual([]);
  expect(stage.mails.mailbox.list(traveller.email)).toEqual([]);
}

describe('the phone and the mailbox of somebody under duress (I14)', () => {
  it('are on no ladder of their incident, by call or by mail', async () => {
    const { internal } = await stage.run(() =>
      stage.activities.loadIncidentDirectory({
        organisationId,
        service: 'assistance',
        incidentId,
        travellerId: traveller.id,
        ...silent,
      }),
    );
    const stepsOf = ({ id }: Target) => internal.find(({ target }) => target.id === id)?.steps;
    expect([stepsOf(partner), stepsOf(family)]).toEqual([[], []]);
    expect(stepsOf({ role: 'internal-contact', id: people.carla.id })).toHaveLength(1);
  });

  it('get no attempt of their incident, whoever else has them, and however it was ordered', async () => {
    const purposes = ['inform', 'join', 'ratify'] as const;
    for (const purpose of purposes) {
      const order = stage.order({ ...silent, purpose, target: partner });
      expect(await stage.place(order)).toEqual(underDuress);
    }
    expect(await stage.place(stage.order({ ...silent, ...byMail, target: family }))).toEqual(underDuress);
    await expectNothingSent();
    expect(await stage.place(stage.order({ ...silent }))).toBe('left-open');
  });

  it('are called when an operator insists on a call-back, as the order of a silent incident tells', async () => {
    const order = stage.order({ ...silent, purpose: 'call-back', target: toni });
    expect(await stage.place(order)).toBe('left-open');
    await stage.phones.expectCallTo(traveller.phone);
  });

  it('get no call-back of another incident that they seem to have opened', async () => {
    const order = stage.order({ purpose: 'call-back', target: toni, subject: other });
    expect(await stage.place(order)).toEqual(underDuress);
    await expectNothingSent();
  });

  it('get nothing of another incident, whoever else has them: no call, no mail, no notice', async () => {
    const called = stage.order({ target: partner, subject: other });
    expect(await stage.place(called)).toEqual(underDuress);
    const mailed = stage.order({ ...byMail, target: family, subject: other });
    expect(await stage.place(mailed)).toEqual(underDuress);
    const results = await stage.run(() =>
      stage.activities.sendNotices({
        key: 'incident:inc_other123/notice-1',
        organisationId,
        subject: other,
        kind: 'incident-reported',
        to: [partner, family, ben],
      }),
    );
    expect(results).toEqual([{ target: ben, channel: 'sms', outcome: 'sent' }]);
    const { internal } = await stage.run(() =>
      stage.activities.loadIncidentDirectory({
        organisationId,
        service: 'assistance',
        incidentId: other.incidentId,
      }),
    );
    const reached = internal.filter(({ steps }) => steps.length > 0).map(({ target }) => target.id);
    expect(reached).not.toContain(partner.id);
    expect(reached).not.toContain(family.id);
    expect(reached).toContain(ben.id);
    await expectNothingSent();
  });

  it('get nothing of another organisation either, which learns of no duress by it (X3)', async () => {
    const theirs = { organisationId: otherOrganisation, subject: other } as const;
    expect(await stage.place(stage.order({ ...theirs, target: partner }))).toEqual(neverPlaced);
    expect(await stage.place(stage.order({ ...theirs, ...byMail, target: family }))).toEqual(neverPlaced);
    await expectNothingSent();
  });

  it('are spared by their own incident while MongoDB is away, since each order tells whose they are', async () => {
    const own = { ...silent, travellerId: traveller.id } as const;
    const away = stage.activitiesWithoutMongo;
    expect(await stage.place(stage.order({ ...own, target: partner }), undefined, away)).toEqual(underDuress);
    const mailed = stage.order({ ...own, ...byMail, target: family });
    expect(await stage.place(mailed, undefined, away)).toEqual(underDuress);
    await expectNothingSent();
  });

  it('stop no call for help while nobody can tell whose they are', async () => {
    const { store } = stage.dependencies;
    const never = new Promise<never>(() => undefined);
    const unanswering = createActivities({
      ...stage.dependencies,
      store: { ...store, cases: { ...store.cases, silentIncidents: () => never } },
    });
    const order = stage.order({ target: ben, subject: other });
    expect(await stage.place(order, undefined, unanswering)).toBe('left-open');
    await stage.phones.expectCallTo(people.ben.phone);
  });

  it('get no status call, by call, text or mail, nor a notice of one; its timeline does not say why', async () => {
    for (const channel of ['voice', 'sms', 'email'] as const) {
      const order = stage.order({ ...statusCall, step: { channel, position: 0 } });
      expect(await stage.place(order)).toEqual(neverPlaced);
    }
    const results = await stage.run(() =>
      stage.activities.sendNotices({
        key: 'status-call:stc_abc123/notice-1',
        organisationId,
        subject: statusCall.subject,
        kind: 'status-question',
        to: [toni],
      }),
    );
    expect(results).toEqual([]);
    await expectNothingSent();
  });

  it('get no test of a channel that somebody else shares with them (I13)', async () => {
    const subject = { case: 'channel-test', channelTestId: 'tst_abc123' } as const;
    const order = stage.order({ purpose: 'test', target: partner, subject });
    expect(await stage.place(order)).toEqual(neverPlaced);
    await expectNothingSent();
  });

  it('are asked again as soon as the incident is closed', async () => {
    await tell({ silent: true, state: 'closed' });
    const order = stage.order({ ...statusCall, step: { channel: 'sms', position: 0 } });
    expect(await stage.place(order)).toBe('left-open');
    await stage.phones.expectText(traveller.phone, /1/);
  });
});
