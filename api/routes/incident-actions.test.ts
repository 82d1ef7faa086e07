import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { conflict } from '../../domain/errors.js';
import { field, problem, textField, openPlay, reset, type Play } from '../testing/play.js';

let stage: Play['stage'];
let contactId: Play['contactId'];
let token: Play['token'];
let organisationId: Play['organisationId'];

beforeAll(async () => {
  ({ stage, contactId, token, organisationId } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

const asOrganisation = () => ({ authorization: `Bearer ${token}` });

const report = (more: object = {}) => ({
  organisationId,
  kind: 'security',
  threat: 'unknown',
  summary: 'Shots near the hotel.',
  ...more,
});

describe('actions on an incident (I12)', () => {
  let path: string;
  let id: string;
  beforeAll(async () => {
    id = textField(await stage.ask('POST', '/v1/incidents', report()), 'id');
    path = `/v1/incidents/${id}`;
  });
  const lastTold = () => stage.cases.told.at(-1);

  it.each([
    ['acknowledge', {}, 'acknowledge', { as: 'internal', means: 'operator' }],
    ['acknowledge', undefined, 'acknowledge', { as: 'internal', means: 'operator' }],
    ['acknowledge', { as: 'provider' }, 'acknowledge', { as: 'provider', means: 'operator' }],
    ['decline', { as: 'provider' }, 'decline', { as: 'provider', means: 'operator' }],
    ['threat', { threat: 'immediate' }, 'setThreat', { threat: 'immediate' }],
    ['route', { service: 'medical' }, 'route', { service: 'medical' }],
    ['close', { outcome: 'resolved' }, 'close', { outcome: 'resolved' }],
    ['reopen', undefined, 'reopen', {}],
  ])('passes %s %j on', async (action, body, what, message) => {
    const answer = await stage.ask('POST', `${path}/${action}`, body);
    expect(answer.status).toBe(200);
    expect(field(answer, 'incident')).toMatchObject({ id });
    expect(lastTold()).toMatchObject({
      what,
      id,
      message: { ...message, by: { by: 'token', tokenId: 'tok_thedesk' } },
    });
  });

  it('takes another body under the same Idempotency-Key for another action: nothing that is asked for is ignored', async () => {
    const key = { 'idempotency-key': 'danger' };
    for (const threat of ['none', 'immediate', 'immediate']) {
      expect((await stage.ask('POST', `${path}/threat`, { threat }, key)).status).toBe(200);
    }
    const ids = stage.cases.told.slice(-3).map(({ updateId }) => updateId);
    expect(new Set(ids.slice(0, 2)).size).toBe(2);
    expect(ids[2]).toBe(ids[1]);
  });

  it('gives the same update for the same Idempotency-Key, and another one without', async () => {
    const key = { 'idempotency-key': 'once' };
    const ids = [];
    for (const headers of [key, key, {}]) {
      await stage.ask('POST', `${path}/threat`, { threat: 'none' }, headers);
      ids.push(lastTold()?.updateId);
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('keeps the text of a note out of the workflow', async () => {
    const answer = await stage.ask('POST', `${path}/notes`, { text: 'The hotel has called.' });
    expect(answer.status).toBe(201);
    const noteId = textField(answer, 'noteId');
    expect(lastTold()).toMatchObject({ what: 'addNote', message: { noteId } });
    expect(JSON.stringify(stage.cases.told)).not.toContain('The hotel');
    stage.cases.entries = [
      {
        sequence: 1,
        at: 1_780_000_000_000,
        event: { type: 'noted', noteId, by: { by: 'token', tokenId: 'tok_thedesk' } },
      },
    ];
    const timeline = await stage.ask('GET', `${path}/timeline`);
    expect(timeline.body).toEqual({
      items: [
        {
          sequence: 1,
          at: '2026-05-28T20:26:40.000Z',
          atLocal: '2026-05-28T22:26:40.000+02:00',
          atText: '28 May 2026, 22:26:40 CEST',
          type: 'noted',
          text: 'Note by Test desk. The hotel has called.',
          note: 'The hotel has called.',
          data: { noteId, by: { by: 'token', tokenId: 'tok_thedesk' } },
        },
      ],
      nextAfter: 1,
      complete: true,
    });
    const german = await stage.ask('GET', `${path}/timeline?language=de&timeZone=Asia/Tokyo`);
    expect(JSON.stringify(german.body)).toContain('+09:00');
    expect(problem(await stage.ask('GET', `${path}/timeline?timeZone=Mars/Olympus`)).paths).toEqual([
      '/timeZone',
    ]);
    stage.cases.entries = [];
  });

  it('adds the note of a closure before it closes', async () => {
    await stage.ask('POST', `${path}/close`, { outcome: 'duplicate', note: 'See the other one.' });
    expect(stage.cases.told.slice(-2).map(({ what }) => what)).toEqual(['addNote', 'close']);
  });

  it('marks contacts of the organisation reached, and names the ones that are none', async () => {
    const answer = await stage.ask('POST', `${path}/contacts-reached`, { contacts: [contactId] });
    expect(answer.status).toBe(200);
    expect(lastTold()).toMatchObject({
      what: 'markContactsReached',
      message: { contacts: [{ role: 'internal-contact', id: contactId }] },
    });
    const unknown = await stage.ask('POST', `${path}/contacts-reached`, {
      contacts: [contactId, 'con_unknown1234'],
    });
    expect(problem(unknown)).toMatchObject({ status: 400, paths: ['/contacts/1'] });
  });

  it('fires the life-safety override in two steps (I8)', async () => {
    const ceiling = { amountMinor: 500_000, currency: 'EUR' };
    const before = stage.cases.told.length;
    const first = await stage.ask('POST', `${path}/life-safety-override`, { ceiling });
    expect(first.status).toBe(202);
    expect(stage.cases.told).toHaveLength(before);
    expect(field(first, 'effect')).toContain('€5,000');
    const confirmation = textField(first, 'confirmation');

    const forged = await stage.ask('POST', `${path}/life-safety-override`, {
      confirmation: `${confirmation}x`,
    });
    expect(problem(forged)).toMatchObject({ status: 400, paths: ['/confirmation'] });
    const dearer = { ceiling: { ...ceiling, amountMinor: 900_000 }, confirmation };
    expect(problem(await stage.ask('POST', `${path}/life-safety-override`, dearer)).paths).toEqual([
      '/ceiling',
    ]);
    const foreign = await stage.ask(
      'POST',
      `${path}/life-safety-override`,
      { confirmation },
      asOrganisation(),
    );
    expect(problem(foreign).status).toBe(400);
    expect(stage.cases.told).toHaveLength(before);

    const fired = await stage.ask('POST', `${path}/life-safety-override`, { confirmation });
    expect(fired.status).toBe(200);
    expect(lastTold()).toMatchObject({ what: 'fireOverride', message: { ceiling } });
  });

  it('tells what the case refuses', async () => {
    stage.cases.refusal = conflict('The incident is closed.');
    const answer = await stage.ask('POST', `${path}/threat`, { threat: 'none' });
    expect(problem(answer)).toMatchObject({ status: 409, detail: 'The incident is closed.' });
  });

  it('is unavailable while Temporal is away', async () => {
    stage.cases.away = true;
    const answer = await stage.ask('POST', `${path}/threat`, { threat: 'none' });
    expect(problem(answer).status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it.each(['acknowledge', 'reopen', 'decline', 'life-safety-override'])(
    'refuses unknown fields of %s',
    async (action) => {
      const answer = await stage.ask('POST', `${path}/${action}`, { sudo: true });
      expect(problem(answer)).toMatchObject({ status: 400, paths: ['/sudo'] });
    },
  );
});
