import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { conflict } from '../../domain/errors.js';
import { incidentIdSchema, type StatusCallId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { incidentOf, openPlay, reset, type Play } from '../testing/play.js';
import { until } from '../testing/stage.js';

let stage: Play['stage'];
let organisationId: Play['organisationId'];
let travellerId: Play['travellerId'];
let contactId: Play['contactId'];
let report: Play['report'];
let orderFor: Play['orderFor'];
let completedBy: Play['completedBy'];

beforeAll(async () => {
  ({ stage, organisationId, travellerId, contactId, report, orderFor, completedBy } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

describe('pages behind links (design “Calls” 9)', () => {
  const soon = () => new Date(Date.now() + 60_000);
  const path = (token: string) => `/a/${token}`;
  const press = (token: string, answer: string) =>
    stage.ask('POST', path(token), new URLSearchParams({ answer }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });

  it('change nothing when they are opened, and answer when a button is pressed', async () => {
    const order = await orderFor('inform');
    const token = stage.links.sign(
      {
        ask: 'inform',
        organisationId,
        caseId: incidentOf(order),
        target: order.target,
        attempt: order.key,
      },
      soon(),
    );
    const page = await stage.ask('GET', path(token));
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain(`default-src 'none'`);
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(page.text).toContain('lang="de"');
    expect(page.text).toContain('Toni broke a leg.');
    expect(completedBy(order)).toEqual([]);
    expect(page.text).toContain('<h1>Können Sie übernehmen?</h1>');
    expect(page.text).toContain('<button class="primary" name="answer" value="accept">');
    expect(page.text).toContain('<button class="secondary" name="answer" value="decline">');
    const answered = await press(token, 'accept');
    expect(answered.status).toBe(200);
    expect(answered.text).toContain('<h1>Ihre Antwort ist angekommen</h1>');
    expect(answered.text).not.toContain('<button');
    expect(completedBy(order)).toEqual([expect.objectContaining({ reason: 'acknowledged', means: 'link' })]);
    expect((await press(token, 'destroy')).status).toBe(400);
  });

  it('open the incident and call back on Help', async () => {
    const token = stage.links.sign(
      {
        ask: 'status',
        organisationId,
        caseId: 'stc_bylink1234',
        target: { role: 'traveller', id: travellerId },
      },
      soon(),
    );
    expect((await press(token, 'help')).text).toContain('<footer>');
    await until(() => stage.cases.started.has('inc_bylink1234'));
    expect(stage.cases.started.get('inc_bylink1234')).toMatchObject({ callBack: true, callerWaiting: false });
  });

  it('answer Help as they answer OK where the incident is silent, and pass it on all the same (I14)', async () => {
    const target = { role: 'traveller', id: travellerId } as const;
    const linkTo = (caseId: StatusCallId) =>
      stage.links.sign({ ask: 'status', organisationId, caseId, target }, soon());
    const ok = await press(linkTo('stc_allright12'), 'ok');
    const token = linkTo('stc_underduress');
    expect((await press(token, 'help')).text).not.toBe(ok.text);
    await until(() => stage.cases.started.has('inc_underduress'));
    stage.cases.view('inc_underduress', { silent: true });
    const helped = await press(token, 'help');
    expect(helped.status).toBe(ok.status);
    expect(helped.text).toBe(ok.text);
    expect(helped.text).toContain('<h1>Ihre Antwort ist angekommen</h1>');
    const told = stage.cases.told.filter(({ what, id }) => what === 'helpAsked' && id === 'inc_underduress');
    expect(told.length).toBeGreaterThan(0);
  });

  it('open an incident of its own on Help when Temporal has forgotten the first one (I1, X3)', async () => {
    const target = { role: 'traveller', id: travellerId } as const;
    const question = { ask: 'status', organisationId, caseId: 'stc_forgotten12', target } as const;
    const token = stage.links.sign(question, soon());
    await press(token, 'help');
    const first = 'inc_forgotten12';
    await until(async () => (await stage.store.intakes.find(deskScope, first))?.startedAt !== undefined);
    stage.cases.forget(first);
    const before = new Set(stage.cases.started.keys());
    await press(token, 'help');
    const opened = () => [...stage.cases.started.keys()].filter((id) => !before.has(id));
    await until(() => opened().length > 0);
    expect(opened()).toHaveLength(1);
    expect(opened()).not.toContain(first);
  });

  it('escape people’s own words', async () => {
    const answer = await stage.ask('POST', '/v1/incidents', {
      organisationId,
      kind: 'other',
      threat: 'none',
      summary: '<script>alert("x")</script>',
    });
    const { id } = z.object({ id: incidentIdSchema }).parse(answer.body);
    const target = { role: 'internal-contact', id: contactId } as const;
    const token = stage.links.sign({ ask: 'inform', organisationId, caseId: id, target }, soon());
    const page = await stage.ask('GET', path(token));
    expect(page.text).toContain('&lt;script&gt;');
    expect(page.text).not.toContain('<script>');
  });

  it('say so when they are too old or forged, or when the incident is closed', async () => {
    const question = {
      ask: 'inform',
      organisationId,
      caseId: await report(),
      target: { role: 'internal-contact', id: contactId },
    } as const;
    const old = stage.links.sign(question, new Date(Date.now() - 2 * 86_400_000));
    expect((await stage.ask('GET', path(old))).status).toBe(410);
    expect((await stage.ask('GET', path(`x${old}`))).status).toBe(404);
    expect((await stage.ask('POST', path('nonsense'))).status).toBe(404);
    stage.cases.refusal = conflict('The incident is closed.');
    const token = stage.links.sign(question, soon());
    expect((await press(token, 'accept')).text).toContain('abgeschlossen');
  });
});
