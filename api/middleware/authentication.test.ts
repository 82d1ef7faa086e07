import { describe, expect, it } from '@jest/globals';
import { unavailable } from '../../domain/errors.js';
import { createAuthentication, deskTokenId, hashToken } from './authentication.js';

describe('authentication (X3)', () => {
  it('asks for a token at most once a minute, and cannot tell when nobody knows it', async () => {
    let now = 0;
    let asked = 0;
    let nobodyKnows = false;
    const authentication = createAuthentication({
      deskToken: 'd'.repeat(40),
      now: () => now,
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
