import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  contactIdSchema,
  orderIdSchema,
  organisationIdSchema,
  type ContactId,
  type OrganisationId,
} from '../../domain/identifiers.js';
import { friedasPin, givePin, wrongPin } from '../testing/approvals.js';
import type { Browser } from '../testing/browser.js';
import {
  enrol,
  goodPassword,
  newcomer,
  signedIn,
  type Authenticator,
  type Signer,
} from '../testing/people.js';
import { field, openPlay, problem, reset, type Play } from '../testing/play.js';
import { until, type Stage } from '../testing/stage.js';

let play: Play;
let stage: Stage;
let organisationId: OrganisationId;
let signer: Signer;
let frieda: Browser;
let authenticator: Authenticator;
let friedasId: ContactId;
let incident: string;
let path: string;

const minute = 60_000;
const pin = (digits: string) => ({ by: 'pin', pin: digits });
const approve = (proof?: object) => frieda.ask('POST', path, { answer: 'approved', proof });
/** How many of them the incident has learned of. */
const decisions = () =>
  stage.cases.told.filter(({ what, id }) => what === 'decideOrder' && id === incident).length;

beforeAll(async () => {
  play = await openPlay();
  ({ stage } = play);
});
afterAll(() => stage.close());

/** An organisation of its own, so that no other test has counted wrong tries of its people. */
beforeEach(async () => {
  organisationId = organisationIdSchema.parse(
    field(await stage.ask('POST', '/v1/organisations', { name: 'Payers' }), 'id'),
  );
  signer = await newcomer(stage, 'authorising-person', organisationId);
  frieda = await signedIn(stage, signer);
  ({ authenticator } = await enrol(stage, frieda));
  const settings = {
    name: 'Payers',
    authorisingPersons: [
      { name: 'Frieda', email: signer.email },
      { name: 'Gustav', phones: ['+493023125032'] },
    ],
  };
  const saved = await stage.ask('PUT', `/v1/organisations/${organisationId}`, settings, { 'if-match': '*' });
  const [first, second] = z
    .object({ authorisingPersons: z.array(z.object({ id: contactIdSchema })) })
    .parse(saved.body).authorisingPersons;
  if (first === undefined || second === undefined) throw new Error('Two were named.');
  friedasId = first.id;
  await givePin(stage, { organisationId, contactId: friedasId });
  await givePin(stage, { organisationId, contactId: second.id }, '50293');
  reset(stage);
  incident = await play.report({ organisationId, travellerId: undefined });
  const order = {
    service: 'transport',
    description: 'An ambulance.',
    estimate: { amountMinor: 1_200_00, currency: 'EUR' },
  };
  const placed = await stage.ask('POST', `/v1/incidents/${incident}/orders`, order);
  path = `/v1/incidents/${incident}/orders/${orderIdSchema.parse(field(placed, 'id'))}/decision`;
});

describe('approving an order at the console (I9)', () => {
  it('needs a proof of the moment beside the session: nobody approves costs at a browser that was left open', async () => {
    expect(problem(await approve())).toMatchObject({ status: 400, paths: ['/proof'] });
    expect(problem(await approve({ by: 'nothing' }))).toMatchObject({ status: 400, paths: ['/proof/by'] });
    expect(problem(await approve({ by: 'pin', pin: 407_182 })).paths).toEqual(['/proof/pin']);
    expect(problem(await approve(pin(wrongPin))).status).toBe(401);
    // Whoever else may approve is another person.
    expect(problem(await approve(pin('50293'))).status).toBe(401);
    expect(problem(await approve({ by: 'password', password: 'wrong' })).status).toBe(401);
    expect(problem(await approve({ by: 'code', code: '000000' })).status).toBe(401);
    expect(decisions()).toBe(0);
  });

  it.each([
    ['PIN', () => pin(friedasPin)],
    ['password', () => ({ by: 'password', password: goodPassword })],
    ['code of the second factor', () => ({ by: 'code', code: authenticator.code(1) })],
  ])('is done with the %s', async (_what, proof) => {
    expect(await approve(proof())).toMatchObject({ status: 200, body: { decided: 'approved' } });
    expect(decisions()).toBe(1);
  });

  it('counts each code of the second factor once', async () => {
    const proof = { by: 'code', code: authenticator.code(1) };
    expect((await approve(proof)).status).toBe(200);
    expect(problem(await approve(proof)).status).toBe(401);
    expect(decisions()).toBe(1);
  });

  it('is not needed to refuse, which takes no proof either', async () => {
    const proven = { answer: 'refused', proof: pin(friedasPin) };
    expect(problem(await frieda.ask('POST', path, proven)).paths).toEqual(['/proof']);
    expect((await frieda.ask('POST', path, { answer: 'refused' })).status).toBe(200);
    expect(stage.cases.told.at(-1)).toMatchObject({ message: { answer: 'refused', means: 'console' } });
  });

  it('asks for no PIN of somebody without one, who has their password or second factor', async () => {
    await stage.ask('DELETE', `/v1/organisations/${organisationId}/authorising-persons/${friedasId}/pin`);
    expect(problem(await approve(pin(friedasPin))).status).toBe(401);
    expect((await approve({ by: 'password', password: goodPassword })).status).toBe(200);
  });

  it('stands in the audit trail with the kind of proof, and nothing of the proof itself (X5)', async () => {
    await approve(pin(wrongPin));
    await approve(pin(friedasPin));
    const trail = () => stage.ask('GET', `/v1/audit?organisationId=${organisationId}&action=decideOrder`);
    await until(async () => (await trail()).text.includes('"provedBy":"pin"'));
    const { text } = await trail();
    expect(text).toContain('"answer":"approved"');
    expect(text + JSON.stringify(stage.cases.told)).not.toMatch(new RegExp(`${friedasPin}|${wrongPin}`));
  });
});

describe('guessing at the console of whoever may approve (I9)', () => {
  it('locks the PIN after five wrong ones, counted with those on the telephone, from whatever address', async () => {
    const guesses = Array.from({ length: 20 }, (_, index) => {
      const body = { answer: 'approved', proof: pin(`${60_000 + index}`) };
      return frieda.ask('POST', path, body, { 'x-forwarded-for': `198.51.100.${index + 1}` });
    });
    expect(new Set((await Promise.all(guesses)).map(({ status }) => status))).toEqual(new Set([401]));
    expect(problem(await approve(pin(friedasPin))).status).toBe(401);
    stage.clock.ahead += 14 * minute;
    expect(problem(await approve(pin(friedasPin))).status).toBe(401);
    expect(decisions()).toBe(0);
    stage.clock.ahead += minute;
    expect((await approve(pin(friedasPin))).status).toBe(200);
  });

  it('is borne five times for the code, with those of the sign-in', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      statuses.push((await approve({ by: 'code', code: `00000${index}` })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await approve({ by: 'code', code: authenticator.code(1) })).status).toBe(429);
    expect(decisions()).toBe(0);
  });

  it('is borne five times for the password, with those of the sign-in', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1) {
      statuses.push((await approve({ by: 'password', password: `guess ${index}` })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const body = { email: signer.email, password: goodPassword };
    expect((await frieda.ask('POST', '/v1/session', body)).status).toBe(429);
    expect(decisions()).toBe(0);
  });
});
