import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { conflict } from '../../domain/errors.js';
import { anna, field, openPlay, problem, reset, type Play } from '../testing/play.js';
import { desk } from '../testing/stage.js';
import { partnerAccount } from '../testing/people.js';
import { castActors } from '../testing/walk/actors.js';

let stage: Play['stage'];
let contactId: Play['contactId'];
let organisationId: Play['organisationId'];
let path: string;
let id: string;

beforeAll(async () => {
  const play = await openPlay();
  ({ stage, contactId, organisationId } = play);
  id = await play.report();
  path = `/v1/incidents/${id}`;
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

const lastTold = () => stage.cases.told.at(-1);
const by = { by: 'token', tokenId: 'tok_thedesk' };

describe('calls by order of an operator (I12)', () => {
  it.each([
    [{ who: 'desk' }, { role: 'desk', id: 'desk' }],
    [{ who: 'duty-lead' }, { role: 'duty-lead', id: 'duty-lead' }],
  ])('has %j called into the conversation', async (target, known) => {
    const answer = await stage.ask('POST', `${path}/call`, { target });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ ordered: 'calling', incident: { id } });
    expect(lastTold()).toMatchObject({ what: 'callPerson', id, message: { by, target: known, phones: 1 } });
  });

  it('has anybody of the organisation’s settings called, and no number travels', async () => {
    const answer = await stage.ask('POST', `${path}/call`, { target: { who: 'contact', id: contactId } });
    expect(answer.status).toBe(200);
    expect(lastTold()).toMatchObject({
      what: 'callPerson',
      message: { target: { role: 'internal-contact', id: contactId }, phones: 1 },
    });
    const told = JSON.stringify(stage.cases.told);
    expect(told).not.toContain(anna);
    expect(told).not.toContain(desk.phone);
  });

  it('has the caller called back, alone or with somebody who is called first', async () => {
    const alone = await stage.ask('POST', `${path}/call-back`, {});
    expect(alone.body).toMatchObject({ ordered: 'when-taken', incident: { id } });
    expect(lastTold()).toMatchObject({ what: 'callBack', id, message: { by } });
    expect(z.record(z.string(), z.unknown()).parse(lastTold()?.message)).not.toHaveProperty('with');
    expect((await stage.ask('POST', `${path}/call-back`)).status).toBe(200);
    await stage.ask('POST', `${path}/call-back`, { with: { who: 'desk' } });
    expect(lastTold()?.message).toEqual({ by, with: { target: { role: 'desk', id: 'desk' }, phones: 1 } });
  });

  it('gives the same update for the same Idempotency-Key', async () => {
    const ids = [];
    for (const headers of [{ 'idempotency-key': 'once' }, { 'idempotency-key': 'once' }, {}]) {
      await stage.ask('POST', `${path}/call`, { target: { who: 'desk' } }, headers);
      ids.push(lastTold()?.updateId);
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('names what is wrong: nobody of the organisation, nobody with a phone, a number instead of a person', async () => {
    const unreachable = await stage.ask('POST', '/v1/organisations', {
      name: 'Other',
      internalContacts: [{ name: 'Ben', email: 'ben@example.org' }],
    });
    const { id: organisationId, internalContacts } = z
      .object({ id: z.string(), internalContacts: z.tuple([z.object({ id: z.string() })]) })
      .parse(unreachable.body);
    const report = { organisationId, kind: 'other', threat: 'unknown', summary: 'Help.' };
    const other = z.string().parse(field(await stage.ask('POST', '/v1/incidents', report), 'id'));
    const before = stage.cases.told.length;
    const refusals: [string, object, string][] = [
      [`${path}/call`, { target: { who: 'contact', id: internalContacts[0].id } }, '/target/id'],
      [
        `/v1/incidents/${other}/call`,
        { target: { who: 'contact', id: internalContacts[0].id } },
        '/target/id',
      ],
      [`${path}/call-back`, { with: { who: 'contact', id: 'con_unknown1234' } }, '/with/id'],
      [`${path}/call`, { target: { who: 'phone', number: anna } }, '/target/who'],
      [`${path}/call`, { target: { who: 'desk', number: anna } }, '/target/number'],
      [`${path}/call`, {}, '/target'],
      [`${path}/call-back`, { sudo: true }, '/sudo'],
    ];
    for (const [address, body, wrong] of refusals) {
      const answer = await stage.ask('POST', address, body);
      expect(problem(answer)).toMatchObject({ status: 400, paths: [wrong] });
    }
    expect(stage.cases.told).toHaveLength(before);
  });

  it('has somebody under duress called by those only to whom the table of abilities gives it: the desk (I14)', async () => {
    const actors = await castActors(stage, { organisationId, accountId: await partnerAccount(stage) });
    const deciding: string[] = [];
    for (const actor of actors.filter((each) => each.may('steer incident'))) {
      const before = stage.cases.told.length;
      const insisted = await actor.ask('POST', `${path}/call-back`, { despiteDuress: true });
      if (actor.may('call person-under-duress')) {
        deciding.push(actor.role);
        expect(insisted.status).toBe(200);
        expect(lastTold()).toMatchObject({ what: 'callBack', message: { despiteDuress: true } });
      } else {
        expect(problem(insisted)).toMatchObject({ status: 403, paths: ['/despiteDuress'] });
        expect(stage.cases.told).toHaveLength(before);
      }
      for (const body of [{}, { despiteDuress: false }]) {
        expect((await actor.ask('POST', `${path}/call-back`, body)).status).toBe(200);
      }
    }
    expect(deciding.sort()).toEqual(['desk-lead', 'desk-service', 'operator']);
  });

  it('tells what the case refuses, and that it cannot be asked', async () => {
    stage.cases.refusal = conflict('The incident is closed.');
    const refused = await stage.ask('POST', `${path}/call-back`, {});
    expect(problem(refused)).toMatchObject({ status: 409, detail: 'The incident is closed.' });
    stage.cases.refusal = undefined;
    stage.cases.away = true;
    expect(problem(await stage.ask('POST', `${path}/call`, { target: { who: 'desk' } })).status).toBe(503);
  });
});
