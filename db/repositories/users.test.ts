import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { attemptBounds } from '../../domain/access/lockout.js';
import type { User } from '../../domain/access/user.js';
import type { OrganisationId, UserId } from '../../domain/identifiers.js';
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

function newUser(more: Partial<User> = {}): User {
  const name = randomUUID().replaceAll('-', '');
  return {
    id: `usr_${name}`,
    email: `${name}@example.org`,
    name: 'Anna',
    role: 'organisation-manager',
    organisationId,
    language: 'en',
    timeZone: 'Europe/Budapest',
    state: 'invited',
    hasSecondFactor: false,
    generation: 1,
    createdAt: new Date(),
    ...more,
  };
}

async function activeUser(more: Partial<User> = {}): Promise<UserId> {
  const { id } = await store.users.create(deskScope, newUser(more));
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
    const { organisationId: _none, ...lead } = newUser({ role: 'desk-lead' });
    const { id } = await store.users.create(deskScope, lead);
    expect(await store.users.find(own, id)).toBeUndefined();
    await expect(
      store.users.create(own, { ...lead, id: 'usr_another1', email: 'another@example.org' }),
    ).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('of two organisations may be invited under one address, and one of them can use it', async () => {
    const first = newUser();
    await store.users.create(own, first);
    const second = newUser({ email: first.email, organisationId: 'org_foreign1' });
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
