import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { conflict } from '../../domain/errors.js';
import { deskScope } from '../../domain/scope.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { anna, incidentOf, openPlay, reset, toni, type Play } from '../testing/play.js';
import { desk, firstAccountSid, until } from '../testing/stage.js';

let stage: Play['stage'];
let organisationId: Play['organisationId'];
let orderFor: Play['orderFor'];
let completedBy: Play['completedBy'];

beforeAll(async () => {
  ({ stage, organisationId, orderFor, completedBy } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

let counter = 0;

describe('texts (I2, I5, design “Calls” 8)', () => {
  const text = async (from: string, body: string, sid = `SM${(counter += 1)}`) => {
    const answer = await stage.webhook('/telephony/inbound/text', {
      MessageSid: sid,
      From: from,
      To: desk.emergencyNumber,
      Body: body,
    });
    expect(answer.status).toBe(200);
    return answer.text;
  };

  it('answer an open question by its code, once', async () => {
    const order = await orderFor('inform');
    const incidentId = incidentOf(order);
    await stage.store.texts.ask(
      {
        number: anna,
        organisationId,
        subject: { workflowId: `incident:${incidentId}`, caseId: incidentId },
        purpose: 'inform',
        target: order.target,
        attempt: order.key,
      },
      new Date(Date.now() + 60_000),
    );
    const reply = await text(anna, '1', 'SM-code');
    expect(reply).toContain('<Message>');
    expect(completedBy(order)).toEqual([expect.objectContaining({ reason: 'acknowledged', means: 'sms' })]);
    expect(await text(anna, '1', 'SM-code')).not.toContain('<Message>');
    await stage.store.texts.closeQuestions(incidentId);
  });

  it('open an incident that calls back, whoever writes for help; further texts are notes', async () => {
    const from = '+493023125069';
    const reply = await text(from, 'HELP');
    expect(reply).toContain('+49 30 23125000');
    const opened = () => [...stage.cases.started.values()].filter(({ source }) => source === 'inbound-text');
    await until(() => opened().length === 1);
    expect(opened()[0]).toMatchObject({ callBack: true, callerWaiting: false });
    await text(from, 'Third floor, please hurry');
    expect(opened()).toHaveLength(1);
    const told = () =>
      stage.cases.told.filter(({ id }) => id === opened()[0]?.incidentId).map(({ what }) => what);
    await until(() => told().length === 2);
    expect(told()).toEqual(['addNote', 'helpAsked']);
  });

  it('open another incident where the known one refuses the note, which stays with that one (R2)', async () => {
    const from = '+493023125079';
    const opened = () => [...stage.cases.started.values()].filter(({ source }) => source === 'inbound-text');
    const before = opened().length;
    await text(from, 'HELP');
    await until(() => opened().length === before + 1);
    const known = opened().at(-1)?.incidentId;
    stage.cases.refusal = conflict('The incident is over.');
    await text(from, 'Third floor, please hurry', 'SMrefusednote');
    await until(() => opened().length === before + 2);
    const note = await stage.store.intakes.find(deskScope, derivedIdentifier('not', 'text', 'SMrefusednote'));
    expect(note).toMatchObject({ kind: 'note', text: 'Third floor, please hurry', caseId: known });
  });

  it('open an incident for a number that is never texted, and are not replied to (toll fraud)', async () => {
    const opened = () => [...stage.cases.started.values()].filter(({ source }) => source === 'inbound-text');
    const before = opened().length;
    expect(await text('+499001234567', 'HELP')).not.toContain('<Message>');
    await until(() => opened().length === before + 1);
  });

  it('of a phone under duress reach its incident, and no phone rings nor tells of it (I14)', async () => {
    const from = '+493023125072';
    await text(from, 'HELP me, they are here');
    const first = [...stage.cases.started.values()].at(-1);
    expect(first?.source).toBe('inbound-text');
    expect(first?.silent).toBeUndefined();
    stage.cases.view(first?.incidentId ?? '', { silent: true });
    const count = stage.cases.started.size;
    const before = stage.cases.told.length;
    expect(await text(from, 'Somebody is dying')).toBe(await text('+493023125073', 'Thanks!'));
    await until(() => stage.cases.told.length >= before + 2);
    expect(stage.cases.started.size).toBe(count);
    const help = stage.cases.told.slice(before).filter(({ what }) => what === 'helpAsked');
    expect(help).toMatchObject([{ id: first?.incidentId, message: { callBack: false, silent: true } }]);
  });

  it('open no incident by thanks', async () => {
    const count = stage.cases.started.size;
    expect(await text('+493023125070', 'Thanks!')).toContain('<Message>');
    expect(stage.cases.started.size).toBe(count);
  });

  it('are replied to beyond the cap of the day only when they call for help (I9, toll fraud)', async () => {
    const path = `/v1/organisations/${organisationId}`;
    const capAt = (amountMinor: number) =>
      stage.ask(
        'PUT',
        path,
        {
          name: 'Example',
          inboundNumber: '+493023125099',
          internalContacts: [{ name: 'Anna', phones: [anna], language: 'de' }],
          dailySpendCap: { amountMinor, currency: 'EUR' },
        },
        { 'if-match': '*' },
      );
    expect((await capAt(1)).status).toBe(200);
    expect(await text(toni, 'Danke!')).not.toContain('<Message>');
    expect(await text(toni, 'HILFE')).toContain('<Message>');
    expect((await capAt(100_000)).status).toBe(200);
    expect(await text(anna, 'Danke!')).toContain('<Message>');
  });

  it('are stopped and resumed', async () => {
    expect(await text('+493023125071', 'STOP')).not.toContain('<Message>');
    await until(() => stage.store.texts.hasOptedOut('+493023125071'));
    expect(await text('+493023125071', 'START')).toContain('<Message>');
    await until(async () => !(await stage.store.texts.hasOptedOut('+493023125071')));
  });

  describe('leave traces, by which they are deleted at the provider (R2)', () => {
    const tracesOf = async (sid: string) => {
      const known = () => stage.store.textTraces.knownAmong([sid, `reply:${sid}`]);
      await until(async () => (await known()).has(sid));
      const traces = await stage.documents('text_traces');
      return traces.filter(({ _id }) => [sid, `reply:${sid}`].includes(String(_id)));
    };
    const incidentsByText = () =>
      [...stage.cases.started.values()].filter(({ source }) => source === 'inbound-text');

    it('with the incident that they have opened, and the reply', async () => {
      const from = '+493023125080';
      await text(from, 'HELP', 'SMtracedhelp');
      const opened = incidentsByText().at(-1)?.incidentId;
      const about = { account: firstAccountSid, caseId: opened, number: from };
      expect(await tracesOf('SMtracedhelp')).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ _id: 'SMtracedhelp', ...about }),
          expect.objectContaining({
            _id: 'reply:SMtracedhelp',
            ...about,
            soughtBy: { ownNumber: desk.emergencyNumber, origin: 'reply' },
          }),
        ]),
      );
      await text(from, 'Third floor, please hurry', 'SMtracednote');
      expect(await tracesOf('SMtracednote')).toContainEqual(expect.objectContaining(about));
    });

    it('with the case whose question they answer, and whoever was asked', async () => {
      const order = await orderFor('inform');
      const caseId = incidentOf(order);
      await stage.store.texts.ask(
        {
          number: anna,
          organisationId,
          subject: { workflowId: `incident:${caseId}`, caseId },
          purpose: 'inform',
          target: order.target,
          attempt: order.key,
        },
        new Date(Date.now() + 60_000),
      );
      await text(anna, '1', 'SMtracedanswer');
      expect(await tracesOf('SMtracedanswer')).toContainEqual(
        expect.objectContaining({ organisationId, caseId, personId: order.target.id }),
      );
      await stage.store.texts.closeQuestions(caseId);
    });

    it('with no case where they are about nothing, with the traveller whose number it is', async () => {
      await text(toni, 'Danke!', 'SMtracednothing');
      const [trace] = await tracesOf('SMtracednothing');
      expect(trace).toMatchObject({ organisationId, number: toni });
      expect(trace).not.toHaveProperty('caseId');
      expect(trace?.['personId']).toMatch(/^trv_/);
    });

    it('with no reply where none was sent', async () => {
      await text('+493023125081', 'STOP', 'SMtracedstop');
      expect(await tracesOf('SMtracedstop')).toHaveLength(1);
    });
  });
});
