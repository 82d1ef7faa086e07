import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { view } from '../../db/repositories/case-records.fixture.js';
import { statusCallIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { openPlay, problem, textField, type Play } from '../testing/play.js';
import { until } from '../testing/stage.js';

let play: Play;
const silentIncident = 'inc_silent0001';
const repeated = { 'idempotency-key': 'asked-before' };
/** May request status calls, and not read incidents. */
let narrow: Readonly<Record<string, string>>;

beforeAll(async () => {
  play = await openPlay();
  const { stage, organisationId, travellerId } = play;
  const abilities = ['request status-call', 'read status-call'];
  const made = await stage.ask('POST', `/v1/organisations/${organisationId}/tokens`, {
    name: 'x',
    abilities,
  });
  narrow = { authorization: `Bearer ${textField(made, 'token')}` };
  expect((await request(repeated)).status).toBe(201);
  await stage.store.cases.record({
    revision: 1,
    view: view(silentIncident, { organisationId, travellerId, silent: true }),
    entries: [],
    sealedTexts: [],
  });
});
afterAll(() => play.stage.close());

const request = (headers: Readonly<Record<string, string>> = {}) =>
  play.stage.ask(
    'POST',
    '/v1/status-calls',
    { organisationId: play.organisationId, travellerId: play.travellerId },
    headers,
  );

describe('a status call to somebody under duress (I14)', () => {
  it('is refused, and the problem says why and where to look, to whoever may know', async () => {
    const refused = problem(await request());
    expect(refused).toMatchObject({ status: 409 });
    expect(refused.detail).toContain('under duress');
    expect(refused.detail).toContain(silentIncident);
  });

  it('is taken as usual from whoever may not know, since nobody is called by it anyway', async () => {
    const taken = await request(narrow);
    expect(taken.status).toBe(201);
    expect(taken.text).not.toMatch(/duress|silent/);
  });

  it('is the same as before when it was requested before', async () => {
    const again = await request(repeated);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('is made again when the incident is closed', async () => {
    const { organisationId, travellerId } = play;
    await play.stage.store.cases.record({
      revision: 2,
      view: view(silentIncident, { organisationId, travellerId, silent: true, state: 'closed' }),
      entries: [],
      sealedTexts: [],
    });
    expect((await request()).status).toBe(201);
  });
});

describe('a status call that was over long ago', () => {
  it('is shown for its Idempotency-Key, and asks nobody again when Temporal has forgotten it (I1, X3)', async () => {
    const { stage, organisationId, travellerId } = play;
    const key = { 'idempotency-key': 'months ago' };
    const id = statusCallIdSchema.parse(textField(await request(key), 'id'));
    await until(async () => (await stage.store.intakes.find(deskScope, id))?.startedAt !== undefined);
    await stage.store.cases.record({
      revision: 1,
      view: {
        case: 'status-call',
        id,
        organisationId,
        travellerId,
        state: 'unreached',
        openedAt: 1,
        round: 3,
      },
      entries: [],
      sealedTexts: [],
    });
    stage.cases.forget(id);
    const again = await request(key);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id, state: 'unreached' });
    expect(stage.cases.statusCallsStarted.has(id)).toBe(false);
  });
});
