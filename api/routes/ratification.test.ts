import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import { organisationIdSchema } from '../../domain/identifiers.js';
import type { Browser } from '../testing/browser.js';
import { newcomer, signedIn } from '../testing/people.js';
import { field, openPlay, problem, reset, type Play } from '../testing/play.js';
import type { Stage } from '../testing/stage.js';

let play: Play;
let stage: Stage;
let organisationId: string;
let friedasId: string;
let frieda: Browser;
let stranger: Browser;
let path: string;

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
    .object({ authorisingPersons: z.tuple([z.object({ id: z.string() })]) })
    .parse(saved.body);
  friedasId = authorisingPersons[0].id;
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
    const body = { answer: 'ratified' };
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
    await frieda.ask('POST', path, { answer: 'ratified' }, headers);
    await frieda.ask('POST', path, { answer: 'ratified' }, headers);
    const [one, other] = stage.cases.told.slice(-2).map(({ updateId }) => updateId);
    expect(one).toBe(other);
    stage.cases.refusal = new DomainError('forbidden', 'Only an authorising person decides about it.');
    expect(problem(await frieda.ask('POST', path, { answer: 'ratified' })).status).toBe(403);
    stage.cases.refusal = undefined;
    expect(problem(await frieda.ask('POST', path, { answer: 'yes' })).paths).toEqual(['/answer']);
  });

  it('of another organisation’s incident does not exist', async () => {
    const foreign = `/v1/incidents/${await play.report()}/ratification`;
    expect(problem(await frieda.ask('POST', foreign, { answer: 'ratified' })).status).toBe(404);
  });
});
