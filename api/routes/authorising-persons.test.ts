import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { deskScope } from '../../domain/scope.js';
import { createPinCodes } from '../pins/pin-codes.js';
import { createPins } from '../pins/pins.js';
import { contactIdSchema, type ContactId } from '../../domain/identifiers.js';
import { givePin } from '../testing/approvals.js';
import { invitedToPin, newcomer, signedIn } from '../testing/people.js';
import { field, openPlay, problem, type Play } from '../testing/play.js';
import { until } from '../testing/stage.js';

let play: Play;
let paula: ContactId;
let quentin: ContactId;
let counter = 0;

const personsSchema = z.object({
  authorisingPersons: z.array(z.looseObject({ id: contactIdSchema, name: z.string() })),
});
const contacts = [{ name: 'Anna', phones: ['+493023125011'], language: 'de' }];
const paulasMail = 'paula@example.org';

beforeAll(async () => {
  play = await openPlay();
  const limit = { amountMinor: 50_000, currency: 'EUR' };
  [paula = 'con_none0000', quentin = 'con_none0000'] = await save([
    { name: 'Paula', limit, email: paulasMail, language: 'de' },
    { name: 'Quentin' },
  ]);
});
afterAll(() => play.stage.close());

/** Saves the authorising persons, and tells their identifiers. */
async function save(authorisingPersons: readonly object[]): Promise<readonly ContactId[]> {
  const saved = await play.stage.ask(
    'PUT',
    `/v1/organisations/${play.organisationId}`,
    {
      name: 'Example',
      internalContacts: contacts,
      authorisingPersons,
    },
    { 'if-match': '*' },
  );
  return personsSchema.parse(saved.body).authorisingPersons.map(({ id }) => id);
}

const of = (contactId: string, organisationId: string = play.organisationId) =>
  `/v1/organisations/${organisationId}/authorising-persons/${contactId}`;
const list = async () =>
  (await play.stage.ask('GET', `/v1/organisations/${play.organisationId}/authorising-persons`)).body;
const mailsToPaula = () => play.stage.mails.filter(({ to }) => to === paulasMail);

/** The token of a link that Paula has just been sent. */
const invite = () => invitedToPin(play.stage, play.organisationId, paula);

async function isPin(digits: string): Promise<boolean> {
  const { pins } = play.stage.store;
  const before = await pins.find(deskScope, { organisationId: play.organisationId, contactId: paula });
  if (before === undefined) return false;
  const check = createPins({
    pins,
    codes: createPinCodes(play.stage.dependencies.settings.key),
    now: Date.now,
  });
  return check.verify({ organisationId: play.organisationId, contactId: paula }, digits);
}

describe('authorising persons (I9)', () => {
  it('are named by people, never by the token that orders what they approve; nor are their limits (X4)', async () => {
    const path = `/v1/organisations/${play.organisationId}`;
    const token = { authorization: `Bearer ${play.token}` };
    const {
      id: _id,
      revision: _revision,
      createdAt: _createdAt,
      updatedAt: _updatedAt,
      ...current
    } = z.looseObject(personsSchema.shape).parse((await play.stage.ask('GET', path, undefined, token)).body);
    const [first, ...others] = current.authorisingPersons;
    for (const authorisingPersons of [
      [{ name: 'Mallory' }, first, ...others],
      [{ ...first, limit: { amountMinor: 9_000_000, currency: 'EUR' } }, ...others],
      [{ ...first, phones: ['+493023125013'] }, ...others],
      others,
    ]) {
      const changed = { ...current, authorisingPersons };
      const answer = problem(await play.stage.ask('PUT', path, changed, { 'if-match': '*', ...token }));
      expect(answer).toMatchObject({ status: 403, paths: ['/authorisingPersons'] });
      const draft = await play.stage.ask(
        'PUT',
        `${path}/settings/draft`,
        { basedOn: 1, settings: changed },
        { 'if-match': '*', ...token },
      );
      const { revision } = z.object({ revision: z.number() }).parse((await play.stage.ask('GET', path)).body);
      const saved = await play.stage.ask(
        'POST',
        `${path}/settings/save`,
        { draftVersion: field(draft, 'version') },
        { ...token, 'if-match': `"${revision}"` },
      );
      expect(problem(saved)).toMatchObject({ status: 403, paths: ['/authorisingPersons'] });
    }
    // Everything else is theirs to change.
    expect(
      (
        await play.stage.ask(
          'PUT',
          path,
          { ...current, timeZone: 'Europe/Vienna' },
          { 'if-match': '*', ...token },
        )
      ).status,
    ).toBe(200);
    const invitation = await play.stage.ask('POST', `${of(paula)}/pin-invitation`, undefined, token);
    expect(invitation.status).toBe(403);
    await play.stage.ask('DELETE', `${path}/settings/draft`);
  });

  it('are told of with their limit, and whether they have a PIN, which is shown to nobody', async () => {
    await givePin(play.stage, { organisationId: play.organisationId, contactId: paula });
    expect(await list()).toMatchObject({
      items: [
        { id: paula, name: 'Paula', limit: { amountMinor: 50_000 }, pinSet: true },
        { id: quentin, name: 'Quentin', pinSet: false },
      ],
    });
    const organisation = await play.stage.ask('GET', `/v1/organisations/${play.organisationId}`);
    expect(organisation.text).not.toMatch(/pin|argon|407182/i);
    expect((await play.stage.ask('DELETE', `${of(paula)}/pin`)).status).toBe(204);
    expect(await list()).toMatchObject({ items: [{ pinSet: false }, { pinSet: false }] });
  });

  it('have no PIN that somebody else has set', async () => {
    const answer = await play.stage.ask('PUT', `${of(paula)}/pin`, { pin: '407182' });
    expect(answer.status).toBe(405);
    expect(await list()).toMatchObject({ items: [{ pinSet: false }, { pinSet: false }] });
  });
});

describe('the link by which an authorising person sets their PIN (I9)', () => {
  it('goes to their own address; whoever has it sent sees neither it nor the PIN', async () => {
    const manager = await signedIn(
      play.stage,
      await newcomer(play.stage, 'organisation-manager', play.organisationId),
    );
    const before = mailsToPaula().length;
    const answer = await manager.ask('POST', `${of(paula)}/pin-invitation`, {});
    expect([answer.status, answer.text]).toEqual([202, '']);
    await until(() => mailsToPaula().length > before);
    const mail = mailsToPaula().at(-1);
    expect(mail?.subject).toBe('Wählen Sie Ihre PIN');
    expect(mail?.text).toContain('/account/pin/');
  });

  it('works once, replaces the PIN, and is told by mail', async () => {
    await givePin(play.stage, { organisationId: play.organisationId, contactId: paula }, '918273');
    const token = await invite();
    const before = mailsToPaula().length;
    const accept = (pin: string) =>
      play.stage.ask('POST', '/v1/pin-invitations/acceptance', { token, pin }, { authorization: '' });
    expect(problem(await accept('1234'))).toMatchObject({ status: 400, paths: ['/pin'] });
    expect(await isPin('918273')).toBe(true);
    expect((await accept('407182')).status).toBe(204);
    expect([await isPin('918273'), await isPin('407182')]).toEqual([false, true]);
    await until(() => mailsToPaula().length > before);
    expect(mailsToPaula().at(-1)?.subject).toBe('Ihre PIN wurde gesetzt');
    expect(mailsToPaula().at(-1)?.text).not.toContain('407182');
    expect(problem(await accept('50293')).status).toBe(404);
    expect(await isPin('407182')).toBe(true);
  });

  it('is worth nothing once a newer one was sent, it is too old, or the PIN was taken away', async () => {
    const accept = async (token: string) => {
      const body = { token, pin: '407182' };
      return (await play.stage.ask('POST', '/v1/pin-invitations/acceptance', body, { authorization: '' }))
        .status;
    };
    const older = await invite();
    const newer = await invite();
    expect(await accept(older)).toBe(404);
    play.stage.clock.ahead += 72 * 3_600_000 + 1;
    expect(await accept(newer)).toBe(404);
    play.stage.clock.ahead = 0;
    await play.stage.ask('DELETE', `${of(paula)}/pin`);
    expect(await accept(newer)).toBe(404);
    expect(await accept('x'.repeat(43))).toBe(404);
  });

  it('has a page, which changes nothing until its form is sent', async () => {
    const token = await invite();
    const page = await play.stage.ask('GET', `/account/pin/${token}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('lang="de"');
    expect(page.text).toContain('Example');
    const send = (pin: string, repeat: string) =>
      play.stage.ask('POST', `/account/pin/${token}`, new URLSearchParams({ pin, repeat }).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
      });
    expect(await send('407182', '407183')).toMatchObject({ status: 400 });
    const weak = await send('123123', '123123');
    expect(weak.status).toBe(400);
    expect(weak.text).not.toContain('123123');
    const done = await send('50293', '50293');
    expect(done.status).toBe(200);
    expect(done.text).toContain('Ihre PIN ist gespeichert');
    expect(await isPin('50293')).toBe(true);
    expect((await play.stage.ask('GET', `/account/pin/${token}`)).status).toBe(404);
    expect((await send('407182', '407182')).status).toBe(404);
  });

  it('needs an address, and an authorising person of the own organisation', async () => {
    const signer = await newcomer(play.stage, 'organisation-manager', play.organisationId);
    const manager = await signedIn(play.stage, signer);
    const ask = async (contactId: string, organisationId?: string) =>
      (await manager.ask('POST', `${of(contactId, organisationId)}/pin-invitation`)).status;
    expect(await ask(quentin)).toBe(409);
    expect(await ask(play.contactId)).toBe(404);
    expect(await ask(paula, 'org_foreign1')).toBe(404);
    expect((await manager.ask('DELETE', `${of('con_nobody01')}/pin`)).status).toBe(404);
  });

  it('stands in the audit trail: who has it sent, and who has set the PIN, without PIN or link', async () => {
    const token = await invite();
    const body = { token, pin: '407182' };
    await play.stage.ask('POST', '/v1/pin-invitations/acceptance', body, { authorization: '' });
    const entries = async (action: string) =>
      (await play.stage.ask('GET', `/v1/audit?organisationId=${play.organisationId}&action=${action}`)).text;
    await until(async () => (await entries('acceptPinInvitation')).includes(paula));
    const trail = (await entries('invitePin')) + (await entries('acceptPinInvitation'));
    expect(trail).toContain('tok_thedesk');
    expect(trail).not.toContain('407182');
    expect(trail).not.toContain(token);
  });
});

describe('the address of an authorising person who has a PIN (I9)', () => {
  const former = 'sofia@example.org';
  const mailsTo = (address: string) => play.stage.mails.filter(({ to }) => to === address);
  const subject = 'E-mail-címe megváltozott';

  /** Sofia, with another address in each step. */
  async function saveSofia(id: string | undefined, email?: string): Promise<ContactId> {
    const sofia = { name: 'Sofia', phones: ['+493023125077'], language: 'hu' };
    const ids = await save([
      { id: paula, name: 'Paula', email: paulasMail, language: 'de' },
      { ...sofia, ...(id === undefined ? {} : { id }), ...(email === undefined ? {} : { email }) },
    ]);
    [paula = paula] = ids;
    return ids[1] ?? 'con_none0000';
  }

  it.each([
    ['changed', 'next@example.org'],
    ['taken away', undefined],
  ])('is told when it is %s; PIN and identifier stay', async (_what, next) => {
    const before = mailsTo(former).length;
    const id = await saveSofia(undefined, former);
    await givePin(play.stage, { organisationId: play.organisationId, contactId: id });
    expect(await saveSofia(id, former.toUpperCase())).toBe(id);
    expect(await saveSofia(id, former)).toBe(id);
    expect(await saveSofia(id, next)).toBe(id);
    await until(() => mailsTo(former).length > before);
    await play.stage.dependencies.background.drain(2_000);
    const told = mailsTo(former).slice(before);
    expect(told.map((mail) => mail.subject)).toEqual([subject]);
    expect(told[0]?.text).toContain('Sofia');
    expect(told[0]?.text).not.toContain('next@example.org');
    expect(mailsTo('next@example.org').filter((mail) => mail.subject === subject)).toEqual([]);
    expect(
      mailsTo(paulasMail).filter((mail) => mail.subject === 'Ihre E-Mail-Adresse wurde geändert'),
    ).toEqual([]);
  });

  it('is not told of as long as there is no PIN', async () => {
    const id = await saveSofia(undefined, 'tess@example.org');
    expect(await saveSofia(id, 'next@example.org')).toBe(id);
    await play.stage.dependencies.background.drain(2_000);
    expect(mailsTo('tess@example.org')).toEqual([]);
  });
});

describe('one’s own PIN, signed in (I9)', () => {
  async function authorised(more: object = {}) {
    counter += 1;
    const signer = await newcomer(play.stage, 'authorising-person', play.organisationId);
    const ids = await save([
      { name: 'Paula', email: paulasMail },
      { name: `Rita ${counter}`, email: signer.email.toUpperCase(), ...more },
    ]);
    [paula = paula] = ids;
    return { signer, id: ids[1] ?? 'con_none0000', browser: await signedIn(play.stage, signer) };
  }

  it('is set with the password again, and told by mail; the one before counts no more', async () => {
    const { signer, id, browser } = await authorised();
    const set = (proof: object, pin = '407182') => browser.ask('PUT', '/v1/me/pin', { pin, proof });
    const password = 'quartz Ofenrohr vierzig Minuten';
    expect(problem(await set({ by: 'password', password: 'wrong' })).status).toBe(401);
    expect(problem(await set({ by: 'nothing' })).status).toBe(400);
    expect(problem(await set({ by: 'password', password }, '11111')).paths).toEqual(['/pin']);
    const { pins } = play.stage.store;
    const owner = { organisationId: play.organisationId, contactId: id };
    expect(await pins.find(deskScope, owner)).toBeUndefined();
    const answer = await set({ by: 'password', password });
    expect([answer.status, answer.body]).toEqual([200, { contactIds: [id] }]);
    const first = await pins.find(deskScope, owner);
    await set({ by: 'password', password }, '50293');
    expect((await pins.find(deskScope, owner))?.hash).not.toBe(first?.hash);
    await until(() =>
      play.stage.mails.some(
        ({ to, subject }) => to === signer.email.toUpperCase() && subject === 'Your PIN was set',
      ),
    );
    const trail = await play.stage.ask('GET', `/v1/audit?actor=${signer.id}&action=setOwnPin`);
    expect(trail.text).toContain(id);
    expect(trail.text).not.toMatch(/407182|50293/);
  });

  it('is nobody’s who does not stand among the authorising persons, nor a token’s', async () => {
    const stranger = await newcomer(play.stage, 'authorising-person', play.organisationId);
    const browser = await signedIn(play.stage, stranger);
    const proof = { by: 'password', password: 'quartz Ofenrohr vierzig Minuten' };
    expect(problem(await browser.ask('PUT', '/v1/me/pin', { pin: '407182', proof })).status).toBe(403);
    expect(problem(await play.stage.ask('PUT', '/v1/me/pin', { pin: '407182', proof })).status).toBe(403);
  });
});
