import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { travellerIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { script, openPlay, reset, type Play } from '../testing/play.js';
import { desk, firstAccountSid, until } from '../testing/stage.js';

let stage: Play['stage'];
let organisationId: Play['organisationId'];

beforeAll(async () => {
  ({ stage, organisationId } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

describe('a call to the emergency number (I5)', () => {
  const inbound = (sid: string, more: Readonly<Record<string, string>> = {}) => ({
    CallSid: sid,
    From: '+493023125066',
    To: desk.emergencyNumber,
    CallStatus: 'in-progress',
    ...more,
  });
  const action = (text: string) =>
    z.object({ action: z.string() }).parse(script(text).response['Gather']).action.replaceAll('&amp;', '&');

  it('knows the traveller by the number, asks, and connects', async () => {
    const ida = '+493023125021';
    const traveller = await stage.ask('POST', '/v1/travellers', {
      organisationId,
      name: 'Ida',
      phones: [ida],
      language: 'de',
    });
    const { id } = z.object({ id: travellerIdSchema }).parse(traveller.body);
    const form = inbound('CA-in-1', { From: ida });
    const menu = await stage.webhook('/telephony/inbound/voice', form);
    expect(menu.text).toContain('Ida');
    expect(menu.text).toContain('de-DE');
    const { verbs, text } = script((await stage.webhook(action(menu.text), { ...form, Digits: '2' })).text);
    expect(verbs).toEqual(['Say', 'Dial']);
    expect(text).toMatch(/participantLabel="caller-[0-9a-f]{8}"/);
    const opened = () => [...stage.cases.started.values()].find(({ source }) => source === 'inbound-call');
    await until(() => opened() !== undefined);
    expect(opened()).toMatchObject({ organisationId, travellerId: id, kind: 'medical', callerWaiting: true });
    // Cut off, the same caller calls again: no second incident, the same conference.
    const again = await stage.webhook('/telephony/inbound/voice', inbound('CA-in-2', { From: ida }));
    expect(again.text).toContain(`>incident-${opened()?.incidentId ?? ''}</Conference>`);
    await until(() =>
      stage.cases.told.some(({ what, id }) => what === 'helpAsked' && id === opened()?.incidentId),
    );
    // The incident knows from the end of each call that the caller is not on it any more, whatever else is lost (I4).
    for (const sid of ['CA-in-1', 'CA-in-2']) {
      await stage.webhook('/telephony/inbound/status', {
        ...inbound(sid, { From: ida }),
        CallStatus: 'completed',
      });
    }
    const left = () =>
      stage.cases.told.flatMap(({ what, id, message }) =>
        what === 'presence' && id === opened()?.incidentId ? [message] : [],
      );
    await until(() => left().length === 2);
    expect(left()).toEqual(
      ['CA-in-1', 'CA-in-2'].map((callSid) => ({
        callSid,
        account: firstAccountSid,
        label: 'caller',
        present: false,
        sequence: Number.MAX_SAFE_INTEGER,
      })),
    );
  });

  it('serves an unknown caller all the same, without a choice after two rounds', async () => {
    const form = inbound('CA-in-3');
    const first = await stage.webhook('/telephony/inbound/voice', form);
    const second = await stage.webhook(action(first.text), { ...form, Digits: '6' });
    expect(script(second.text).verbs).toEqual(['Gather', 'Redirect']);
    const third = await stage.webhook(action(second.text), { ...form, SpeechResult: 'mumble' });
    expect(script(third.text).verbs).toEqual(['Say', 'Dial']);
    const opened = () =>
      [...stage.cases.started.values()].find(({ organisationId: id }) => id === 'org_thedesk');
    await until(() => opened() !== undefined);
    expect(opened()).toMatchObject({ kind: 'other', reportedBy: { target: { id: 'caller' } } });
    const intake = await stage.store.intakes.find(deskScope, opened()?.incidentId ?? '');
    expect(intake).toMatchObject({ callerPhone: '+493023125066', report: { summary: 'mumble' } });
    // Its end opens nothing more.
    const count = stage.cases.started.size;
    await stage.webhook('/telephony/inbound/status', { ...form, CallStatus: 'completed' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(stage.cases.started.size).toBe(count);
  });

  it('belongs to the organisation whose number was called', async () => {
    const form = inbound('CA-in-4', { To: '+493023125099' });
    const menu = await stage.webhook('/telephony/inbound/voice', form);
    expect(menu.text).toContain('Example');
    await stage.webhook(action(menu.text), { ...form, SpeechResult: 'My life is in danger' });
    await until(() =>
      [...stage.cases.started.values()].some(
        (start) =>
          start.organisationId === organisationId &&
          start.source === 'inbound-call' &&
          start.threat === 'immediate',
      ),
    );
  });

  it('is called back when the caller hangs up before choosing', async () => {
    const form = inbound('CA-in-5', { From: '+493023125067' });
    await stage.webhook('/telephony/inbound/voice', form);
    const before = new Set(stage.cases.started.keys());
    await stage.webhook('/telephony/inbound/status', { ...form, CallStatus: 'completed' });
    await until(() => stage.cases.started.size > before.size);
    const [start] = [...stage.cases.started.values()].filter(({ incidentId }) => !before.has(incidentId));
    expect(start).toMatchObject({ kind: 'other', callBack: true, callerWaiting: false });
    // The incident knows the call that it came from: both are deleted together (R2).
    const told = () =>
      stage.cases.told.filter(({ what, id }) => what === 'presence' && id === start?.incidentId);
    await until(() => told().length > 0);
    expect(told().at(-1)?.message).toMatchObject({
      callSid: 'CA-in-5',
      account: firstAccountSid,
      present: false,
    });
  });

  it('is connected to the emergency line when nobody can open the incident', async () => {
    stage.cases.away = true;
    const form = inbound('CA-in-6', { From: '+493023125068' });
    const menu = await stage.webhook('/telephony/inbound/voice', form);
    await stage.webhook(action(menu.text), { ...form, Digits: '1' });
    await until(() => stage.calls.redirected.some(({ sid }) => sid === 'CA-in-6'), 20_000);
    const redirected = stage.calls.redirected.find(({ sid }) => sid === 'CA-in-6');
    expect(redirected?.script).toContainEqual(expect.objectContaining({ do: 'dial', number: desk.phone }));
    stage.cases.away = false;
    await until(
      () =>
        [...stage.cases.started.values()].some(
          ({ source, kind }) => source === 'inbound-call' && kind === 'security',
        ),
      10_000,
    );
  }, 40_000);

  it('tells nothing of a call for help to a phone under duress: it hears the menu like anybody (I14)', async () => {
    const form = inbound('CA-duress-1', { From: '+493023125022' });
    const menu = await stage.webhook('/telephony/inbound/voice', form);
    const before = stage.cases.started.size;
    await stage.webhook(action(menu.text), { ...form, Digits: '2' });
    await until(() => stage.cases.started.size > before);
    const { incidentId = '' } = [...stage.cases.started.values()].at(-1) ?? {};
    const again = (sid: string) => stage.webhook('/telephony/inbound/voice', { ...form, CallSid: sid });
    expect((await again('CA-duress-2')).text).toContain(`>incident-${incidentId}</Conference>`);
    stage.cases.view(incidentId, { silent: true });
    expect(script((await again('CA-duress-3')).text)).toEqual(script(menu.text));
  });
});
