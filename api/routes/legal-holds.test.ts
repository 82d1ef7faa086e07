import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskScope } from '../../domain/scope.js';
import { field, openPlay, problem, textField, type Play } from '../testing/play.js';

const aCase = { of: 'case', id: 'inc_example1' } as const;
const reason = 'A court asks for it.';

let play: Play;
let holds: string;
beforeAll(async () => {
  play = await openPlay();
  holds = `/v1/organisations/${play.organisationId}/legal-holds`;
});
afterAll(() => play.stage.close());

const create = (subject: object, more: object = {}) =>
  play.stage.ask('POST', holds, { subject, reason, ...more });

/** A batch of a purge as it stands while its worker is busy with it. */
async function batch(dataClass: 'incidents' | 'mail-originals', ids: readonly string[]) {
  const { organisationId, stage } = play;
  const { retentionRuns: runs } = stage.store;
  const run = await runs.begin(deskScope, {
    id: `run_${dataClass.replace('-', '')}1`,
    organisationId,
    startedAt: new Date(),
  });
  const claimed = { id: `${run.id}/batch`, organisationId, runId: run.id } as const;
  await runs.claim(deskScope, { ...claimed, dataClass, ids, at: new Date() });
  await runs.decide(deskScope, claimed, ids);
  return { done: () => runs.settle(deskScope, claimed, []) };
}

describe('legal holds (R2)', () => {
  it.each([
    ['a case', aCase],
    ['a person', { of: 'person', id: 'trv_example1' }],
    ['a class', { of: 'class', dataClass: 'audit' }],
  ])('are created on %s, and listed, newest first', async (_what, subject) => {
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
    ['no reason', { subject: aCase, reason: '  ' }, '/reason'],
    ['an end', { subject: aCase, until: '2030-01-01' }, '/until'],
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
    const going = await batch('incidents', ['inc_going0001']);
    const isTold = async (subject: object) => field(await create(subject), 'mayBeTooLate') === true;
    expect(await isTold({ of: 'case', id: 'inc_going0001' })).toBe(true);
    expect(await isTold(aCase)).toBe(false);
    expect(await isTold({ of: 'class', dataClass: 'incidents' })).toBe(true);
    expect(await isTold({ of: 'class', dataClass: 'audit' })).toBe(false);
    // Whom a case names that is half deleted nobody can tell.
    expect(await isTold({ of: 'person', id: 'trv_example1' })).toBe(true);
    await going.done();
    expect(await isTold({ of: 'case', id: 'inc_going0001' })).toBe(false);

    const mails = await batch('mail-originals', ['mai_going0001']);
    expect(await isTold({ of: 'case', id: 'sup_example1' })).toBe(true);
    await mails.done();
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
