import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Answer } from '../testing/stage.js';
import { field, openPlay, problem, type Play } from '../testing/play.js';

let play: Play;
beforeAll(async () => {
  play = await openPlay();
});
afterAll(() => play.stage.close());

const base = () => `/v1/organisations/${play.organisationId}`;
const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  play.stage.ask(method, `${base()}${path}`, body, headers);
const anna = () => ({ id: play.contactId, name: 'Anna', phones: ['+493023125011'], language: 'de' });
const right = () => ({
  name: 'Example',
  language: 'en',
  timeZone: 'Europe/Budapest',
  internalContacts: [anna()],
  inboundNumber: '+493023125099',
});
const revision = async () => Number(field(await ask('GET', ''), 'revision'));
const putDraft = async (settings: unknown, headers: Record<string, string> = { 'if-match': '*' }) =>
  ask('PUT', '/settings/draft', { basedOn: await revision(), settings }, headers);
const draftVersion = async () => field(await ask('GET', '/settings/draft'), 'version') ?? 1;
const save = async (ifMatch: number, body?: unknown, headers: Record<string, string> = {}) =>
  ask('POST', '/settings/save', body ?? { draftVersion: await draftVersion() }, {
    'if-match': `"${ifMatch}"`,
    ...headers,
  });
const items = (answer: Answer) =>
  z.object({ items: z.array(z.record(z.string(), z.unknown())) }).parse(answer.body).items;

beforeEach(async () => {
  expect((await ask('PUT', '', right(), { 'if-match': '*' })).status).toBe(200);
  expect((await ask('DELETE', '/settings/draft')).status).toBe(204);
});

describe('a draft of settings (E5)', () => {
  it('is kept as it was given, although it is wrong, and counts for nothing', async () => {
    const wrong = { name: 7, internalContacts: 'nobody', colour: 'blue' };
    const kept = await putDraft(wrong);
    expect(kept.status).toBe(200);
    expect(await ask('GET', '/settings/draft')).toMatchObject({
      status: 200,
      body: { settings: wrong, savedBy: { by: 'token', tokenId: 'tok_thedesk' } },
    });
    expect((await ask('GET', '')).body).toMatchObject({ name: 'Example' });
    expect((await ask('DELETE', '/settings/draft')).status).toBe(204);
    expect((await ask('GET', '/settings/draft')).status).toBe(404);
  });

  it('takes plain JSON only: no operators, no dots in names, not endlessly deep', async () => {
    const hostile = '{"name":{"$gt":""},"a.b":1,"deep":[[[[[[[[[[[[1]]]]]]]]]]]]}';
    const answer = await ask('PUT', '/settings/draft', `{"basedOn":1,"settings":${hostile}}`);
    expect(problem(answer)).toMatchObject({ status: 400 });
    expect(problem(answer).paths.slice(0, 2)).toEqual(['/settings/name/$gt', '/settings/a.b']);
    expect(problem(answer).paths).toHaveLength(3);
    expect((await ask('GET', '/settings/draft')).status).toBe(404);
    expect(
      problem(await ask('PUT', '/settings/draft', { basedOn: { $gt: 0 }, settings: {}, more: 1 })).paths,
    ).toEqual(['/basedOn', '/more']);
  });

  it('lists all its errors at once, by their places', async () => {
    await putDraft({
      ...right(),
      timeZone: 'Mars/Olympus',
      colour: 'blue',
      dailySpendCap: { amountMinor: 5, currency: 'HUF' },
      internalContacts: [
        { ...anna(), absences: [{ from: '2026-12-02T00:00:00Z', until: '2026-12-01T00:00:00Z' }] },
        { id: play.contactId, name: 'Ben', phones: ['+499001234567', 'nonsense'], shoe: 44 },
      ],
      authorisingPersons: [{ name: 'Paula', limit: { amountMinor: 1.5, currency: 'EUR' } }],
    });
    const paths = items(await ask('GET', '/settings/draft/errors')).map(({ path }) => path);
    expect(new Set(paths)).toEqual(
      new Set([
        '/timeZone',
        '/colour',
        '/dailySpendCap/currency',
        '/internalContacts/0/absences/0/until',
        '/internalContacts/1/id',
        '/internalContacts/1/phones/0',
        '/internalContacts/1/phones/1',
        '/internalContacts/1/shoe',
        '/authorisingPersons/0/limit/amountMinor',
      ]),
    );
    const refused = problem(await save(await revision()));
    expect(refused).toMatchObject({ status: 400 });
    expect(new Set(refused.paths)).toEqual(new Set(paths));
  });

  it('checks hours and languages of providers, and compares them (E1, E2, E5)', async () => {
    const clinic = { name: 'Clinic', phones: ['+493023125041'] };
    const withClinic = (more: object) => ({
      ...right(),
      providers: { assistance: { by: 'desk' }, medical: { ...clinic, ...more }, backups: [] },
    });
    const spans = [{ from: '16:00', to: '08:00' }];
    await putDraft(withClinic({ hours: { weekly: { mon: spans }, colour: 1 }, languages: ['French'] }));
    const paths = items(await ask('GET', '/settings/draft/errors')).map(({ path }) => path);
    expect(new Set(paths)).toEqual(
      new Set([
        '/providers/medical/hours/weekly/mon/0/to',
        '/providers/medical/hours/colour',
        '/providers/medical/languages/0',
      ]),
    );
    const hours = { weekly: { mon: [{ from: '08:00', to: '16:00' }] }, holidays: { country: 'HU' } };
    await putDraft(withClinic({ hours, languages: ['fr', 'hu'] }));
    const saved = await save(await revision());
    expect(saved).toMatchObject({
      status: 200,
      body: { providers: { medical: { hours, languages: ['fr', 'hu'] } } },
    });
    const { id } = z
      .object({ providers: z.object({ medical: z.object({ id: z.string() }) }) })
      .parse(saved.body).providers.medical;
    await putDraft(
      withClinic({
        id,
        hours: { ...hours, weekly: { mon: [{ from: '08:00', to: '17:00' }] } },
        languages: ['hu'],
      }),
    );
    expect(items(await ask('GET', '/settings/draft/changes'))).toEqual([
      {
        path: '/providers/medical/hours/weekly/mon',
        was: [{ from: '08:00', to: '16:00' }],
        is: [{ from: '08:00', to: '17:00' }],
      },
      { path: '/providers/medical/languages', was: ['fr', 'hu'], is: ['hu'] },
    ]);
  });

  it('may take neither what is another organisation’s nor what only the desk gives', async () => {
    await play.stage.ask('POST', '/v1/organisations', { name: 'Other', inboundNumber: '+493023125098' });
    const cap = { amountMinor: 500_00, currency: 'EUR' };
    await putDraft({ ...right(), inboundNumber: '+493023125098', dailySpendCap: cap });
    expect(items(await ask('GET', '/settings/draft/errors'))).toMatchObject([{ path: '/inboundNumber' }]);
    const own = { authorization: `Bearer ${play.token}` };
    const errors = items(await ask('GET', '/settings/draft/errors', undefined, own));
    expect(errors.map(({ path }) => path)).toEqual(['/dailySpendCap', '/inboundNumber']);
    const foreign = await play.stage.ask(
      'GET',
      '/v1/organisations/org_foreign1/settings/draft',
      undefined,
      own,
    );
    expect(foreign.status).toBe(404);
  });

  it('is compared with what is saved, field by field, people by their identifier', async () => {
    await putDraft({ ...right(), timeZone: 'Europe/Berlin', internalContacts: [{ name: 'Carla' }, anna()] });
    expect((await ask('GET', '/settings/draft/changes')).body).toMatchObject({
      savedRevision: await revision(),
      items: [
        { path: '/timeZone', was: 'Europe/Budapest', is: 'Europe/Berlin' },
        {
          path: expect.stringMatching(/^\/internalContacts\/con_[a-z2-7]{16}$/),
          is: { name: 'Carla' },
        },
      ],
    });
    await putDraft(right());
    expect(items(await ask('GET', '/settings/draft/changes'))).toEqual([]);
  });

  it('is saved as a new version, is gone then, and every version stays', async () => {
    const before = await revision();
    await putDraft({ ...right(), timeZone: 'Europe/Berlin' });
    const saved = await save(before, undefined, { authorization: `Bearer ${play.token}` });
    expect(saved).toMatchObject({ status: 200, body: { revision: before + 1, timeZone: 'Europe/Berlin' } });
    expect((await ask('GET', '/settings/draft')).status).toBe(404);
    const versions = items(await ask('GET', '/settings/versions'));
    expect(versions.map((version) => version['revision'])).toEqual(
      Array.from({ length: before + 1 }, (_, index) => before + 1 - index),
    );
    expect(versions[0]).toMatchObject({
      savedBy: { by: 'token', tokenId: expect.stringMatching(/^tok_(?!thedesk)/) },
    });
    expect(versions[1]).toMatchObject({ savedBy: { by: 'token', tokenId: 'tok_thedesk' } });
    expect((await ask('GET', `/settings/versions/${before}`)).body).toMatchObject({
      revision: before,
      settings: { timeZone: 'Europe/Budapest' },
    });
    expect((await ask('GET', `/settings/versions/${before + 9}`)).status).toBe(404);
    const page = await ask('GET', '/settings/versions?limit=1');
    expect(page.body).toMatchObject({ items: [{ revision: before + 1 }], nextBefore: before + 1 });
    const next = await ask('GET', `/settings/versions?limit=1&before=${before + 1}`);
    expect(items(next)).toMatchObject([{ revision: before }]);
  });

  it('is not saved over what somebody else has saved since, and stays (two editors)', async () => {
    const before = await revision();
    await putDraft({ ...right(), timeZone: 'Europe/Berlin' });
    await ask('PUT', '', { ...right(), language: 'hu' }, { 'if-match': '*' });
    expect((await save(before)).status).toBe(412);
    expect((await ask('GET', '')).body).toMatchObject({ language: 'hu', timeZone: 'Europe/Budapest' });
    expect((await ask('GET', '/settings/draft')).body).toMatchObject({ basedOn: before });
    expect(problem(await ask('POST', '/settings/save', { draftVersion: 1 }))).toMatchObject({
      status: 400,
      paths: ['/if-match'],
    });
    expect(problem(await save(before, {}))).toMatchObject({ status: 400, paths: ['/draftVersion'] });
  });

  it('is saved by one of many who save at the same moment', async () => {
    const before = await revision();
    await putDraft({ ...right(), timeZone: 'Europe/Berlin' });
    const full = (language: string) =>
      ask('PUT', '', { ...right(), language }, { 'if-match': `"${before}"` });
    const answers = await Promise.all([save(before), full('hu'), save(before), full('de'), full('hu')]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    // Whoever saves the draft a second time may find it gone already.
    expect(statuses.filter((status) => status === 412 || status === 404)).toHaveLength(4);
    expect(await revision()).toBe(before + 1);
  });

  it('is not changed over what another editor has written into it', async () => {
    const first = await putDraft(right());
    const tag = { 'if-match': first.headers.get('etag') ?? '' };
    const answers = await Promise.all([
      putDraft({ ...right(), language: 'hu' }, tag),
      putDraft({ ...right(), language: 'de' }, tag),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await save(await revision(), { draftVersion: field(first, 'version') })).status).toBe(412);
  });

  it('is not replaced by somebody who does not say which one they have seen', async () => {
    expect((await putDraft(right(), {})).status).toBe(200);
    expect((await putDraft({ ...right(), language: 'hu' }, {})).status).toBe(412);
    expect((await putDraft({ ...right(), language: 'hu' }, { 'if-match': '"7"' })).status).toBe(412);
    expect((await ask('GET', '/settings/draft')).body).toMatchObject({ settings: { language: 'en' } });
    const seen = { 'if-match': (await ask('GET', '/settings/draft')).headers.get('etag') ?? '' };
    expect((await ask('DELETE', '/settings/draft', undefined, { 'if-match': '"0"' })).status).toBe(412);
    expect((await ask('DELETE', '/settings/draft', undefined, seen)).status).toBe(204);
    expect((await putDraft(right(), seen)).status).toBe(412);
    // Nor is another draft, begun anew, taken for the one that they have seen.
    expect((await putDraft({ ...right(), language: 'de' }, {})).status).toBe(200);
    expect((await putDraft(right(), seen)).status).toBe(412);
    const draftVersion = Number(seen['if-match'].replaceAll('"', ''));
    expect((await save(await revision(), { draftVersion })).status).toBe(412);
    expect((await ask('GET', '/settings/draft')).body).toMatchObject({ settings: { language: 'de' } });
  });
});
