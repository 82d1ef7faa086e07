import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { channelTestIdSchema, contactIdSchema } from '../../domain/identifiers.js';
import { openPlay, problem, textField, type Play } from '../testing/play.js';

let play: Play;
const voice = { contactId: '', channel: 'voice' };
const savedSchema = z.object({ internalContacts: z.tuple([z.object({ id: contactIdSchema })]) });
const anna = { name: 'Anna', phones: ['+4917139200011'], email: 'anna@example.org' };

beforeAll(async () => {
  play = await openPlay();
  const saved = await play.stage.ask(
    'PUT',
    `/v1/organisations/${play.organisationId}`,
    {
      name: 'Example',
      timeZone: 'Europe/Berlin',
      internalContacts: [
        {
          ...anna,
          availability: {
            weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '16:00' }],
          },
        },
      ],
    },
    { 'if-match': '*' },
  );
  expect(saved.status).toBe(200);
  voice.contactId = savedSchema.parse(saved.body).internalContacts[0].id;
});
afterAll(() => play.stage.close());

const address = () => `/v1/organisations/${play.organisationId}/readiness`;
const check = async (query = '') => (await play.stage.ask('GET', `${address()}${query}`)).body;
const test = (body: object, key?: string) =>
  play.stage.ask('POST', `${address()}/tests`, body, key === undefined ? {} : { 'idempotency-key': key });

describe('the readiness check of an organisation (I13)', () => {
  it('simulates the escalation at a moment, and tells what it finds in sentences', async () => {
    expect(await check('?at=2026-01-14T21:00:00%2B01:00')).toMatchObject({
      organisationId: play.organisationId,
      at: '2026-01-14T20:00:00.000Z',
      ready: false,
      findings: expect.arrayContaining([
        expect.objectContaining({
          severity: 'error',
          code: 'no-authorising-persons',
          path: '/authorisingPersons',
        }),
        {
          severity: 'warning',
          code: 'nobody-available-now',
          path: '/internalContacts',
          interval: { from: '2026-01-14T20:00:00.000Z', until: '2026-01-15T07:00:00.000Z' },
          sentence:
            'Nobody of the internal emergency contacts is available from 14 Jan 2026, 21:00:00 CET to 15 Jan 2026, 8:00:00 CET, unless a life is in danger.',
        },
        {
          severity: 'warning',
          code: 'channel-never-tested',
          path: '/internalContacts/0/email',
          channel: 'email',
          sentence: 'Anna was never tested by e-mail.',
        },
      ]),
      escalations: expect.arrayContaining([
        expect.objectContaining({
          kind: 'security',
          lifeSafety: false,
          internal: {
            attempts: [],
            skips: [expect.objectContaining({ name: 'Anna', reason: 'unavailable' })],
            nextRoundAt: '2026-01-14T20:01:00.000Z',
          },
        }),
      ]),
    });
  });

  it('is told in the language of whoever reads', async () => {
    expect(JSON.stringify(await check('?language=de'))).toContain('wurde noch nie getestet: Anruf');
  });

  it('refuses a moment that is none, and knows no foreign organisation', async () => {
    expect(problem(await play.stage.ask('GET', `${address()}?at=tomorrow`))).toMatchObject({
      paths: ['/at'],
    });
    expect((await play.stage.ask('GET', '/v1/organisations/org_nobody/readiness')).status).toBe(404);
  });
});

describe('a test of a channel (I13)', () => {
  it('is begun once for one key, and is seen in the check', async () => {
    const begun = await test(voice, 'first');
    expect(begun).toMatchObject({
      status: 201,
      body: { ...voice, position: 0, outcome: { state: 'requested' } },
    });
    const id = channelTestIdSchema.parse(textField(begun, 'id'));
    expect(play.stage.cases.channelTestsStarted.get(id)).toEqual({
      channelTestId: id,
      organisationId: play.organisationId,
      ...voice,
      position: 0,
    });
    const again = await test(voice, 'first');
    expect(again).toMatchObject({ status: 200, body: { id } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await test({ ...voice, channel: 'email' }, 'first')).status).toBe(422);
    expect((await test(voice, 'second')).status).toBe(409);

    await play.stage.store.channelTests.note(id, { state: 'confirmed', at: Date.now(), means: 'key' });
    expect(await check()).toMatchObject({
      channels: expect.arrayContaining([
        expect.objectContaining({
          ...voice,
          confirmedAt: expect.any(String),
          lastTest: expect.objectContaining({ state: 'confirmed' }),
        }),
      ]),
    });
    expect(JSON.stringify(await check())).not.toContain('Anna was never tested by call');
  });

  it('needs a person and a channel that there are', async () => {
    expect(problem(await test({ ...voice, contactId: 'con_nobody' }))).toMatchObject({
      status: 404,
      paths: ['/contactId'],
    });
    expect(problem(await test({ ...voice, position: 1 }))).toMatchObject({
      status: 400,
      paths: ['/channel'],
    });
    expect(problem(await test({ ...voice, channel: 'fax' }))).toMatchObject({
      status: 400,
      paths: ['/channel'],
    });
    expect(problem(await test({ ...voice, number: '+4917139200012' }))).toMatchObject({ status: 400 });
  });

  it('is not kept when the case engine does not answer', async () => {
    play.stage.cases.away = true;
    const refused = await test({ ...voice, channel: 'email' }, 'away');
    play.stage.cases.away = false;
    expect(refused.status).toBe(503);
    expect((await test({ ...voice, channel: 'email' }, 'away')).status).toBe(201);
  });
});
