import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOrganisationId } from '../../domain/identifiers.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import { deskScope } from '../../domain/scope.js';
import { field, openPlay, problem, textField, type Play } from '../testing/play.js';

const reason = 'A court asks for it.';
const aClass = { of: 'class', dataClass: 'audit' } as const;

let play: Play;
let holds: string;
let aCase: { readonly of: 'case'; readonly id: string };
let aPerson: { readonly of: 'person'; readonly id: string };
beforeAll(async () => {
  play = await openPlay();
  aCase = { of: 'case', id: await play.report() };
  aPerson = { of: 'person', id: play.travellerId };
  holds = `/v1/organisations/${play.organisationId}/legal-holds`;
});
afterAll(() => play.stage.close());

const create = (subject: object, more: object = {}) =>
  play.stage.ask('POST', holds, { subject, reason, ...more });

/** A batch of a purge as it stands while its worker is busy with it. */
async function batch(dataClass: DataClass, ids: readonly string[]) {
  const { organisationId, stage } = play;
  const { retentionRuns: runs } = stage.store;
  const run = await runs.begin(deskScope, {
    id: `run_${dataClass.replace('-', '')}1`,
    organisationId,
    startedAt: new Date(),
  });
  const claimed = { id: `${run.id}/${ids.join()}`, organisationId, runId: run.id } as const;
  await runs.claim(deskScope, { ...claimed, dataClass, ids, at: new Date() });
  await runs.decide(deskScope, claimed, ids);
  return { done: () => runs.settle(deskScope, claimed, []) };
}

describe('legal holds (R2)', () => {
  it.each([
    ['a case', () => aCase],
    ['a person', () => aPerson],
    ['a class', () => ({ of: 'class', dataClass: 'audit' })],
  ])('are created on %s, and listed, newest first', async (_what, subjectOf) => {
    const subject = subjectOf();
    const created = await create(subject);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ subject, reason, createdBy: expect.anything() as unknown });
    expect(created.body).not.toHaveProperty('released');
    expect(created.body).not.toHaveProperty('mayBeTooLate');
    const listed = await play.stage.ask('GET', `${holds}?limit=1`);
    expect(listed.body).toMatchObject({ items: [created.body] });
  });

  it.each([
    ['a subject of no kind', { subject: { of: 'company', id: 'org_example1' } }, '/subject/of'],
    ['a person of no kind', { subject: { of: 'person', id: 'inc_example1' } }, '/subject/id'],
    ['a case of no kind', { subject: { of: 'case', id: 'trv_example1' } }, '/subject/id'],
    ['an unknown class', { subject: { of: 'class', dataClass: 'everything' } }, '/subject/dataClass'],
    ['no reason', { subject: aClass, reason: '  ' }, '/reason'],
    ['an end', { subject: aClass, until: '2030-01-01' }, '/until'],
    ['an incident that nobody knows', { subject: { of: 'case', id: 'inc_missing0001' } }, '/subject/id'],
    [
      'a support case, which only the desk has',
      { subject: { of: 'case', id: 'sup_missing1' } },
      '/subject/id',
    ],
    ['a person whom nobody knows', { subject: { of: 'person', id: 'con_missing0001' } }, '/subject/id'],
  ])('are refused with %s, which is named', async (_what, body, path) => {
    const refused = await play.stage.ask('POST', holds, { reason, ...body });
    expect(problem(refused)).toMatchObject({ status: 400, paths: [path] });
  });

  it('are released once: whoever comes later changes nothing', async () => {
    const id = textField(await create(aCase), 'id');
    const release = (why: string) => play.stage.ask('POST', `${holds}/${id}/release`, { reason: why });
    const first = await release('Settled');
    expect(first.status).toBe(200);
    expect(field(first, 'released')).toMatchObject({ reason: 'Settled' });
    const second = await release('Once more');
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(problem(await release(''))).toMatchObject({ status: 400, paths: ['/reason'] });
  });

  it('tell that they may come too late for what is being deleted, until it is', async () => {
    const id = await play.report();
    const going = await batch('incidents', [id]);
    const isTold = async (subject: object) => field(await create(subject), 'mayBeTooLate') === true;
    expect(await isTold({ of: 'case', id })).toBe(true);
    expect(await isTold(aCase)).toBe(false);
    expect(await isTold({ of: 'class', dataClass: 'incidents' })).toBe(true);
    // A place goes with the incident that it stands in.
    expect(await isTold({ of: 'class', dataClass: 'locations' })).toBe(true);
    expect(await isTold({ of: 'class', dataClass: 'audit' })).toBe(false);
    // Whom a case names that is half deleted nobody can tell.
    expect(await isTold(aPerson)).toBe(true);
    await going.done();
    expect(await isTold({ of: 'case', id })).toBe(false);

    for (const [dataClass, part] of [
      ['mail-originals', 'mai_going0001'],
      ['audit', 'aud_going0001'],
      ['status-calls', 'CA-of-no-case'],
      ['incidents', 'not_going00001'],
    ] as const) {
      const parts = await batch(dataClass, [part]);
      expect(await isTold(aCase)).toBe(true);
      await parts.done();
      expect(await isTold(aCase)).toBe(false);
    }
  });

  it('tell that they may come too late for the keys of one of the desk’s people who is being erased', async () => {
    const erasure = { id: 'era_going0001', organisationId: deskOrganisationId } as const;
    const { personErasures } = play.stage.store;
    const personId = 'usr_operator01';
    await personErasures.create(
      deskScope,
      {
        ...{ ...erasure, personId, requestedBy: { by: 'user', userId: personId }, requestedAt: new Date() },
        ...{ reason: 'Asked', bodyHash: '' },
      },
      { id: personId, organisationId: deskOrganisationId, names: [], phones: [], emails: [] },
    );
    expect(field(await create(aClass), 'mayBeTooLate')).toBe(true);
    await personErasures.end(deskScope, erasure, 'complete', { at: 0, kept: [], outside: [] });
    expect((await create(aClass)).body).not.toHaveProperty('mayBeTooLate');
  });

  it('are refused on what another organisation has, whose runs would not ask for them', async () => {
    const other = await play.stage.ask('POST', '/v1/organisations', { name: 'A third one' });
    const elsewhere = `/v1/organisations/${textField(other, 'id')}/legal-holds`;
    for (const subject of [aCase, aPerson]) {
      const refused = await play.stage.ask('POST', elsewhere, { subject, reason });
      expect(problem(refused)).toMatchObject({ status: 400, paths: ['/subject/id'] });
    }
    expect((await play.stage.ask('GET', elsewhere)).body).toMatchObject({ items: [] });
  });

  it('are of their organisation alone', async () => {
    const id = textField(await create(aCase), 'id');
    const other = await play.stage.ask('POST', '/v1/organisations', { name: 'Another one' });
    const elsewhere = `/v1/organisations/${textField(other, 'id')}/legal-holds`;
    expect((await play.stage.ask('POST', `${elsewhere}/${id}/release`, { reason })).status).toBe(404);
    expect((await play.stage.ask('GET', elsewhere)).body).toMatchObject({ items: [] });
    const nowhere = '/v1/organisations/org_missing0001/legal-holds';
    expect((await play.stage.ask('POST', nowhere, { subject: aCase, reason })).status).toBe(404);
    const ofNobody = await play.stage.ask(
      'POST',
      holds,
      { subject: aCase, reason },
      { authorization: 'Bearer no' },
    );
    expect(ofNobody.status).toBe(401);
  });
});
