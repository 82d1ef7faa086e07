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

const { traveller } = people;
const toni: Target = { role: 'traveller', id: traveller.id };
/** Shares the phone and the mailbox of the traveller. */
const partner: Target = { role: 'internal-contact', id: 'con_partner' };
/** Has the mailbox only. */
const family: Target = { role: 'internal-contact', id: 'con_family1' };

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
});
afterAll(() => stage.end());
beforeEach(async () => {
  await stage.phones.reset();
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
    const other = { case: 'incident', incidentId: 'inc_other123' } as const;
    const order = stage.order({ purpose: 'call-back', target: toni, subject: other });
    expect(await stage.place(order)).toEqual(underDuress);
    await expectNothingSent();
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
