import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer } from '../../dev/client/desk-api.js';
import { beginStory, found, register, report, type Story } from './story/story.js';

type Body = Readonly<Record<string, unknown>>;

/** What a database would take for a condition, where a scalar is meant. */
const condition = { $gt: '' };
const nobody = { organisation: 'org_doesnotexist', traveller: 'trv_doesnotexist' };
const sixPhones = Array.from({ length: 6 }, (_, index) => `+4930231250${50 + index}`);

/** By resource and by what is wrong: the change that makes a good body bad, and the field that has to be named. */
const wrong: Readonly<Record<string, Readonly<Record<string, readonly [change: Body, field: string]>>>> = {
  organisations: {
    'an unknown field': [{ extra: 1 }, '/extra'],
    'no name': [{ name: undefined }, '/name'],
    'a number as name': [{ name: 7 }, '/name'],
    'a blank name': [{ name: '  ' }, '/name'],
    'a name of 121 letters': [{ name: 'x'.repeat(121) }, '/name'],
    'a condition as name': [{ name: condition }, '/name'],
    'a language that is not spoken': [{ language: 'xx' }, '/language'],
    'a condition as language': [{ language: condition }, '/language'],
    'a time zone that is none': [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
    'a number without a country': [{ inboundNumber: '030 901820' }, '/inboundNumber'],
    'a condition as number': [{ inboundNumber: condition }, '/inboundNumber'],
    'a provider of an unknown kind': [
      { providers: { assistance: { by: 'magic' } } },
      '/providers/assistance',
    ],
    'an own provider who is not told': [
      { providers: { assistance: { by: 'own' } } },
      '/providers/assistance/provider',
    ],
    'a word as list of contacts': [{ internalContacts: 'Anna' }, '/internalContacts'],
    'a contact with a wrong number': [
      { internalContacts: [{ name: 'Anna', phones: ['+4930901820', '12'] }] },
      '/internalContacts/0/phones/1',
    ],
    'a contact with a wrong address': [
      { internalContacts: [{ name: 'Anna' }, { name: 'Ben', email: 'ben' }] },
      '/internalContacts/1/email',
    ],
    'an authorising person without a name': [
      { authorisingPersons: [{ phones: ['+4930901820'] }] },
      '/authorisingPersons/0/name',
    ],
    'a text as seconds': [{ escalationPolicy: { ringSeconds: '2' } }, '/escalationPolicy/ringSeconds'],
    'an unknown policy': [{ escalationPolicy: { shoutSeconds: 2 } }, '/escalationPolicy/shoutSeconds'],
    'no rounds at all': [{ statusCallPolicy: { rounds: 0 } }, '/statusCallPolicy/rounds'],
  },
  travellers: {
    'an unknown field': [{ extra: 1 }, '/extra'],
    'no organisation': [{ organisationId: undefined }, '/organisationId'],
    'an unknown organisation': [{ organisationId: nobody.organisation }, '/organisationId'],
    'an organisation of a wrong form': [{ organisationId: 'nobody' }, '/organisationId'],
    'a condition as organisation': [{ organisationId: condition }, '/organisationId'],
    'a list as name': [{ name: ['Toni'] }, '/name'],
    'a condition as name': [{ name: condition }, '/name'],
    'a number that is no list': [{ phones: '+4930901820' }, '/phones'],
    'a wrong number': [{ phones: ['+4930901820', '+49 30'] }, '/phones/1'],
    'a condition as number': [{ phones: [condition] }, '/phones/0'],
    'six numbers': [{ phones: sixPhones }, '/phones'],
    'a wrong address': [{ email: 'toni@' }, '/email'],
    'a condition as address': [{ email: condition }, '/email'],
    'a language that is not spoken': [{ language: 'xx' }, '/language'],
  },
  incidents: {
    'an unknown field': [{ extra: 1 }, '/extra'],
    'an unknown organisation': [{ organisationId: nobody.organisation }, '/organisationId'],
    'an organisation of a wrong form': [{ organisationId: 'nobody' }, '/organisationId'],
    'a condition as organisation': [{ organisationId: condition }, '/organisationId'],
    'no kind': [{ kind: undefined }, '/kind'],
    'a wrong kind': [{ kind: 'boring' }, '/kind'],
    'a condition as kind': [{ kind: condition }, '/kind'],
    'a wrong threat': [{ threat: true }, '/threat'],
    'a condition as threat': [{ threat: condition }, '/threat'],
    'a number as summary': [{ summary: 7 }, '/summary'],
    'a blank summary': [{ summary: '  ' }, '/summary'],
    'a condition as summary': [{ summary: condition }, '/summary'],
    'an unknown traveller': [{ travellerId: nobody.traveller }, '/travellerId'],
    'a traveller of a wrong form': [{ travellerId: 'nobody' }, '/travellerId'],
    'a condition as traveller': [{ travellerId: condition }, '/travellerId'],
    'a latitude beyond the pole': [{ location: { latitude: 91, longitude: 0 } }, '/location/latitude'],
    'a place without a longitude': [{ location: { latitude: 1 } }, '/location/longitude'],
  },
  'status-calls': {
    'an unknown field': [{ extra: 1 }, '/extra'],
    'no traveller': [{ travellerId: undefined }, '/travellerId'],
    'an unknown traveller': [{ travellerId: nobody.traveller }, '/travellerId'],
    'a traveller of a wrong form': [{ travellerId: 7 }, '/travellerId'],
    'a condition as traveller': [{ travellerId: condition }, '/travellerId'],
    'an unknown organisation': [{ organisationId: nobody.organisation }, '/organisationId'],
    'a condition as organisation': [{ organisationId: condition }, '/organisationId'],
  },
};
const everyWrong = Object.entries(wrong).flatMap(([resource, cases]) =>
  Object.entries(cases).map(([name, [change, field]]) => [resource, name, change, field] as const),
);
const resources = Object.keys(wrong);

describe('bad input', () => {
  let story: Story;
  let organisation: string;
  let traveller: string;
  let good: Readonly<Record<string, Body>>;
  beforeAll(async () => {
    story = await beginStory();
    organisation = await found(story, {});
    ({ travellerId: traveller } = await register(story, organisation, story.people.toni));
    good = {
      // Nobody else's organisation is called so: others are founded on this stack at the same time.
      organisations: { name: `Bad input ${story.people.toni.phone}` },
      travellers: { organisationId: organisation, name: 'Tina' },
      incidents: { organisationId: organisation, kind: 'travel', threat: 'none', summary: 'A question.' },
      'status-calls': { organisationId: organisation, travellerId: traveller },
    };
  });
  afterAll(() => story.end());

  async function all(path: string): Promise<readonly Body[]> {
    const items: Body[] = [];
    for (let cursor = ''; ;) {
      const page = await story.api.must('GET', `${path}&limit=200${cursor}`);
      items.push(...(page['items'] as Body[]));
      const { nextCursor } = page;
      if (typeof nextCursor !== 'string') return items;
      cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
    }
  }

  async function expectNothingStored(): Promise<void> {
    const ours = `?organisationId=${organisation}`;
    expect((await all(`/v1/travellers${ours}`)).map(({ id }) => id)).toEqual([traveller]);
    expect(await all(`/v1/incidents${ours}`)).toEqual([]);
    expect(await all(`/v1/status-calls${ours}`)).toEqual([]);
    const names = (await all('/v1/organisations?')).map(({ name }) => name);
    expect(
      names.filter((name) => typeof name !== 'string' || name === good['organisations']?.['name']),
    ).toEqual([]);
  }

  function expectProblem(answer: ApiAnswer, status: number): void {
    expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ status })]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  }

  it.each(everyWrong)(
    '%s with %s: a problem document names the field (X3)',
    async (resource, name, change, field) => {
      const answer = await story.api.ask('POST', `/v1/${resource}`, { ...good[resource], ...change });
      expectProblem(answer, /^an unknown (organisation|traveller)$/.test(name) ? 404 : 400);
      const named = (answer.body['errors'] as { path: string }[]).map(({ path }) => path);
      const isMeant = (path: string) => path === field || path.startsWith(`${field}/`);
      expect([named.length > 0, named.filter((path) => !isMeant(path))]).toEqual([true, []]);
    },
  );

  it.each(resources)('%s that are no JSON object, or too large, are refused (X3)', async (resource) => {
    const send = async (body: string, type = 'application/json'): Promise<ApiAnswer> => {
      const { apiUrl, deskToken } = story.stack;
      const answer = await fetch(`${apiUrl}/v1/${resource}`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${deskToken}`, 'content-type': type },
      });
      return {
        status: answer.status,
        headers: answer.headers,
        body: (await answer.json()) as ApiAnswer['body'],
      };
    };
    const text = JSON.stringify(good[resource]);
    expectProblem(await send(text.slice(0, -1)), 400);
    for (const scalar of ['', 'null', '7', '"text"', '[]', `[${text}]`])
      expectProblem(await send(scalar), 400);
    expectProblem(await send(JSON.stringify({ ...good[resource], extra: 'x'.repeat(200_000) })), 413);
    expectProblem(await send(`${text}${' '.repeat(5_000_000)}`), 413);
    expectProblem(await send(text, 'text/plain'), 415);
    expectProblem(await send('name=x', 'application/x-www-form-urlencoded'), 415);
  });

  it.each(resources)('%s are for nobody without a right token (X3)', async (resource) => {
    const { api } = story;
    for (const authorization of ['', 'Bearer wrong', 'Basic d3Jvbmc6d3Jvbmc=']) {
      expectProblem(await api.ask('POST', `/v1/${resource}`, good[resource], { authorization }), 401);
    }
  });

  it('is not stored, none of it (X3)', expectNothingStored);

  it('unknown and foreign IDs do not exist (X3)', async () => {
    const { api } = story;
    expectProblem(await api.ask('GET', '/v1/incidents/inc_doesnotexist'), 404);
    expectProblem(await api.ask('POST', '/v1/incidents/inc_doesnotexist/notes', { text: 'Hello' }), 404);
    expectProblem(await api.ask('POST', '/v1/nothing-here', {}), 404);
    const other = await found(story, {});
    const foreign = await report(story, other, { kind: 'travel' });
    const { token } = await api.must('POST', `/v1/organisations/${organisation}/tokens`, { name: 'Test' });
    const asOrganisation = { authorization: `Bearer ${String(token)}` };
    expectProblem(await api.ask('GET', `/v1/incidents/${foreign}`, undefined, asOrganisation), 404);
    const forOther = { ...good['incidents'], organisationId: other };
    expectProblem(await api.ask('POST', '/v1/incidents', forOther, asOrganisation), 404);
    await api.must('POST', `/v1/incidents/${foreign}/close`, { outcome: 'resolved' });
  });
});
