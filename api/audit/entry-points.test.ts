import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { supportCaseIdSchema, userIdSchema } from '../../domain/identifiers.js';
import { assembleApp, type AssembledApp } from '../app.js';
import {
  goodPassword,
  invited,
  invitedToPin,
  mailedToken,
  newcomer,
  partnerAccount,
} from '../testing/people.js';
import { openPlay, textField, type Play } from '../testing/play.js';
import { desk, until } from '../testing/stage.js';

let play: Play;
let assembled: AssembledApp;
beforeAll(async () => {
  play = await openPlay();
  assembled = assembleApp(play.stage.dependencies);
});
afterAll(() => play.stage.close());

/** What Express serves: layers with a route, and routers within routers. */
interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> } | undefined;
  readonly handle?: { readonly stack?: readonly Layer[] | undefined } | undefined;
}
const layerSchema: z.ZodType<Layer> = z.lazy(() =>
  z.looseObject({
    route: z.looseObject({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
    handle: z
      .custom<{ stack?: unknown }>((value) => typeof value === 'function' || typeof value === 'object')
      .transform(({ stack }) => ({ stack: z.array(layerSchema).optional().parse(stack) }))
      .optional(),
  }),
);

/** Every method and path that the app really serves. `_all` refuses what is not allowed. */
function served({ app }: AssembledApp): readonly string[] {
  const within = (layers: readonly Layer[]): readonly string[] =>
    layers.flatMap(({ route, handle }) =>
      route === undefined
        ? within(handle?.stack ?? [])
        : Object.keys(route.methods)
            .filter((method) => method !== '_all')
            .map((method) => `${method.toUpperCase()} ${route.path}`),
    );
  return within(z.array(layerSchema).parse(app.router.stack));
}

/** What shows nothing of anybody and changes nothing. */
const harmless = [
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/start.js',
  'GET /metrics',
  'GET /',
  'GET /telephony/fallback',
  'POST /telephony/fallback',
];

const entriesSchema = z.object({
  items: z.array(
    z.looseObject({ action: z.string(), stage: z.string(), by: z.unknown(), from: z.unknown() }),
  ),
});

const payersSchema = z.object({
  id: z.string(),
  authorisingPersons: z.tuple([z.object({ id: z.string() })]),
});

/** The entries of an action, the newest first. */
async function entriesOf(action: string) {
  const answer = await play.stage.ask('GET', `/v1/audit?action=${action}&limit=100`);
  return entriesSchema.parse(answer.body).items;
}

const from = { 'x-forwarded-for': '192.0.2.77', 'content-type': 'application/x-www-form-urlencoded' };

/** Opens a page and presses its button, or sends its form. */
async function visit(path: string, form: Readonly<Record<string, string>>): Promise<void> {
  const { stage } = play;
  expect((await stage.ask('GET', path, undefined, from)).status).toBe(200);
  const answer = await stage.ask('POST', path, new URLSearchParams(form).toString(), from);
  expect(answer.status).toBe(200);
}

/** What somebody does on each page, by its path. */
const visits: Readonly<Record<string, () => Promise<void>>> = {
  '/a/:token': async () => {
    const { stage, organisationId, contactId, report } = play;
    const target = { role: 'internal-contact', id: contactId } as const;
    const question = { ask: 'inform', organisationId, caseId: await report(), target } as const;
    await visit(`/a/${stage.links.sign(question, new Date(Date.now() + 60_000))}`, { answer: 'accept' });
  },
  '/account/invitation/:token': async () => {
    const { token } = await invited(play.stage, 'operator');
    await visit(`/account/invitation/${token}`, { password: goodPassword, repeat: goodPassword });
  },
  '/account/password-reset/:token': async () => {
    const { email } = await newcomer(play.stage, 'operator');
    await play.stage.ask('POST', '/v1/password-resets', { email });
    const token = await mailedToken(play.stage, email, 1);
    const password = 'Dachrinne violett siebzehn Kraniche';
    await visit(`/account/password-reset/${token}`, { password, repeat: password });
  },
  '/account/pin/:token': async () => {
    const { stage } = play;
    const payers = await stage.ask('POST', '/v1/organisations', {
      name: 'Payers',
      authorisingPersons: [{ name: 'Paula', email: 'paula@example.org' }],
    });
    const { id, authorisingPersons } = payersSchema.parse(payers.body);
    const token = await invitedToPin(stage, id, authorisingPersons[0].id);
    await visit(`/account/pin/${token}`, { pin: '407182', repeat: '407182' });
  },
  '/support-cases/questions/:token': async () => {
    const { stage } = play;
    const accountId = await partnerAccount(stage);
    const { id: userId } = await newcomer(stage, 'partner-user', accountId);
    const answers = { subject: 'Payout', description: 'Where is it?', 'answer-by': 'writing' };
    const body = { topic: 'enquiry', formVersion: 1, answers, accountId };
    const opened = await stage.ask('POST', '/v1/support-cases', body);
    const caseId = supportCaseIdSchema.parse(textField(opened, 'id'));
    await stage.ask('POST', `/v1/support-cases/${caseId}/close`, { outcome: 'answered' });
    const right = { caseId, userId: userIdSchema.parse(userId) };
    const token = stage.dependencies.questionTokens.sign(right, Date.now() + 60_000);
    await visit(`/support-cases/questions/${token}`, { text: 'And then?' });
  },
};

describe('every address that the API serves (X5)', () => {
  it('is a route, a webhook or a page, each of which says what the audit trail has of it', () => {
    const { routes, webhooks, pages } = assembled;
    const known = [
      ...routes.map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
      ...webhooks.map(({ path }) => `POST ${path}`),
      ...pages.flatMap(({ path }) => [`GET ${path}`, `POST ${path}`]),
      ...harmless,
    ];
    expect([...served(assembled)].sort()).toEqual([...known].sort());
  });

  it('gives a reason where nothing is recorded', () => {
    const { webhooks, pages } = assembled;
    const reasons = [
      ...webhooks.map(({ audit }) => audit),
      ...pages.flatMap(({ audit }) => [audit.show, audit.answer]),
    ].flatMap((audit) => ('nothing' in audit ? [audit.nothing] : []));
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
  });
});

describe('every page behind a link (X5)', () => {
  it('is recorded with who has opened and answered it, and from which address', async () => {
    const { pages } = assembled;
    expect(Object.keys(visits).sort()).toEqual(pages.map(({ path }) => path).sort());
    for (const { path, audit } of pages) {
      const actions = [audit.show, audit.answer].flatMap((each) => ('as' in each ? [each.as] : []));
      const before = new Map<string, number>();
      for (const action of actions) before.set(action, (await entriesOf(action)).length);
      await visits[path]?.();
      for (const action of actions) {
        await until(async () => (await entriesOf(action)).length > (before.get(action) ?? 0));
        const [newest] = await entriesOf(action);
        expect([path, newest?.from]).toEqual([path, expect.objectContaining({ address: '192.0.2.77' })]);
      }
    }
  });

  it('tells whose link it was, what was pressed, and about whom', async () => {
    const { contactId, travellerId } = play;
    const [opened] = await entriesOf('openLink');
    const [answered] = await entriesOf('answerLink');
    const who = { by: 'target', target: { role: 'internal-contact', id: contactId } };
    expect(opened).toMatchObject({ stage: 'done', by: who, result: 'inform', what: { kind: 'incident' } });
    expect(answered).toMatchObject({
      stage: 'asked',
      by: who,
      persons: [contactId, travellerId],
      values: [{ person: contactId, after: { answer: 'accept' } }],
    });
  });

  it('is recorded when a password is refused there, and keeps none', async () => {
    const { id, token } = await invited(play.stage, 'operator');
    const form = new URLSearchParams({ password: 'password1234', repeat: 'password1234' }).toString();
    expect((await play.stage.ask('POST', `/account/invitation/${token}`, form, from)).status).toBe(400);
    const answer = await play.stage.ask('GET', `/v1/audit?actor=${id}`);
    expect(entriesSchema.parse(answer.body).items).toMatchObject([
      { action: 'acceptInvitation', stage: 'refused', result: 'invalid-input' },
    ]);
    expect(answer.text).not.toContain('password1234');
  });
});

describe('a text that wants no texts (X5)', () => {
  it('is recorded as the traveller’s, with the number sealed beside the chain', async () => {
    const { stage, travellerId } = play;
    const number = '+493023125020';
    await stage.webhook('/telephony/inbound/text', {
      MessageSid: 'SMstop1',
      From: number,
      To: desk.emergencyNumber,
      Body: 'STOP',
    });
    await until(async () => (await entriesOf('stopTexts')).length > 0);
    const [{ values, ...signed } = { values: [] }] = await entriesOf('stopTexts');
    expect(signed).toMatchObject({
      by: { by: 'target', target: { role: 'traveller', id: travellerId } },
      from: { channel: 'sms' },
    });
    expect(values).toMatchObject([{ person: travellerId, after: { number, areWanted: false } }]);
    expect(JSON.stringify(signed)).not.toContain(number.slice(1));
  });
});
