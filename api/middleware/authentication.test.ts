import { describe, expect, it } from '@jest/globals';
import { unavailable } from '../../domain/errors.js';
import { createAuthentication, deskTokenId, hashToken } from './authentication.js';

const surroundings = {
  deskToken: 'd'.repeat(40),
  credentials: { find: () => Promise.resolve(undefined) },
  lifetime: { idle: 60_000, absolute: 600_000 },
  secondFactorForDesk: 'required' as const,
  inBackground: (_what: string, work: () => Promise<unknown>) => void work(),
};

describe('authentication (X3)', () => {
  it('narrows a token, ends it when it expires, and notes its use every ten minutes', async () => {
    let now = 1_000_000;
    const uses: number[] = [];
    const authentication = createAuthentication({
      ...surroundings,
      now: () => now,
      tokens: {
        noteUse: (_id, at) => {
          uses.push(at.getTime());
          return Promise.resolve();
        },
      },
      contactBook: {
        token: (hash) =>
          Promise.resolve({
            id: 'tok_abcdef',
            scope: { of: 'organisation', organisationId: 'org_abcdef' },
            name: 'test',
            hash,
            createdAt: new Date(0),
            abilities: ['read incident'],
            expiresAt: new Date(2_000_000),
          }),
      },
    });
    const { may } = await authentication.authenticate('Bearer known');
    expect(may.can('read incident')).toBe(true);
    expect(may.can('report incident')).toBe(false);
    await authentication.authenticate('Bearer known');
    expect(uses).toEqual([1_000_000]);
    now = 1_600_000;
    await authentication.authenticate('Bearer known');
    expect(uses).toEqual([1_000_000, 1_600_000]);
    now = 2_000_000;
    await expect(authentication.authenticate('Bearer known')).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
  });

  it('asks for a token at most once a minute, and cannot tell when nobody knows it', async () => {
    let now = 0;
    let asked = 0;
    let nobodyKnows = false;
    const authentication = createAuthentication({
      ...surroundings,
      now: () => now,
      tokens: { noteUse: () => Promise.resolve() },
      contactBook: {
        token: (hash) => {
          asked += 1;
          if (nobodyKnows) return Promise.reject(unavailable('The list of tokens'));
          return Promise.resolve(
            hash === hashToken('known')
              ? {
                  id: 'tok_abcdef',
                  scope: { of: 'organisation', organisationId: 'org_abcdef' },
                  name: 'test',
                  hash,
                  createdAt: new Date(0),
                }
              : undefined,
          );
        },
      },
    });
    const caller = {
      by: { by: 'token', tokenId: 'tok_abcdef' },
      role: 'organisation-service',
      scope: { of: 'organisation', organisationId: 'org_abcdef' },
    };
    await expect(authentication.authenticate('Bearer known')).resolves.toMatchObject(caller);
    await authentication.authenticate('Bearer known');
    expect(asked).toBe(1);
    now = 61_000;
    await expect(authentication.authenticate('Bearer known')).resolves.toMatchObject(caller);
    expect(asked).toBe(2);
    await expect(authentication.authenticate('Bearer unknown')).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
    nobodyKnows = true;
    await expect(authentication.authenticate('Bearer unknown')).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await expect(authentication.authenticate(`Bearer ${'d'.repeat(40)}`)).resolves.toMatchObject({
      by: { by: 'token', tokenId: deskTokenId },
      role: 'desk-service',
      scope: { of: 'desk' },
    });
  });
});
