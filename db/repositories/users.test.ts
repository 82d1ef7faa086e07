import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { attemptBounds } from '../../domain/access/lockout.js';
import type { Belonging, User } from '../../domain/access/user.js';
import type { OrganisationId, UserId } from '../../domain/identifiers.js';
import type { AccountDetails } from '../../domain/partners/partner-account.js';
import { deskScope } from '../../domain/scope.js';
import type { MongoStore } from '../connection.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
let store: MongoStore;

beforeAll(async () => {
  temporary = await temporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.remove());

const organisationId: OrganisationId = 'org_users001';
const own = { of: 'organisation', organisationId } as const;
const foreign = { of: 'organisation', organisationId: 'org_foreign1' } as const;

type More = Partial<Omit<User, 'organisationId' | 'accountId'>>;

const accountDetails = {
  name: 'Partner',
  language: 'de',
  country: 'DE',
  identifiers: [],
  state: 'active',
} as const satisfies AccountDetails;

function newUser(more: More = {}, belonging: Belonging = { organisationId }): User {
  const name = randomUUID().replaceAll('-', '');
  return {
    id: `usr_${name}`,
    email: `${name}@example.org`,
    name: 'Anna',
    role: 'organisation-manager',
    ...belonging,
    language: 'en',
    timeZone: 'Europe/Budapest',
    supportMails: 'all',
    state: 'invited',
    hasSecondFactor: false,
    generation: 1,
    createdAt: new Date(),
    ...more,
  };
}

async function activeUser(more: More = {}, belonging?: Belonging): Promise<UserId> {
  const { id } = await store.users.create(deskScope, newUser(more, belonging));
  await store.credentials.activate(id, { passwordHash: 'a hash' });
  return id;
}

const oneOf = (answers: readonly boolean[]) => answers.filter((answer) => answer).length;

describe('users (X4)', () => {
  it('exist for their organisation and the desk only', async () => {
    const { id } = await store.users.create(own, newUser());
    expect(await store.users.find(own, id)).toMatchObject({ id, hasSecondFactor: false });
    expect(await store.users.find(deskScope, id)).toBeDefined();
    expect(await store.users.find(foreign, id)).toBeUndefined();
    expect(await store.users.saveAccess(foreign, id, { role: 'organisation-manager', disabled: true })).toBe(
      undefined,
    );
    expect(await store.users.removeSecondFactor(foreign, id)).toBeUndefined();
    expect((await store.users.list(foreign, { limit: 10 })).items).toEqual([]);
    expect((await store.users.list(own, { limit: 200 })).items.map((user) => user.id)).toContain(id);
  });

  it('of the desk are out of every organisation’s reach', async () => {
    const lead = newUser({ role: 'desk-lead' }, {});
    const { id } = await store.users.create(deskScope, lead);
    expect(await store.users.find(own, id)).toBeUndefined();
    await expect(
      store.users.create(own, { ...lead, id: 'usr_another1', email: 'another@example.org' }),
    ).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('of two organisations may be invited under one address, and one of them can use it', async () => {
    const first = newUser();
    await store.users.create(own, first);
    const second = newUser({ email: first.email }, { organisationId: 'org_foreign1' });
    await store.users.create(foreign, second);
    await expect(store.users.create(own, newUser({ email: first.email }))).rejects.toMatchObject({
      kind: 'conflict',
    });
    await store.credentials.activate(first.id, { passwordHash: 'a hash' });
    await expect(store.credentials.activate(second.id, { passwordHash: 'a hash' })).rejects.toMatchObject({
      kind: 'conflict',
    });
    expect((await store.credentials.findByEmail(first.email))?.user.id).toBe(first.id);
  });

  it('of a partner account exist for it and the desk only, and for no organisation (C8)', async () => {
    const accountId = 'acc_users001';
    const account = { of: 'account', accountId } as const;
    const otherAccount = { of: 'account', accountId: 'acc_foreign1' } as const;
    const partner = newUser({ role: 'partner-user', language: 'hu' }, { accountId });
    const { id } = await store.users.create(account, partner);
    for (const scope of [account, deskScope]) {
      expect(await store.users.find(scope, id)).toMatchObject({ id, accountId, supportMails: 'all' });
    }
    for (const scope of [otherAccount, own]) {
      expect(await store.users.find(scope, id)).toBeUndefined();
      expect(await store.users.saveAccess(scope, id, { role: 'partner-user', disabled: true })).toBe(
        undefined,
      );
      await expect(
        store.users.create(scope, newUser({ role: 'partner-user' }, { accountId })),
      ).rejects.toThrow();
      expect((await store.users.list(scope, { accountId, limit: 10 })).items).toEqual([]);
      expect(await store.users.activeOfAccount(scope, accountId)).toEqual([]);
      await store.users.endSessionsOfAccount(scope, accountId);
    }
    const manager = await store.users.create(own, newUser());
    expect(await store.users.find(account, manager.id)).toBeUndefined();
    for (const wrong of [{ organisationId }, {}]) {
      await expect(
        store.users.create(deskScope, newUser({ role: 'partner-admin' }, wrong)),
      ).rejects.toMatchObject({ kind: 'conflict' });
    }
    expect((await store.users.find(account, id))?.generation).toBe(1);
  });

  it('of a partner account are found by it and by their address, once they are active (C4, C5)', async () => {
    const accountId = 'acc_active01';
    const account = { of: 'account', accountId } as const;
    await store.accounts.create(deskScope, accountId, accountDetails, new Date());
    const { email } = await store.users.create(account, newUser({ role: 'partner-user' }, { accountId }));
    expect(await store.users.activeOfAccount(account, accountId)).toEqual([]);
    expect(await store.users.findActiveByEmail(deskScope, email)).toBeUndefined();
    const partner = newUser({ role: 'partner-user' }, { accountId });
    await store.users.create(account, partner);
    await store.credentials.activate(partner.id, { passwordHash: 'a hash' });
    const { name, language, timeZone } = partner;
    const wanted = { name, language, timeZone, supportMails: 'mine' } as const;
    await store.users.saveProfile(account, partner.id, wanted);
    await store.users.saveProfile(account, partner.id, { name, language, timeZone });
    expect(await store.users.activeOfAccount(deskScope, accountId)).toMatchObject([
      { id: partner.id, supportMails: 'mine', language: 'en' },
    ]);
    const [, domain] = partner.email.split('@');
    const shouted = `${partner.email.split('@')[0]?.toUpperCase()}@${domain}`;
    expect(await store.users.findActiveByEmail(account, shouted)).toMatchObject({
      id: partner.id,
      accountId,
    });
    expect(await store.users.findActiveByEmail(own, partner.email)).toBeUndefined();
    await store.users.saveAccess(account, partner.id, { role: 'partner-user', disabled: true });
    expect(await store.users.findActiveByEmail(account, partner.email)).toBeUndefined();
    expect(await store.users.findByEmail(account, partner.email)).toMatchObject({ state: 'disabled' });
  });

  it('of a suspended partner account cannot sign in, nor accept an invitation', async () => {
    const accountId = 'acc_suspend1';
    await store.accounts.create(deskScope, accountId, accountDetails, new Date());
    const id = await activeUser({ role: 'partner-admin' }, { accountId });
    const invited = await store.users.create(deskScope, newUser({ role: 'partner-user' }, { accountId }));
    expect((await store.credentials.find(id))?.user.state).toBe('active');
    await store.accounts.save(deskScope, accountId, { ...accountDetails, state: 'suspended' });
    expect((await store.credentials.find(id))?.user.state).toBe('disabled');
    expect(await store.credentials.invited(invited.email)).toEqual([]);
    expect(await store.credentials.activate(invited.id, { passwordHash: 'a hash' })).toBeUndefined();
    await store.accounts.save(deskScope, accountId, accountDetails);
    expect((await store.credentials.find(id))?.user.state).toBe('active');
    expect(await store.credentials.activate(invited.id, { passwordHash: 'a hash' })).toBeDefined();
  });

  it('never show what is secret', async () => {
    const id = await activeUser();
    await store.credentials.beginEnrolment(id, 'sealed secret');
    await store.credentials.completeEnrolment(id, {
      sealedSecret: 'sealed secret',
      step: 1,
      recoveryCodes: ['code hash'],
    });
    const shown = JSON.stringify([
      await store.users.find(own, id),
      await store.users.list(own, { limit: 200 }),
    ]);
    expect(shown).not.toMatch(/hash|secret"|sealed/);
  });
});

describe('the second factor (X4)', () => {
  it('accepts each step once, also at the same moment, and never an earlier one', async () => {
    const id = await activeUser();
    await store.credentials.beginEnrolment(id, 'sealed');
    const enrolled = { sealedSecret: 'sealed', step: 100, recoveryCodes: ['one', 'two'] };
    expect(await store.credentials.completeEnrolment(id, { ...enrolled, sealedSecret: 'other' })).toBe(false);
    expect(await store.credentials.completeEnrolment(id, enrolled)).toBe(true);
    expect(await store.credentials.completeEnrolment(id, enrolled)).toBe(false);
    expect(await store.credentials.acceptStep(id, 100)).toBe(false);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => store.credentials.acceptStep(id, 101)),
    );
    expect(oneOf(answers)).toBe(1);
    expect(await store.credentials.acceptStep(id, 99)).toBe(false);
  });

  it('takes each recovery code once', async () => {
    const id = await activeUser();
    await store.credentials.replaceRecoveryCodes(id, ['one', 'two']);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => store.credentials.useRecoveryCode(id, 'one')),
    );
    expect(oneOf(answers)).toBe(1);
    expect((await store.credentials.find(id))?.recoveryCodesLeft).toBe(1);
  });
});

describe('links that set a password (X4)', () => {
  const now = new Date();
  const later = new Date(now.getTime() + 60_000);
  const link = (hash: string, expiresAt = later) =>
    ({ purpose: 'password-reset', userId: 'usr_linked1', hash, expiresAt }) as const;

  it('work once, also at the same moment', async () => {
    await store.accountLinks.put(link('first'));
    expect(await store.accountLinks.find('password-reset', 'first', now)).toBe('usr_linked1');
    expect(await store.accountLinks.find('invitation', 'first', now)).toBeUndefined();
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => store.accountLinks.take('password-reset', 'first', now)),
    );
    expect(taken.filter((userId) => userId !== undefined)).toEqual(['usr_linked1']);
  });

  it('end when they expire, and when a newer one is sent', async () => {
    await store.accountLinks.put(link('old', now));
    expect(await store.accountLinks.take('password-reset', 'old', now)).toBeUndefined();
    await store.accountLinks.put(link('older'));
    await store.accountLinks.put(link('newer'));
    expect(await store.accountLinks.take('password-reset', 'older', now)).toBeUndefined();
    expect(await store.accountLinks.take('password-reset', 'newer', now)).toBe('usr_linked1');
  });
});

describe('counts of attempts (X4, security rules)', () => {
  const kind = 'sign-in/account-and-address';
  const { failures, withinSeconds } = attemptBounds[kind];

  it('allow exactly so many, however many come at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => store.attemptLimits.take(kind, 'crowd')),
    );
    expect(oneOf(answers.map(({ allowed }) => allowed))).toBe(failures);
    const refused = await store.attemptLimits.take(kind, 'crowd');
    expect(refused).toEqual({ allowed: false, retryAfterSeconds: expect.any(Number) });
    if (!refused.allowed) {
      expect(refused.retryAfterSeconds).toBeGreaterThan(withinSeconds - 60);
      expect(refused.retryAfterSeconds).toBeLessThanOrEqual(withinSeconds);
    }
    expect((await store.attemptLimits.take(kind, 'somebody else')).allowed).toBe(true);
    expect((await store.attemptLimits.take('second-factor/account', 'crowd')).allowed).toBe(true);
  });

  it('take one back, or all', async () => {
    for (let turn = 0; turn < failures * 2; turn += 1) {
      expect((await store.attemptLimits.take(kind, 'right')).allowed).toBe(true);
      await store.attemptLimits.forgive(kind, 'right');
    }
    for (let turn = 0; turn <= failures; turn += 1) await store.attemptLimits.take(kind, 'cleared');
    await store.attemptLimits.clear(kind, 'cleared');
    expect((await store.attemptLimits.take(kind, 'cleared')).allowed).toBe(true);
  });
});

describe('tokens (X3)', () => {
  it('are listed and revoked by their own organisation', async () => {
    const token = {
      id: 'tok_listed1',
      scope: own,
      name: 'booking',
      hash: 'hash-of-listed',
      createdAt: new Date(),
      abilities: ['read incident'],
      expiresAt: new Date(Date.now() + 60_000),
    } as const;
    await store.tokens.create(deskScope, token);
    const used = new Date();
    await store.tokens.noteUse(token.id, used);
    expect((await store.tokens.list(own, { organisationId, limit: 10 })).items).toEqual([
      { ...token, lastUsedAt: used },
    ]);
    expect((await store.tokens.list(foreign, { organisationId, limit: 10 })).items).toEqual([]);
    expect(await store.tokens.revoke(foreign, organisationId, token.id)).toBe(false);
    expect(await store.tokens.revoke(own, organisationId, token.id)).toBe(true);
    expect(await store.tokens.findByHash('hash-of-listed')).toBeUndefined();
  });
});
