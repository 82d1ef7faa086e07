import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keptFromErasure } from '../../domain/persons/erasure-verdict.js';
import { incidentIdSchema, orderIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { partnerAccount } from '../testing/people.js';
import { openPlay, textField, type Play } from '../testing/play.js';
import { until } from '../testing/stage.js';
import type { AuditInput } from './audit-trail.js';
import { createLinkRecording } from './link-recording.js';
import { touchedBy } from './touched.js';

let play: Play;
beforeAll(async () => {
  play = await openPlay();
});
afterAll(() => play.stage.close());

/** The values that are kept of an action, and how many entries with some a hold on this case does not keep. */
async function valuesOf(action: string, caseId: string) {
  const { store } = play.stage;
  const entries = async () => (await store.audit.list(deskScope, { limit: 20, action })).items;
  await until(async () => (await entries()).some(({ values }) => values.length > 0));
  const valued = (await entries()).filter(({ values }) => values.length > 0);
  const items = await store.retentionClasses.audit.read(
    valued.map(({ id }) => id),
    { named: true },
  );
  const holds = [{ id: 'hld_values0001', subject: { of: 'case', id: caseId } }] as const;
  return {
    values: JSON.stringify(valued.map(({ values }) => values)),
    unheld: items.filter((item) => keptFromErasure(item, holds) === undefined).length,
  };
}

describe('what the audit trail keeps of the parts of a case (R2)', () => {
  it('is held with the incident: an order and its withdrawal', async () => {
    const { stage } = play;
    const incident = await play.report({});
    const description = 'An ambulance for whoever broke a leg.';
    const order = { service: 'transport', description, estimate: { amountMinor: 100, currency: 'EUR' } };
    const placed = await stage.ask('POST', `/v1/incidents/${incident}/orders`, order);
    const path = `/v1/incidents/${incident}/orders/${orderIdSchema.parse(textField(placed, 'id'))}`;
    const kept = await valuesOf('placeOrder', incident);
    expect(kept.values).toContain(description);
    expect(kept.unheld).toBe(0);
    await stage.ask('POST', `${path}/withdraw`, {});
    expect(await valuesOf('withdrawOrder', incident)).toMatchObject({ unheld: 0 });
    const entries = await stage.ask('GET', '/v1/audit?action=placeOrder');
    expect(entries.text).toContain(`"caseId":"${incident}"`);
  });

  it('is held with the support case: a message', async () => {
    const { stage } = play;
    const accountId = await partnerAccount(stage);
    const answers = { subject: 'Payout', description: 'Where is it?', 'answer-by': 'writing' };
    const opened = await stage.ask('POST', '/v1/support-cases', {
      ...{ topic: 'enquiry', formVersion: 1, answers, accountId },
    });
    const caseId = textField(opened, 'id');
    const said = await stage.ask('POST', `/v1/support-cases/${caseId}/messages`, { text: 'Words.' });
    expect(said.status).toBe(201);
    const kept = await valuesOf('addSupportMessage', caseId);
    expect(kept.values).toContain(textField(said, 'id'));
    expect(kept.unheld).toBe(0);
  });
});

describe('the case of what an entry is about (R2)', () => {
  const incidentId = 'inc_parted0001';
  const request = { params: { incidentId, orderId: 'ord_parted0001' }, query: {}, body: {} };
  const subjects = (subject: string, params: Readonly<Record<string, unknown>>, reply: unknown) =>
    touchedBy(subject, { ...request, params }, reply, deskScope).map(({ what }) => what);

  it('is named beside what has an identifier of its own, and not beside a case', () => {
    const order = { id: 'ord_parted0001', organisationId: 'org_parted0001' };
    const about = { kind: 'order', id: order.id, caseId: incidentId };
    expect(subjects('order', request.params, { order })).toEqual([about]);
    expect(subjects('order', request.params, {})).toEqual([about]);
    expect(subjects('incident', { incidentId }, {})).toEqual([{ kind: 'incident', id: incidentId }]);
    expect(subjects('order', { incidentId }, { items: [order] })).toEqual([
      { kind: 'order', id: incidentId },
    ]);
    // A support case that follows another one is its own.
    const following = { id: 'sup_parted0002' };
    expect(subjects('support-case', { supportCaseId: 'sup_parted0001' }, following)).toEqual([
      { kind: 'support-case', id: following.id },
    ]);
    expect(subjects('traveller', { travellerId: 'trv_parted0001' }, {})).toEqual([
      { kind: 'traveller', id: 'trv_parted0001' },
    ]);
  });

  it('is named where a link was answered that asks to approve an order', async () => {
    const recorded: AuditInput[] = [];
    const work: Promise<unknown>[] = [];
    const unread = () => Promise.reject(new Error('Nobody knows.'));
    const recording = createLinkRecording({
      trail: {
        recordEventually: (input) => {
          recorded.push(input);
          return Promise.resolve();
        },
      },
      reading: { incident: unread, statusCall: unread },
      background: { run: (_what, each) => void work.push(each()) },
      now: Date.now,
    });
    const target = { role: 'authorising-person', id: 'con_parted0001' } as const;
    const asked = {
      organisationId: 'org_parted0001',
      caseId: incidentIdSchema.parse(incidentId),
      target,
    } as const;
    const from = { address: '192.0.2.7' };
    recording.answered({ ...asked, ask: 'approve', orderId: 'ord_parted0001' }, from, 'approve');
    recording.answered({ ...asked, ask: 'inform' }, from, 'accept');
    await Promise.all(work);
    expect(recorded.map(({ what }) => what)).toEqual([
      { kind: 'order', id: 'ord_parted0001', caseId: incidentId },
      { kind: 'incident', id: incidentId },
    ]);
  });
});
