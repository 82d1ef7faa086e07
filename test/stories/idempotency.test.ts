import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, found, type Story } from './story/story.js';

describe('a report that is repeated with its Idempotency-Key', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is the same incident; another body under the key is refused (X3)', async () => {
    const { api, phones, people } = story;
    const { provider } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    const body = {
      organisationId: await found(story, { provider }),
      kind: 'travel',
      threat: 'none',
      summary: 'A missed connection.',
    };
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => api.ask('POST', '/v1/incidents', body, key)));
    const again = await api.ask('POST', '/v1/incidents', body, key);
    const ids = [...answers, again].filter(({ status }) => status < 300).map(({ body: { id } }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(new Set(ids).size).toBe(1);
    expect(answers.every(({ status }) => [200, 201, 202, 409].includes(status))).toBe(true);

    const other = await api.ask('POST', '/v1/incidents', { ...body, summary: 'Something else.' }, key);
    expect(other.status).toBe(422);
    await phones.expectCallTo(provider.phone);
    await phones.expectNoCallTo(provider.phone, { for: 2 });
  });
});
