import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPlay, problem, type Play } from '../testing/play.js';

let play: Play;
const person = 'con_payer001';
const contacts = [{ name: 'Anna', phones: ['+493023125011'], language: 'de' }];

beforeAll(async () => {
  play = await openPlay();
  await save([
    { id: person, name: 'Paula', limit: { amountMinor: 50_000, currency: 'EUR' } },
    { name: 'Quentin' },
  ]);
});
afterAll(() => play.stage.close());

function save(authorisingPersons: readonly object[]) {
  return play.stage.ask('PUT', `/v1/organisations/${play.organisationId}`, {
    name: 'Example',
    internalContacts: contacts,
    authorisingPersons,
  });
}
const address = (contactId = person, organisationId: string = play.organisationId) =>
  `/v1/organisations/${organisationId}/authorising-persons/${contactId}/pin`;
const list = async () =>
  (await play.stage.ask('GET', `/v1/organisations/${play.organisationId}/authorising-persons`)).body;

describe('the PINs of authorising persons (I9)', () => {
  it('are set and taken away, and told of only as being there', async () => {
    const paula = { id: person, name: 'Paula', limit: { amountMinor: 50_000, currency: 'EUR' } };
    const set = await play.stage.ask('PUT', address(), { pin: '407182' });
    expect([set.status, set.body]).toEqual([200, { pinSet: true }]);
    expect(await list()).toMatchObject({
      items: [
        { ...paula, pinSet: true },
        { name: 'Quentin', pinSet: false },
      ],
    });
    const organisation = await play.stage.ask('GET', `/v1/organisations/${play.organisationId}`);
    expect(organisation.text).not.toMatch(/pin|argon|407182/i);
    expect((await play.stage.ask('DELETE', address())).status).toBe(204);
    expect(await list()).toMatchObject({ items: [{ ...paula, pinSet: false }, { pinSet: false }] });
  });

  it.each(['11111111', '12345678', '40718293041', '40x182'])(
    'refuse %s, without repeating it',
    async (pin) => {
      const answer = await play.stage.ask('PUT', address(), { pin });
      expect(problem(answer)).toMatchObject({ status: 400, paths: ['/pin'] });
      expect(answer.text).not.toContain(pin);
    },
  );

  it('take no operators and no unknown fields', async () => {
    for (const body of [{ pin: { $gt: '' } }, { pin: 407182 }]) {
      expect(problem(await play.stage.ask('PUT', address(), body))).toMatchObject({
        status: 400,
        errors: [{ path: '/pin' }],
      });
    }
    expect(problem(await play.stage.ask('PUT', address(), { pin: '407182', hash: '' }))).toMatchObject({
      errors: [{ path: '/hash', message: 'is not known here' }],
    });
  });

  it('belong to authorising persons of the own organisation only', async () => {
    const own = { authorization: `Bearer ${play.token}` };
    expect((await play.stage.ask('PUT', address(play.contactId), { pin: '407182' }, own)).status).toBe(404);
    expect(
      (await play.stage.ask('PUT', address(person, 'org_foreign1'), { pin: '407182' }, own)).status,
    ).toBe(404);
    expect((await play.stage.ask('DELETE', address('con_nobody01'), undefined, own)).status).toBe(404);
    expect((await play.stage.ask('PUT', address(), { pin: '407182' }, own)).status).toBe(200);
  });

  it('go with the person, so that whoever comes back has none', async () => {
    await play.stage.ask('PUT', address(), { pin: '407182' });
    await save([]);
    await save([{ id: person, name: 'Paula' }]);
    expect(await list()).toMatchObject({ items: [{ id: person, pinSet: false }] });
  });
});
