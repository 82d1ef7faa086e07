import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, found, report, type Story } from './story/story.js';

const wrong = {
  'an unknown field': { extra: 1 },
  'a wrong kind': { kind: 'boring' },
  'a number as text': { summary: 7 },
  'an empty summary': { summary: '  ' },
  'an operator as a scalar': { summary: { $gt: '' } },
  'a traveller of a wrong form': { travellerId: 'nobody' },
  'a latitude beyond the pole': { location: { latitude: 91, longitude: 0 } },
};

describe('bad input', () => {
  let story: Story;
  let organisation: string;
  beforeAll(async () => {
    story = await beginStory();
    organisation = await found(story, {});
  });
  afterAll(() => story.end());

  const good = () => ({
    organisationId: organisation,
    kind: 'travel',
    threat: 'none',
    summary: 'A question.',
  });

  it.each(Object.entries(wrong))(
    '%s is a problem document that names the field, and nothing is stored (X3)',
    async (_name, change) => {
      const answer = await story.api.ask('POST', '/v1/incidents', { ...good(), ...change });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      const [field] = Object.keys(change);
      const errors = answer.body['errors'] as { path: string }[];
      expect(errors.map(({ path }) => path).join()).toContain(field);
      const { items } = await story.api.must('GET', `/v1/incidents?organisationId=${organisation}`);
      expect(items).toEqual([]);
    },
  );

  it('wrong phone numbers are named by their place (X3)', async () => {
    const answer = await story.api.ask('POST', '/v1/organisations', {
      name: 'Wrong',
      internalContacts: [{ name: 'Anna', phones: ['+4930901820', '12'] }],
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body['errors'])).toContain('/internalContacts/0/phones/1');
  });

  it('unknown and foreign IDs do not exist (X3)', async () => {
    const { api } = story;
    expect((await api.ask('GET', '/v1/incidents/inc_doesnotexist')).status).toBe(404);
    expect((await api.ask('POST', '/v1/incidents/inc_doesnotexist/notes', { text: 'Hello' })).status).toBe(
      404,
    );
    const unknownTraveller = await api.ask('POST', '/v1/incidents', {
      ...good(),
      travellerId: 'trv_doesnotexist',
    });
    expect(unknownTraveller.status).toBe(404);
    expect(unknownTraveller.body['errors']).toMatchObject([{ path: '/travellerId' }]);
    const other = await found(story, {});
    const foreign = await report(story, other, { kind: 'travel' });
    const { token } = await api.must('POST', `/v1/organisations/${organisation}/tokens`, { name: 'Test' });
    const answer = await fetch(`${story.stack.apiUrl}/v1/incidents/${foreign}`, {
      headers: { authorization: `Bearer ${String(token)}` },
    });
    expect(answer.status).toBe(404);
    await api.must('POST', `/v1/incidents/${foreign}/close`, { outcome: 'resolved' });
  });

  it('broken JSON, huge bodies, wrong types, wrong tokens and unknown routes have their own answers (X3)', async () => {
    const { apiUrl, deskToken } = story.stack;
    const send = async (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
      (
        await fetch(`${apiUrl}${path}`, {
          method: 'POST',
          body,
          headers: { authorization: `Bearer ${deskToken}`, 'content-type': 'application/json', ...headers },
        })
      ).status;
    expect(await send('/v1/incidents', '{"organisationId":')).toBe(400);
    expect(await send('/v1/incidents', JSON.stringify({ ...good(), summary: 'x'.repeat(200_000) }))).toBe(
      413,
    );
    expect(await send('/v1/incidents', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(
      415,
    );
    expect(await send('/v1/incidents', JSON.stringify(good()), { authorization: 'Bearer wrong' })).toBe(401);
    expect(await send('/v1/nothing-here', '{}')).toBe(404);
  });
});
