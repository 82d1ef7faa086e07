import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { z } from 'zod';
import { receivedMail } from './story/mailbox.js';
import { beginStory, found, report, type Story } from './story/story.js';

const password = 'quartz Ofenrohr vierzig Minuten';

describe('an operator', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is invited, chooses a password, enrols a second factor, and is named in their own time zone (X4, T5)', async () => {
    const { api, stack, people } = story;
    const { provider, stranger } = people;
    const incident = await report(story, await found(story, { provider }));
    await api.must('POST', '/v1/users', {
      email: stranger.email,
      name: 'Stranger at the desk',
      role: 'operator',
      timeZone: 'Asia/Tokyo',
    });
    const { text } = await receivedMail(story, stranger, /invited/);
    expect(text).toMatch(/until .* GMT\+9/);
    const link = /https?:\/\/\S+\/account\/invitation\/[\w-]+/.exec(text)?.[0] ?? '';
    const form = new URLSearchParams({ password, repeat: password });
    expect((await fetch(link)).status).toBe(200);
    expect((await fetch(link, { method: 'POST', body: form })).status).toBe(200);

    let cookie = '';
    const ask = async (method: string, path: string, body?: object): Promise<Response> => {
      const response = await fetch(`${stack.apiUrl}${path}`, {
        method,
        headers: {
          cookie,
          origin: new URL(stack.apiUrl).origin,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      return response;
    };
    const signedIn = await ask('POST', '/v1/session', { email: stranger.email, password });
    expect(await signedIn.json()).toMatchObject({ state: 'enrolment-needed' });
    expect((await ask('GET', `/v1/incidents/${incident}`)).status).toBe(403);
    const begun: unknown = await (await ask('POST', '/v1/me/second-factor', {})).json();
    const { secret } = z.object({ secret: z.string() }).parse(begun);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    expect((await ask('PUT', '/v1/me/second-factor', { code })).status).toBe(200);

    expect((await ask('POST', `/v1/incidents/${incident}/notes`, { text: 'I look after it.' })).status).toBe(
      201,
    );
    const entry = await api.expectEntry(incident, 'noted');
    expect(JSON.stringify(entry)).toContain('Stranger at the desk');
    const timeline: unknown = await (await ask('GET', `/v1/incidents/${incident}/timeline`)).json();
    const { items } = z
      .object({ items: z.array(z.object({ at: z.string(), atLocal: z.string(), atText: z.string() })) })
      .parse(timeline);
    expect(items.length).toBeGreaterThan(0);
    for (const { at, atLocal, atText } of items) {
      expect(at).toMatch(/Z$/);
      expect(atLocal).toMatch(/\+09:00$/);
      expect(Date.parse(atLocal)).toBe(Date.parse(at));
      expect(atText).toContain('GMT+9');
    }
    expect((await ask('DELETE', '/v1/session')).status).toBe(204);
    expect((await ask('GET', '/v1/me')).status).toBe(401);
  });
});
