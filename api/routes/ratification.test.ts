import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import { contactIdSchema, organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { friedasPin, givePin, wrongPin } from '../testing/approvals.js';
import type { Browser } from '../testing/browser.js';
import { newcomer, signedIn } from '../testing/people.js';
import { field, openPlay, problem, reset, type Play } from '../testing/play.js';
import { until, type Stage } from '../testing/stage.js';

let play: Play;
let stage: Stage;
let organisationId: OrganisationId;
let friedasId: string;
let frieda: Browser;
let stranger: Browser;
let path: string;
const ratifies = { answer: 'ratified', proof: { by: 'pin', pin: friedasPin } };

beforeAll(async () => {
  play = await openPlay();
  ({ stage } = play);
  organisationId = organisationIdSchema.parse(
    field(await stage.ask('POST', '/v1/organisations', { name: 'Payers' }), 'id'),
  );
  const people = [
    await newcomer(stage, 'authorising-person', organisationId),
    await newcomer(stage, 'authorising-person', organisationId),
  ] as const;
  frieda = await signedIn(stage, people[0]);
  stranger = await signedIn(stage, people[1]);
  const saved = await stage.ask(
    'PUT',
    `/v1/organisations/${organisationId}`,
    {
      name: 'Payers',
      authorisingPersons: [{ name: 'Frieda', email: people[0].email }],
    },
    { 'if-match': '*' },
  );
  const { authorisingPersons } = z
    .object({ authorisingPersons: z.tuple([z.object({ id: contactIdSchema })]) })
    .parse(saved.body);
  friedasId = authorisingPersons[0].id;
  await givePin(stage, { organisationId, contactId: authorisingPersons[0].id });
});
beforeEach(async () => {
  reset(stage);
  path = `/v1/incidents/${await play.report({ organisationId, travellerId: undefined })}/ratification`;
});
afterAll(() => stage.close());

describe('answering for an override at the console (I8, I9)', () => {
  it('is the matter of an authorising person who has signed in, as themselves', async () => {
    const answer = await frieda.ask('POST', path, { answer: 'refused' });
    expect(answer.status).toBe(200);
    expect(stage.cases.told.at(-1)).toMatchObject({
      what: 'giveRatification',
      message: {
        answer: 'refused',
        means: 'console',
        by: { by: 'target', target: { role: 'authorising-person', id: friedasId } },
      },
    });
  });

  it('is no matter of the desk, which fires overrides, nor of tokens, managers, or whom the settings do not name', async () => {
    const told = stage.cases.told.length;
    const body = ratifies;
    const made = await stage.ask('POST', `/v1/organisations/${organisationId}/tokens`, { name: 'own' });
    const { token } = z.object({ token: z.string() }).parse(made.body);
    const manager = await signedIn(stage, await newcomer(stage, 'organisation-manager', organisationId));
    const answers = [
      await stage.ask('POST', path, body),
      await stage.ask('POST', path, body, { authorization: `Bearer ${token}` }),
      await manager.ask('POST', path, body),
      await stranger.ask('POST', path, body),
    ];
    expect(answers.map((answer) => problem(answer).status)).toEqual([403, 403, 403, 403]);
    expect(stage.cases.told).toHaveLength(told);
  });

  it('counts once for the same key and answer, and is refused when the incident says so', async () => {
    const headers = { 'idempotency-key': 'ratification-1' };
    await frieda.ask('POST', path, ratifies, headers);
    await frieda.ask('POST', path, ratifies, headers);
    const [one, other] = stage.cases.told.slice(-2).map(({ updateId }) => updateId);
    expect(one).toBe(other);
    stage.cases.refusal = new DomainError('forbidden', 'Only an authorising person decides about it.');
    expect(problem(await frieda.ask('POST', path, ratifies)).status).toBe(403);
    stage.cases.refusal = undefined;
    expect(problem(await frieda.ask('POST', path, { answer: 'yes' })).paths).toEqual(['/answer']);
  });

  it('is approved with a proof of the moment only, which goes no further than this request (I8, I9)', async () => {
    const told = stage.cases.told.length;
    expect(problem(await frieda.ask('POST', path, { answer: 'ratified' })).paths).toEqual(['/proof']);
    const wrong = { answer: 'ratified', proof: { by: 'pin', pin: wrongPin } };
    expect(problem(await frieda.ask('POST', path, wrong)).status).toBe(401);
    const needless = { answer: 'refused', proof: { by: 'pin', pin: friedasPin } };
    expect(problem(await frieda.ask('POST', path, needless)).paths).toEqual(['/proof']);
    expect(stage.cases.told).toHaveLength(told);
    expect((await frieda.ask('POST', path, ratifies)).status).toBe(200);
    const trail = () =>
      stage.ask('GET', `/v1/audit?organisationId=${organisationId}&action=giveRatification`);
    await until(async () => (await trail()).text.includes('"provedBy":"pin"'));
    expect((await trail()).text + JSON.stringify(stage.cases.told)).not.toMatch(
      new RegExp(`${friedasPin}|${wrongPin}`),
    );
  });

  it('of another organisation’s incident does not exist', async () => {
    const foreign = `/v1/incidents/${await play.report()}/ratification`;
    expect(problem(await frieda.ask('POST', foreign, ratifies)).status).toBe(404);
  });
});
