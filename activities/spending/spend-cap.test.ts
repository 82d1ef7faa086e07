import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { deskScope } from '../../domain/scope.js';
import {
  incidentId,
  organisationId,
  people,
  setActivityStage,
  type ActivityStage,
} from '../../test/activities/activity-stage.js';
import { textParts } from '../../wording/text-parts.js';
import type { NoticeOrder } from '../contract.js';
import { spendingDay } from './purse.js';

const anna = people.anna.phone;
const refused = { reason: 'failed', detail: 'spend-cap-reached' };

describe('the spending cap of an organisation’s day (security rules)', () => {
  let stage: ActivityStage;
  beforeAll(async () => {
    stage = await setActivityStage();
    const organisation = await stage.store.organisations.find(deskScope, organisationId);
    if (organisation === undefined) throw new Error('The stage has no organisation.');
    await stage.store.organisations.save(deskScope, organisationId, {
      ...organisation.settings,
      dailySpendCap: { amountMinor: 20, currency: 'EUR' },
    });
    stage.application.on('/telephony/attempt/answered', '<Say>A question.</Say>');
    await stage.phones.phone(anna).ringsOut();
  });
  afterAll(() => stage.end());
  beforeEach(() => stage.phones.reset());

  const spent = () =>
    stage.store.spending.spentOn(deskScope, organisationId, spendingDay(Date.now(), 'Europe/Berlin'));
  /** The attempt's call, whose number is free again afterwards. */
  async function callOf(changes: Parameters<ActivityStage['order']>[0] = {}) {
    const placed = await stage.place(stage.order(changes));
    for (const { to, sid } of await stage.phones.calls()) await stage.store.numberLeases.release(to, sid);
    return placed;
  }

  it('lets a call go out that it has room for, and none beyond it', async () => {
    expect(await callOf()).toBe('left-open');
    expect(await spent()).toBe(20);
    expect(await callOf()).toEqual(refused);
    expect(await stage.phones.calls()).toHaveLength(1);
    expect(await stage.store.numberLeases.find(anna)).toBeUndefined();
  });

  it('refuses a traveller’s status call beyond it, as it refuses the question by text (I2)', async () => {
    const statusCall = await callOf({
      purpose: 'status',
      subject: { case: 'status-call', statusCallId: 'stc_capped001' },
      target: { role: 'traveller', id: people.traveller.id },
    });
    expect(statusCall).toEqual(refused);
    expect(await stage.phones.calls()).toHaveLength(0);
  });

  it('is bypassed when a life may hang on the call, which is counted all the same (I6)', async () => {
    expect(await callOf({ lifeSafety: true })).toBe('left-open');
    await sleep(200);
    expect(await spent()).toBe(40);
  });

  it('never keeps the desk from being called', async () => {
    expect(await callOf({ target: { role: 'desk', id: 'desk' }, purpose: 'take' })).toBe('left-open');
  });

  it('counts every part of a text, and lets those through that carry a call for help on (toll fraud)', async () => {
    const before = await spent();
    const about: Pick<NoticeOrder, 'organisationId' | 'subject' | 'to'> = {
      organisationId,
      subject: { case: 'incident', incidentId },
      to: [{ role: 'internal-contact', id: people.ben.id }],
    };
    const send = (order: Pick<NoticeOrder, 'key' | 'kind'> | Pick<NoticeOrder, 'key' | 'kind' | 'by'>) =>
      stage.run(() => stage.activities.sendNotices({ ...about, ...order }));
    expect(await send({ key: 'capped/1', kind: 'incident-reported' })).toMatchObject([{ outcome: 'sent' }]);
    const [message] = await stage.phones.messages(people.ben.phone);
    const { parts } = textParts(message?.body ?? '');
    expect(parts).toBeGreaterThan(1);
    await sleep(200);
    expect(await spent()).toBe(before + parts * 10);
    const by = { by: 'target', target: { role: 'internal-contact', id: people.anna.id } } as const;
    expect(await send({ key: 'capped/2', kind: 'taken-over', by })).toMatchObject([{ outcome: 'refused' }]);
    expect(await send({ key: 'capped/3', kind: 'closed' })).toMatchObject([{ outcome: 'refused' }]);
    expect(await stage.phones.messages(people.ben.phone)).toHaveLength(1);
    await stage.store.texts.closeQuestions(incidentId);
  });
});
