import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOrganisationId, personErasureIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { field, openPlay, problem, textField, type Play } from '../testing/play.js';
import { newApplication } from '../testing/walk/things.js';

let play: Play;
let of: string;
beforeAll(async () => {
  play = await openPlay();
  of = `/v1/organisations/${play.organisationId}`;
});
afterAll(() => play.stage.close());

const erase = (personId: string, headers: Record<string, string> = {}, reason = 'Asked for it') =>
  play.stage.ask('POST', `${of}/person-erasures`, { personId, reason }, headers);

async function newTraveller(): Promise<string> {
  const body = { organisationId: play.organisationId, name: 'Toni', phones: [] };
  return textField(await play.stage.ask('POST', '/v1/travellers', body), 'id');
}

describe('an erasure (R4)', () => {
  it('is seen before: what would go', async () => {
    const id = await newTraveller();
    const preview = await play.stage.ask('GET', `${of}/persons/${id}/erasure-preview`);
    expect(preview.status).toBe(200);
    expect(field(preview, 'goes')).toContainEqual({ collection: 'travellers', count: 1 });
    expect(preview.body).not.toHaveProperty('isRefused');
    const nobody = await play.stage.ask('GET', `${of}/persons/trv_nobody0001/erasure-preview`);
    expect(problem(nobody)).toMatchObject({ status: 404 });
  });

  it('is stored and begun, once for each Idempotency-Key', async () => {
    const id = await newTraveller();
    const key = { 'idempotency-key': `erase-${id}` };
    const asked = await erase(id, key);
    expect(asked.status).toBe(202);
    expect(asked.body).toMatchObject({ personId: id, state: 'running', reason: 'Asked for it' });
    const erasureId = textField(asked, 'id');
    expect(play.stage.cases.erasuresStarted).toContain(erasureId);

    const again = await erase(id, key);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(asked.body);
    expect(problem(await erase(id, key, 'Something else'))).toMatchObject({ status: 422 });
    expect(problem(await erase(id))).toMatchObject({ status: 409 });

    const read = await play.stage.ask('GET', `${of}/person-erasures/${erasureId}`);
    expect(read.body).toEqual(asked.body);
    const list = await play.stage.ask('GET', `${of}/person-erasures`);
    expect(field(list, 'items')).toContainEqual(asked.body);
  });

  it('is kept while the engine is away, and begun by a repetition', async () => {
    const id = await newTraveller();
    const key = { 'idempotency-key': `away-${id}` };
    play.stage.cases.away = true;
    expect(problem(await erase(id, key))).toMatchObject({ status: 503 });
    play.stage.cases.away = false;
    const again = await erase(id, key);
    expect(again.status).toBe(200);
    expect(play.stage.cases.erasuresStarted).toContain(textField(again, 'id'));
  });

  it('is refused for whoever stands in the settings in force, and says what to do first', async () => {
    const id = play.contactId;
    expect(problem(await erase(id))).toMatchObject({ status: 409, paths: ['/personId'] });
    const preview = await play.stage.ask('GET', `${of}/persons/${id}/erasure-preview`);
    expect(preview.body).toMatchObject({ isRefused: 'in-settings', goes: [] });
  });

  it('is refused for somebody nobody knows, and for a person of another organisation', async () => {
    expect(problem(await erase('trv_nobody0001'))).toMatchObject({ status: 404 });
    const id = await newTraveller();
    const elsewhere = `/v1/organisations/${deskOrganisationId}/person-erasures`;
    const foreign = await play.stage.ask('POST', elsewhere, { personId: id, reason: 'Asked for it' });
    expect(problem(foreign)).toMatchObject({ status: 404 });
    expect(problem(await erase('no-person'))).toMatchObject({ status: 400, paths: ['/personId'] });
  });

  it('tells a hold on the person, a case or a class that it may come too late', async () => {
    const id = await newTraveller();
    const hold = () =>
      play.stage.ask('POST', `${of}/legal-holds`, { subject: { of: 'person', id }, reason: 'Court' });
    expect((await hold()).body).not.toHaveProperty('mayBeTooLate');
    const erasureId = personErasureIdSchema.parse(textField(await erase(id), 'id'));
    expect((await hold()).body).toMatchObject({ mayBeTooLate: true });
    // Nobody knows yet which cases it finds.
    for (const subject of [
      { of: 'case', id: await play.report() },
      { of: 'class', dataClass: 'incidents' },
    ]) {
      const held = await play.stage.ask('POST', `${of}/legal-holds`, { subject, reason: 'Court' });
      expect(held.body).toMatchObject({ mayBeTooLate: true });
    }
    const erasure = { id: erasureId, organisationId: play.organisationId };
    await play.stage.store.personErasures.end(deskScope, erasure, 'waiting', {
      ...{ at: 0, kept: [], outside: [] },
    });
    expect((await hold()).body).not.toHaveProperty('mayBeTooLate');
  });

  it('stands back behind a hold on an applicant, who is the desk’s (R2)', async () => {
    const id = await newApplication(play.stage);
    const ofDesk = `/v1/organisations/${deskOrganisationId}`;
    const hold = { subject: { of: 'person', id }, reason: 'Court' };
    const held = await play.stage.ask('POST', `${ofDesk}/legal-holds`, hold);
    expect(held).toMatchObject({ status: 201, body: { subject: hold.subject } });
    const preview = await play.stage.ask('GET', `${ofDesk}/persons/${id}/erasure-preview`);
    const because = { why: 'held', holdId: textField(held, 'id') };
    expect(field(preview, 'goes')).toEqual([]);
    expect(field(preview, 'stays')).toContainEqual({ collection: 'partner_applications', count: 1, because });
  });
});
