import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { CaseView } from '../../domain/case-record.js';
import { view } from '../../db/repositories/case-records.fixture.js';
import { organisationIdSchema, travellerIdSchema, type TravellerId } from '../../domain/identifiers.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
import { openPlay, reset, script, type Play } from '../testing/play.js';
import { desk, until } from '../testing/stage.js';

let stage: Play['stage'];
beforeAll(async () => {
  ({ stage } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

interface Known {
  readonly organisationId: OrganisationId;
  readonly travellerId: TravellerId;
  readonly name: string;
}

let counter = 0;
/** Organisations that know the same number, in the order in which they are assumed. */
async function knownIn(phone: string, settings: readonly object[] = [{}, {}]): Promise<readonly Known[]> {
  const known: Known[] = [];
  for (const setting of settings) {
    counter += 1;
    const name = `Company ${counter}`;
    const organisation = await stage.ask('POST', '/v1/organisations', { name, language: 'en', ...setting });
    const { id: organisationId } = z.object({ id: organisationIdSchema }).parse(organisation.body);
    const traveller = { organisationId, name: 'Dora', phones: [phone], language: 'en' };
    const registered = await stage.ask('POST', '/v1/travellers', traveller);
    const { id } = z.object({ id: travellerIdSchema }).parse(registered.body);
    known.push({ organisationId, travellerId: id, name });
  }
  return known.sort((one, other) => (one.organisationId < other.organisationId ? -1 : 1));
}

/** The first two of them. */
async function two(phone: string, settings?: readonly object[]): Promise<readonly [Known, Known]> {
  const [first, second] = await knownIn(phone, settings);
  if (first === undefined || second === undefined) throw new Error('There are not two.');
  return [first, second];
}

/** What is opened by what the person does. */
async function opened(act: () => Promise<unknown>): Promise<IncidentStart> {
  const before = new Set(stage.cases.started.keys());
  await act();
  const news = () => [...stage.cases.started.values()].filter(({ incidentId }) => !before.has(incidentId));
  await until(() => news().length > 0);
  const [start] = news();
  if (start === undefined || news().length > 1) throw new Error('Not exactly one incident was opened.');
  return start;
}

/** Who and what an incident is expected to be about. */
const of = ({ organisationId, travellerId }: Known) => ({ organisationId, travellerId });

/** A case of the traveller that began so many hours ago. */
async function record(known: Known, hoursAgo: number, state: 'asking' | 'open' | 'archived') {
  counter += 1;
  const openedAt = Date.now() - hoursAgo * 3_600_000;
  const seen: CaseView =
    state === 'asking'
      ? { case: 'status-call', id: `stc_before${counter}`, ...of(known), state, openedAt, round: 1 }
      : view(`inc_before${counter}`, { ...of(known), openedAt, state });
  await stage.store.cases.record({ revision: 1, view: seen, entries: [], sealedTexts: [] });
}

describe('a call from a number that is known in several organisations', () => {
  const inbound = (from: string) => ({
    CallSid: `CA-several-${from}`,
    From: from,
    To: desk.emergencyNumber,
    CallStatus: 'in-progress',
  });
  const play = (form: Readonly<Record<string, string>>, address = '/telephony/inbound/voice') =>
    stage.webhook(address, form).then(({ text }) => script(text));
  const behind = (verb: 'Gather' | 'Redirect', { response }: ReturnType<typeof script>): string =>
    verb === 'Gather'
      ? z.object({ action: z.string() }).parse(response['Gather']).action
      : z
          .union([z.string(), z.object({ '#text': z.string() }).transform((it) => it['#text'])])
          .parse(response['Redirect']);

  it('is asked which, and belongs to the one whose key is pressed (I5)', async () => {
    const from = '+493023125101';
    const [first, second] = await two(from);
    const form = inbound(from);
    const question = await play(form);
    expect(question.text).toMatch(new RegExp(`${first.name}, press 1.*${second.name}, press 2`, 's'));
    const menu = await play({ ...form, Digits: '2' }, behind('Gather', question));
    expect(menu.text).toContain(`emergency line of ${second.name}`);
    const start = await opened(() => play({ ...form, Digits: '1' }, behind('Gather', menu)));
    expect(start).toMatchObject({
      organisationId: second.organisationId,
      travellerId: second.travellerId,
      kind: 'security',
      organisationChosenBy: 'caller',
    });
  });

  it('goes on with the same one at any other key and at silence, and never asks again (I5)', async () => {
    const from = '+493023125102';
    const [first] = await two(from);
    const form = inbound(from);
    const question = await play(form);
    const silent = await play(form, behind('Redirect', question));
    expect(silent.text).toContain(`emergency line of ${first.name}`);
    const wrong = await play(
      { ...form, CallSid: 'CA-several-wrong', Digits: '7' },
      behind('Gather', question),
    );
    const start = await opened(() => play({ ...form, Digits: '2' }, behind('Gather', wrong)));
    expect(start).toMatchObject({ ...of(first), kind: 'medical', organisationChosenBy: 'assumed' });
  });

  it('is helped at once when the caller cries for help instead of choosing (I3, I5)', async () => {
    const from = '+493023125103';
    const [first] = await two(from);
    const form = inbound(from);
    const question = await play(form);
    let verbs: readonly string[] = [];
    const start = await opened(async () => {
      ({ verbs } = await play({ ...form, SpeechResult: 'My life is in danger' }, behind('Gather', question)));
    });
    expect(verbs).toEqual(['Say', 'Dial']);
    expect(start).toMatchObject({ ...of(first), threat: 'immediate', callerWaiting: true });
  });

  it('is not asked by the number of an organisation of its own, which is meant by whoever calls it (I5)', async () => {
    const from = '+493023125104';
    const own = '+493023125105';
    const known = await knownIn(from, [{}, { inboundNumber: own }]);
    const form = { ...inbound(from), To: own };
    const menu = await play(form);
    expect(menu.text).toContain('emergency line of');
    const start = await opened(() => play({ ...form, Digits: '1' }, behind('Gather', menu)));
    const [owner] = known.filter(({ name }) => menu.text.includes(name));
    expect(start.organisationId).toBe(owner?.organisationId);
    expect(start.travellerId).toBe(owner?.travellerId);
    expect(start.organisationChosenBy).toBeUndefined();
  });

  it('belongs without a question to where an incident is open, else to who asked last (I5)', async () => {
    const begin = async (from: string) => {
      const form = inbound(from);
      const menu = await play(form);
      return opened(() => play({ ...form, Digits: '1' }, behind('Gather', menu)));
    };
    const [one, asking] = await two('+493023125106');
    await record(one, 2, 'archived');
    await record(asking, 1, 'asking');
    expect(await begin('+493023125106')).toMatchObject({
      ...of(asking),
      organisationChosenBy: 'last-asked',
    });
    const [other, helping] = await two('+493023125107');
    await record(other, 1, 'asking');
    await record(helping, 40, 'open');
    expect(await begin('+493023125107')).toMatchObject({
      ...of(helping),
      organisationChosenBy: 'open-incident',
    });
  });

  it('is called back for the likeliest, when the caller hangs up before choosing (I3, I5)', async () => {
    const from = '+493023125108';
    const [first] = await two(from);
    const form = inbound(from);
    await play(form);
    const start = await opened(() =>
      stage.webhook('/telephony/inbound/status', { ...form, CallStatus: 'completed' }),
    );
    expect(start).toMatchObject({ ...of(first), callBack: true, organisationChosenBy: 'assumed' });
  });
});

describe('a text from a number that is known in several organisations', () => {
  const text = (from: string, body: string) =>
    stage.webhook('/telephony/inbound/text', {
      MessageSid: `SM-several-${(counter += 1)}`,
      From: from,
      To: desk.emergencyNumber,
      Body: body,
    });

  it('belongs to who asked last, else always to the same one (I5)', async () => {
    const [first] = await two('+493023125110');
    expect(await opened(() => text('+493023125110', 'HELP'))).toMatchObject({
      ...of(first),
      organisationChosenBy: 'assumed',
      callBack: true,
    });
    const [, asking] = await two('+493023125111');
    await record(asking, 1, 'asking');
    expect(await opened(() => text('+493023125111', 'HELP'))).toMatchObject({
      ...of(asking),
      organisationChosenBy: 'last-asked',
    });
  });

  it('is under duress by the code of any of them, and is answered like any other (I14)', async () => {
    const from = '+493023125112';
    const plain = { providers: { assistance: { by: 'desk' } } };
    const coded = { ...plain, duressCode: { phrases: ['Alles ist wunderbar'], keys: '55' } };
    const known = await knownIn(from, [plain, coded, plain]);
    const ordinary = (await text(from, 'Thanks!')).text;
    let reply = '';
    const start = await opened(async () => {
      reply = (await text(from, 'Alles ist wunderbar')).text;
    });
    expect(reply).toBe(ordinary);
    expect(known.map(({ organisationId }) => organisationId)).toContain(start.organisationId);
    const organisation = await stage.contactBook.organisation(start.organisationId);
    expect(organisation?.settings.duressCode).toBeDefined();
    expect(start).toMatchObject({ silent: true, organisationChosenBy: 'caller' });
  });
});
