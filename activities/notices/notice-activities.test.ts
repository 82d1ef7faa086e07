import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { questionCode } from '../../cases/question-code.js';
import { deskScope } from '../../domain/scope.js';
import type { Target } from '../../domain/target.js';
import {
  desk,
  incidentId,
  organisationId,
  people,
  setActivityStage,
  summary,
  type ActivityStage,
} from '../../test/activities/activity-stage.js';
import type { NoticeOrder } from '../contract.js';
import type { Activities } from '../create-activities.js';

const provider: Target = { role: 'assistance-provider', id: people.provider.id };
const anna: Target = { role: 'internal-contact', id: people.anna.id };
const ben: Target = { role: 'internal-contact', id: people.ben.id };
const carla: Target = { role: 'internal-contact', id: people.carla.id };
const dora: Target = { role: 'internal-contact', id: people.dora.id };
const emil: Target = { role: 'authorising-person', id: people.emil.id };
const toni: Target = { role: 'traveller', id: people.traveller.id };

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
  stage.mails.mailbox.clear();
});

let notices = 0;
function notice(changes: Partial<NoticeOrder>): NoticeOrder {
  notices += 1;
  return {
    key: `incident:${incidentId}/notice-${notices}`,
    organisationId,
    subject: { case: 'incident', incidentId },
    kind: 'incident-reported',
    to: [],
    ...changes,
  };
}
const send = (order: NoticeOrder, by: Activities = stage.activities) =>
  stage.run(() => by.sendNotices(order));

const mailTo = (address: string) => stage.mails.mailbox.list(address).at(-1)?.text ?? '';
const questionIn = (text: string) => stage.dependencies.links.verify(/\/a\/(\S+)/.exec(text)?.[1] ?? '');

describe('a notice that nobody can be called (I6)', () => {
  it('goes to the desk by mail, with what is known of the incident', async () => {
    const target = { role: 'desk', id: 'desk' } as const;
    expect(await send(notice({ kind: 'nobody-to-call', to: [target] }))).toEqual([
      { target, channel: 'email', outcome: 'sent' },
    ]);
    const mail = mailTo(desk.email);
    for (const fact of [people.traveller.name, summary, incidentId]) expect(mail).toContain(fact);
    expect(mail).not.toContain('/a/');
  });
});

describe('the first notices of an incident (I3)', () => {
  it('give the provider the facts by mail, and the internal contacts a question by text and mail', async () => {
    const results = await send(notice({ to: [provider, anna, ben, carla, dora] }));
    expect(results).toEqual([
      { target: provider, channel: 'email', outcome: 'sent' },
      { target: anna, channel: 'sms', outcome: 'sent' },
      { target: anna, channel: 'email', outcome: 'sent' },
      { target: ben, channel: 'sms', outcome: 'sent' },
      { target: carla, channel: 'email', outcome: 'sent' },
    ]);

    const toProvider = mailTo(people.provider.email);
    for (const fact of [people.traveller.name, summary, '+49 30 23125015', 'old bridge', 'openstreetmap']) {
      expect(toProvider).toContain(fact);
    }
    expect(questionIn(toProvider)).toMatchObject({ ask: 'take', target: provider, caseId: incidentId });

    const toAnna = mailTo(people.anna.email);
    expect(toAnna).toContain(summary);
    expect(toAnna).not.toContain('+49 30 23125015');
    expect(toAnna).not.toContain('openstreetmap');
    expect(questionIn(toAnna)).toMatchObject({ ask: 'inform', target: anna });

    const text = await stage.phones.expectText(people.ben.phone, /Reply 1 = .*2 = /);
    expect(questionIn(text.body)).toMatchObject({ ask: 'inform', target: ben });
    await stage.store.texts.closeQuestions(incidentId);
  });

  it('leave traces of their texts, by which they are deleted at the provider (R2)', async () => {
    const subject = { case: 'incident', incidentId: 'inc_traced' } as const;
    await send(notice({ to: [anna, ben], subject }));
    const traces = (await stage.traces()).filter(({ caseId }) => caseId === 'inc_traced');
    expect(traces.map(({ personId }) => String(personId)).sort()).toEqual([people.anna.id, people.ben.id]);
    const sent = await stage.phones.messages();
    expect(traces.map(({ _id }) => String(_id)).sort()).toEqual(sent.map(({ sid }) => sid).sort());
    await stage.store.texts.closeQuestions('inc_traced');
  });

  it('show the emergency number in every mail (I11)', async () => {
    await send(notice({ to: [provider, anna, carla] }));
    await send(notice({ kind: 'taken-over', to: [carla], by: { by: 'target', target: ben } }));
    await send(notice({ kind: 'override-fired', to: [provider, carla] }));
    await send(notice({ kind: 'ratification-asked', to: [emil] }));
    await send(
      notice({
        kind: 'status-question',
        to: [toni],
        subject: { case: 'status-call', statusCallId: 'stc_abc123' },
      }),
    );
    await send(notice({ kind: 'closed', to: [carla] }));
    const mails = stage.mails.mailbox.list();
    expect(mails).toHaveLength(9);
    for (const { text, html } of mails) {
      expect(text).toContain('+49 30 23125010');
      expect(html).toContain('+49 30 23125010');
    }
    await stage.store.texts.closeQuestions(incidentId);
  });

  it('go to nobody twice by text when the activity is repeated, and as the same mail', async () => {
    const order = notice({ to: [anna] });
    await send(order);
    expect(await send(order)).toEqual([
      { target: anna, channel: 'sms', outcome: 'sent' },
      { target: anna, channel: 'email', outcome: 'sent' },
    ]);
    expect(await stage.phones.messages(people.anna.phone)).toHaveLength(1);
    const ids = stage.mails.mailbox.list(people.anna.email).map(({ headers }) => headers['message-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('go out without MongoDB', async () => {
    const results = await send(notice({ to: [provider, ben] }), stage.activitiesWithoutMongo);
    expect(results.map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
    const text = await stage.phones.expectText(people.ben.phone, /Can you take over\?/);
    expect(questionIn(text.body)).toMatchObject({ ask: 'inform', target: ben });
    expect(mailTo(people.provider.email)).toContain('+49 30 23125010');
  });
});

describe('further notices', () => {
  it('tell by name who has taken over (I7)', async () => {
    await send(notice({ kind: 'taken-over', to: [anna, ben], by: { by: 'target', target: carla } }));
    await stage.phones.expectText(people.ben.phone, /Carla/);
    expect(mailTo(people.anna.email)).toContain('Carla');
    expect(mailTo(people.anna.email)).not.toContain('/a/');
  });

  it('give the mandate to the provider only; contacts are told of it, and the ceiling is that of the decision (I8)', async () => {
    const ceiling = { amountMinor: 123_400, currency: 'EUR' };
    const results = await send(notice({ kind: 'override-fired', to: [provider, anna], ceiling }));
    expect(results).toEqual([
      { target: provider, channel: 'email', outcome: 'sent' },
      { target: anna, channel: 'email', outcome: 'sent' },
    ]);
    expect(mailTo(people.provider.email)).toMatch(/€1,234/);
    expect(questionIn(mailTo(people.provider.email))).toMatchObject({ target: provider });
    expect(mailTo(people.anna.email)).toMatch(/1\.234\s€/);
    expect(mailTo(people.anna.email)).not.toContain('/a/');
  });

  it('ask the authorising persons for their ratification (I8)', async () => {
    await send(notice({ kind: 'ratification-asked', to: [emil] }));
    const { body } = await stage.phones.expectText(people.emil.phone, /approve or refuse/);
    expect(questionIn(body)).toMatchObject({ ask: 'ratify', target: emil });
    expect(questionIn(mailTo(people.emil.email))).toMatchObject({ ask: 'ratify', target: emil });
  });

  it('ask the authorising person whose turn it is to approve an order, by text and mail (I9)', async () => {
    const orderId = 'ord_abc123';
    const words = 'Ambulance flight with a physician.';
    await stage.store.intakes.put(deskScope, {
      id: orderId,
      organisationId,
      kind: 'order',
      bodyHash: 'hash',
      text: words,
      createdAt: new Date(),
    });
    const expiresAt = Date.now() + 3_600_000;
    const approval = {
      orderId,
      service: 'evacuation',
      estimate: { amountMinor: 1_234_500, currency: 'EUR' },
      started: false,
      expiresAt,
    } as const;
    const asking = notice({ kind: 'approval-asked', to: [emil], approval });
    expect((await send(asking)).map(({ channel, outcome }) => [channel, outcome])).toEqual([
      ['sms', 'sent'],
      ['email', 'sent'],
    ]);
    const sentFor = { questionCode: questionCode(approval) };
    const question = { ask: 'approve', target: emil, caseId: incidentId, orderId, ...sentFor };
    const { body } = await stage.phones.expectText(people.emil.phone, /€12,345/);
    expect(questionIn(body)).toEqual(expect.objectContaining(question));
    const mail = mailTo(people.emil.email);
    expect(questionIn(mail)).toEqual(expect.objectContaining(question));
    for (const fact of [words, 'Service: evacuation', '€12,345', 'Can be decided until:', ' CE']) {
      expect(mail).toContain(fact);
    }
    expect(await stage.store.texts.openQuestions(people.emil.phone)).toEqual([]);

    await send(notice({ kind: 'approval-asked', to: [emil], approval }), stage.activitiesWithoutMongo);
    expect(mailTo(people.emil.email)).toContain('Service: evacuation');
    expect(mailTo(people.emil.email)).not.toContain(words);
  });

  it('ask for the status on the channels of the policy only (I2)', async () => {
    const order = notice({
      kind: 'status-question',
      to: [toni],
      subject: { case: 'status-call', statusCallId: 'stc_abc123' },
    });
    expect((await send(order)).map(({ channel }) => channel)).toEqual(['sms', 'email']);
    const question = { ask: 'status', caseId: 'stc_abc123', target: toni };
    expect(questionIn(mailTo(people.traveller.email))).toMatchObject(question);

    const { settings } = (await stage.book.organisation(organisationId)) ?? {};
    if (settings === undefined) throw new Error('There is no organisation.');
    const byMailOnly = {
      ...settings,
      statusCallPolicy: { ...settings.statusCallPolicy, channels: ['email' as const] },
    };
    await stage.store.organisations.save({ of: 'desk' }, organisationId, byMailOnly);
    expect((await send({ ...order, key: 'another' })).map(({ channel }) => channel)).toEqual(['email']);
    await stage.store.organisations.save({ of: 'desk' }, organisationId, settings);
    await stage.store.texts.closeQuestions('stc_abc123');
  });

  it('name the desk where the organisation is not known', async () => {
    const unknown = {
      kind: 'closed',
      organisationId: 'org_nobody',
      to: [{ role: 'desk', id: 'desk' }],
    } as const;
    expect(await send(notice(unknown))).toMatchObject([{ outcome: 'sent' }]);
    expect(mailTo(desk.email)).toContain('Desk');
  });
});

describe('what is refused', () => {
  it('is told for each, and the others are sent', async () => {
    await stage.phones.phone(people.ben.phone).receivesTexts('landline');
    await stage.store.texts.optOut(people.anna.phone, true);
    stage.mails.failNext({ next: 1, code: 550 });
    const results = await send(notice({ kind: 'closed', to: [ben, anna] }));
    expect(results).toEqual([
      { target: ben, channel: 'sms', outcome: 'refused' },
      { target: anna, channel: 'sms', outcome: 'opted-out' },
      { target: anna, channel: 'email', outcome: 'failed' },
    ]);
    await stage.store.texts.optOut(people.anna.phone, false);
  });

  it('by STOP is remembered, so that nobody tries again (X1)', async () => {
    await stage.phones.setFault({ fault: 'refuse-next-texts', status: 400, code: 21610 });
    expect(await send(notice({ kind: 'closed', to: [ben] }))).toEqual([
      { target: ben, channel: 'sms', outcome: 'opted-out' },
    ]);
    expect(await stage.store.texts.hasOptedOut(people.ben.phone)).toBe(true);
    await stage.store.texts.optOut(people.ben.phone, false);
  });

  it('for now by a mail server that is away is told apart from what is refused for good (I3)', async () => {
    stage.mails.failNext({ next: 1_000, code: 451 });
    const order = notice({ to: [anna] });
    expect(await send(order)).toEqual([
      { target: anna, channel: 'sms', outcome: 'sent' },
      { target: anna, channel: 'email', outcome: 'unavailable' },
    ]);
    stage.mails.failNext({ next: 0, code: 451 });
    const texts = await stage.phones.messages(people.anna.phone);
    expect(await send({ ...order, only: 'email' })).toEqual([
      { target: anna, channel: 'email', outcome: 'sent' },
    ]);
    expect(await stage.phones.messages(people.anna.phone)).toEqual(texts);
    expect(stage.mails.mailbox.list(people.anna.email)).toHaveLength(1);
    await stage.store.texts.closeQuestions(incidentId);
  });

  it('by a mail server that is away for a moment is sent all the same', async () => {
    stage.mails.failNext({ next: 1, code: 451 });
    const results = await send(notice({ kind: 'closed', to: [carla] }));
    expect(results).toEqual([{ target: carla, channel: 'email', outcome: 'sent' }]);
    expect(stage.mails.mailbox.list(people.carla.email)).toHaveLength(1);
  });
});
