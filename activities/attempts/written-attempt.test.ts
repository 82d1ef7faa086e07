import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { account } from '../../dev/phone-simulator/testing/stage.js';
import {
  desk,
  incidentId,
  people,
  setActivityStage,
  summary,
  type ActivityStage,
} from '../../test/activities/activity-stage.js';

const anna = people.anna.phone;

let stage: ActivityStage;
beforeAll(async () => {
  stage = await setActivityStage();
});
afterAll(async () => {
  await stage.end();
});
beforeEach(async () => {
  await stage.phones.reset();
  await stage.phones.clearFaults();
});

describe('a written attempt', () => {
  const byText = { step: { channel: 'sms', position: 0 } } as const;
  const byMail = { step: { channel: 'email', position: 0 } } as const;

  it('texts the question in the language of the person, with codes and a link that both name the attempt', async () => {
    const order = stage.order(byText);
    expect(await stage.place(order)).toBe('left-open');
    const text = await stage.phones.expectText(anna, /1/);
    expect(text.body).toContain('Company');
    expect(text.body).toContain('Toni');
    expect(text.body).toContain(summary);
    // The organisation has a provider of its own, whose number is the emergency number everywhere (E1).
    expect(text.body).toContain(people.provider.phone);
    expect(text.body).not.toMatch(/\b(HELP|STOP)\b/);
    const [, token = ''] = /\/a\/(\S+)/.exec(text.body) ?? [];
    expect(stage.dependencies.links.verify(token)).toMatchObject({
      ask: 'inform',
      caseId: incidentId,
      target: order.target,
      attempt: order.key,
    });
    expect(await stage.store.texts.openQuestions(anna)).toMatchObject([
      { purpose: 'inform', attempt: order.key, yes: 1, no: 2 },
    ]);
    await stage.store.texts.closeQuestions(incidentId);
  });

  it('does not text whoever wants no texts', async () => {
    await stage.store.texts.optOut(anna, true);
    expect(await stage.place(stage.order(byText))).toEqual({ reason: 'failed', detail: 'opted-out' });
    await stage.store.texts.optOut(anna, false);
    await stage.phones.expectNoTextTo(anna, { for: 0.2 });
  });

  it('keeps by what a text is found at the provider, when it is to be deleted there (R2)', async () => {
    const order = stage.order(byText);
    expect(await stage.place(order)).toBe('left-open');
    const { messageSid } = await stage.phones.expectText(anna, /1/);
    expect(await stage.store.textTraces.knownAmong([messageSid ?? ''])).toEqual(new Set([messageSid]));
    expect(await stage.traces()).toContainEqual({
      _id: messageSid,
      account: account.accountSid,
      organisationId: order.organisationId,
      caseId: incidentId,
      personId: people.anna.id,
      number: anna,
      at: expect.any(Date) as unknown,
    });
    await stage.store.texts.closeQuestions(incidentId);
  });

  it('keeps of a text whose reply is lost by what it is looked for (R2)', async () => {
    await stage.phones.setFault({ fault: 'lose-reply-of-next-text' });
    const order = stage.order({ ...byText, subject: { case: 'incident', incidentId: 'inc_lost01' } });
    expect(await stage.place(order)).toBe('left-open');
    expect((await stage.traces()).find(({ caseId }) => caseId === 'inc_lost01')).toMatchObject({
      account: account.accountSid,
      number: anna,
      soughtBy: { ownNumber: desk.emergencyNumber, origin: 'order' },
    });
    await stage.store.texts.closeQuestions('inc_lost01');
  });

  it('leaves the trace to the engine while MongoDB is away, sealed, and it is kept afterwards (R2)', async () => {
    const before = stage.carried.length;
    expect(await stage.place(stage.order(byText), undefined, stage.activitiesWithoutMongo)).toBe('left-open');
    const { messageSid = '' } = await stage.phones.expectText(anna, /Company/);
    const [carried, ...more] = stage.carried.slice(before);
    expect(more).toEqual([]);
    expect(carried?.traceId).toBe(messageSid);
    const sealed = carried?.sealed ?? '';
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain(anna);
    expect(await stage.store.textTraces.knownAmong([messageSid])).toEqual(new Set());
    await stage.run(() => stage.activities.keepTextTrace({ sealed }));
    expect(await stage.store.textTraces.knownAmong([messageSid])).toEqual(new Set([messageSid]));
  });

  it('tells when the provider refuses a text', async () => {
    await stage.phones.phone(anna).receivesTexts('landline');
    expect(await stage.place(stage.order(byText))).toEqual({ reason: 'failed', detail: 'number-refused' });
    await stage.phones.phone(anna).receivesTexts('delivered');
  });

  it('texts without MongoDB, by link and number alone: no code could be told from another one (I6)', async () => {
    const order = stage.order(byText);
    expect(await stage.place(order, undefined, stage.activitiesWithoutMongo)).toBe('left-open');
    const { body } = await stage.phones.expectText(anna, /Company/);
    expect(body).not.toMatch(/\b[12] ?=/);
    expect(body).toContain(people.provider.phone);
    const [, token = ''] = /\/a\/(\S+)/.exec(body) ?? [];
    expect(stage.dependencies.links.verify(token)).toMatchObject({ ask: 'inform', attempt: order.key });
  });

  it('texts a status question to a traveller (I2)', async () => {
    const { id, phone } = people.traveller;
    const order = stage.order({
      ...byText,
      purpose: 'status',
      target: { role: 'traveller', id },
      subject: { case: 'status-call', statusCallId: 'stc_abc123' },
    });
    expect(await stage.place(order)).toBe('left-open');
    const { body } = await stage.phones.expectText(phone, /1/);
    const [, token = ''] = /\/a\/(\S+)/.exec(body) ?? [];
    expect(stage.dependencies.links.verify(token)).toMatchObject({ ask: 'status', caseId: 'stc_abc123' });
  });

  it.each(['connect', 'call-back', 'approve'] as const)('cannot be made to %s somebody', async (purpose) => {
    const result = { reason: 'failed', detail: 'no-usable-channel' };
    expect(await stage.place(stage.order({ ...byText, purpose }))).toEqual(result);
    expect(await stage.place(stage.order({ ...byMail, purpose }))).toEqual(result);
  });

  it('mails the question with the emergency number and a link that names the attempt (I11)', async () => {
    const target = { role: 'internal-contact', id: people.carla.id } as const;
    const order = stage.order({ ...byMail, target });
    expect(await stage.place(order)).toBe('left-open');
    const mail = stage.mails.mailbox.list(people.carla.email).at(-1);
    expect(mail?.text).toContain('+49 30 23125010');
    expect(mail?.text).toContain(summary);
    expect(mail?.text).not.toContain('openstreetmap');
    const [, token = ''] = /\/a\/(\S+)/.exec(mail?.text ?? '') ?? [];
    expect(stage.dependencies.links.verify(token)).toMatchObject({ ask: 'inform', attempt: order.key });
  });

  it('mails whoever has no phone the order that is to be approved (I9)', async () => {
    const target = { role: 'internal-contact', id: people.carla.id } as const;
    const approval = {
      orderId: 'ord_abc123',
      service: 'transport',
      estimate: { amountMinor: 9_900, currency: 'EUR' },
      started: true,
    } as const;
    expect(await stage.place(stage.order({ ...byMail, target, purpose: 'approve', approval }))).toBe(
      'left-open',
    );
    const mail = stage.mails.mailbox.list(people.carla.email).at(-1);
    expect(mail?.text).toContain('Estimated price: €99');
    const [, token = ''] = /\/a\/(\S+)/.exec(mail?.text ?? '') ?? [];
    expect(stage.dependencies.links.verify(token)).toMatchObject({ ask: 'approve', orderId: 'ord_abc123' });
  });

  it('is over at once when the mail server refuses it', async () => {
    const target = { role: 'internal-contact', id: people.carla.id } as const;
    stage.mails.failNext({ next: 2, code: 554 });
    const result = await stage.place(stage.order({ ...byMail, target }));
    stage.mails.failNext({ next: 0, code: 451 });
    expect(result).toEqual({ reason: 'failed', detail: 'provider-rejected' });
  });
});
