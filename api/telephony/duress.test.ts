import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptOrder } from '../../domain/attempt.js';
import { incidentIdOfStatusCall, type IncidentId } from '../../domain/identifiers.js';
import { callOf, openPlay, problem, reset, script, type Play } from '../testing/play.js';
import { person, signInPeople, type SignedInPeople } from '../testing/signed-in-people.js';
import { until } from '../testing/stage.js';

const duressCode = { phrases: ['Alles ist wunderbar'], keys: '55' };
let play: Play;
let people: SignedInPeople;

beforeAll(async () => {
  play = await openPlay();
  people = await signInPeople(play.stage);
  expect((await save({ duressCode })).status).toBe(200);
});
beforeEach(() => {
  reset(play.stage);
});
afterAll(async () => {
  await people.close();
  await play.stage.close();
});

function save(more: object) {
  return play.stage.ask(
    'PUT',
    `/v1/organisations/${play.organisationId}`,
    { name: 'Example', ...more },
    { 'if-match': '*' },
  );
}

const statusOrder = () => play.orderFor('status');

const replied = async (order: AttemptOrder, form: Readonly<Record<string, string>>, held = 0) => {
  const address = play.stage.addresses.attemptReplied(order, 1, held);
  return script((await play.stage.webhook(address, callOf(order, form))).text);
};
const spoken = (text: string) => ({ SpeechResult: text, Confidence: '0.9' });

function incidentOf({ subject }: AttemptOrder): IncidentId {
  if (subject.case !== 'status-call') throw new Error('The order is about no status call.');
  return incidentIdOfStatusCall(subject.statusCallId);
}

async function expectSilentIncident(order: AttemptOrder): Promise<void> {
  const incidentId = incidentOf(order);
  await until(() => play.stage.cases.started.has(incidentId));
  expect(play.stage.cases.started.get(incidentId)).toMatchObject({
    source: 'status-call',
    threat: 'immediate',
    silent: true,
    callBack: false,
    callerWaiting: false,
  });
  expect(play.stage.cases.told).toContainEqual({
    what: 'helpAsked',
    id: incidentId,
    message: { callerWaiting: false, callBack: false, lifeInDanger: true, silent: true },
  });
}

describe('the duress code in a status call (I14)', () => {
  it('is answered by speech exactly as OK is, and opens a silent incident', async () => {
    play.stage.calls.facts = { answeredBy: 'human' };
    const fine = await replied(await statusOrder(), spoken('Mir geht es gut'));
    const forced = await statusOrder();
    const heard = await replied(forced, spoken('Ja, alles ist wunderbar, danke'));
    expect(heard).toEqual(fine);
    expect(heard.verbs).toEqual(['Say', 'Hangup']);
    await expectSilentIncident(forced);
    expect(play.completedBy(forced)).toEqual([
      expect.objectContaining({ answer: 'help', duress: true, lifeInDanger: true, means: 'speech' }),
    ]);
  });

  it('counts where an OK would be asked about, and is asked about all the same', async () => {
    const fine = await replied(await statusOrder(), spoken('Mir geht es gut'));
    const forced = await statusOrder();
    const heard = await replied(forced, spoken('Alles ist wunderbar'));
    expect(heard.verbs).toEqual(['Gather', 'Redirect']);
    expect(heard.text.replace(/order=[^&"<]*/g, '')).toBe(fine.text.replace(/order=[^&"<]*/g, ''));
    await expectSilentIncident(forced);
  });

  it('is nothing that a machine says', async () => {
    play.stage.calls.facts = { answeredBy: 'machine' };
    const order = await statusOrder();
    await replied(order, spoken('Alles ist wunderbar'));
    expect(play.completedBy(order)).toEqual([]);
    expect(play.stage.cases.started.has(incidentOf(order))).toBe(false);
  });

  it('is a sequence of keys, of which the first is followed by silence', async () => {
    const fine = await replied(await statusOrder(), { Digits: '1' });
    const order = await statusOrder();
    const first = await replied(order, { Digits: '5' });
    expect(first.verbs).toEqual(['Gather', 'Redirect']);
    expect(first.text).not.toContain('<Say');
    expect(first.text).toContain('held=1');
    expect(play.completedBy(order)).toEqual([]);
    expect(await replied(order, { Digits: '5' }, 1)).toEqual(fine);
    await expectSilentIncident(order);
  });

  it('keeps a key that came before the question was repeated, and forgets it behind another key', async () => {
    const order = await statusOrder();
    const address = play.stage.addresses.attemptUnanswered(order, 1, 1);
    const silence = await play.stage.webhook(address, callOf(order));
    expect(silence.text).toContain('held=1');
    const other = await replied(order, { Digits: '7' }, 1);
    expect(other.text).not.toContain('held');
  });

  it('means nothing where there is none', async () => {
    await save({});
    const order = await statusOrder();
    const heard = await replied(order, { Digits: '5' });
    expect(heard.text).toContain('<Say');
    await save({ duressCode });
  });
});

describe('the duress code in the settings (I14)', () => {
  it('is shown to those only who may change it', async () => {
    const path = `/v1/organisations/${play.organisationId}`;
    const lead = person('usr_lead01', 'desk-lead', { of: 'desk' });
    const operator = person('usr_oper01', 'operator', { of: 'desk' });
    const draft = await people.ask(
      lead,
      'PUT',
      `${path}/settings/draft`,
      {
        basedOn: 1,
        settings: { name: 'Example', duressCode: { ...duressCode, keys: '77' } },
      },
      { 'if-match': '*' },
    );
    expect(draft.status).toBe(200);
    const revision = /\d+/.exec((await people.ask(lead, 'GET', path)).headers.get('etag') ?? '')?.[0] ?? '';
    for (const at of ['', '/settings/draft', '/settings/draft/changes', `/settings/versions/${revision}`]) {
      const shown = [await people.ask(lead, 'GET', path + at), await people.ask(operator, 'GET', path + at)];
      expect([at, ...shown.map(({ status }) => status)]).toEqual([at, 200, 200]);
      expect([at, ...shown.map(({ text }) => /duressCode|wunderbar|"77"/.test(text))]).toEqual([
        at,
        true,
        false,
      ]);
    }
    expect((await people.ask(operator, 'GET', '/v1/organisations')).text).not.toContain('duressCode');
  });

  it('shows what is wrong with it to those only, too', async () => {
    const path = `/v1/organisations/${play.organisationId}/settings/draft`;
    const lead = person('usr_lead01', 'desk-lead', { of: 'desk' });
    const operator = person('usr_oper01', 'operator', { of: 'desk' });
    await people.ask(lead, 'DELETE', path);
    const draft = { basedOn: 1, settings: { name: 'Example', duressCode: { phrases: ['OK'] } } };
    expect((await people.ask(lead, 'PUT', path, draft, { 'if-match': '*' })).status).toBe(200);
    expect((await people.ask(lead, 'GET', `${path}/errors`)).text).toContain('/duressCode');
    expect((await people.ask(operator, 'GET', `${path}/errors`)).text).not.toContain('duressCode');
  });

  it('is refused when it is an answer, in a save as in a draft', async () => {
    const wrong = { duressCode: { phrases: ['Alles ist wunderbar', 'Mir geht es gut'] } };
    expect(problem(await save(wrong))).toMatchObject({ status: 400, paths: ['/duressCode/phrases/1'] });
    const path = `/v1/organisations/${play.organisationId}/settings/draft`;
    await play.stage.ask(
      'PUT',
      path,
      { basedOn: 1, settings: { name: 'Example', ...wrong } },
      { 'if-match': '*' },
    );
    expect((await play.stage.ask('GET', `${path}/errors`)).body).toEqual({
      items: [{ path: '/duressCode/phrases/1', message: 'is understood as an answer already' }],
    });
  });
});
