import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createPinCodes } from '../pins/pin-codes.js';
import { createPasswords } from './passwords.js';

describe('what people prove themselves with (X4)', () => {
  const asOwaspAsks = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

  it('is hashed at the usual cost unless another one is given: passwords', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hash('eleven quiet lighthouses');
    expect(stored).toMatch(asOwaspAsks);
    expect(passwords.isOutdated(stored)).toBe(false);
    const cheap = createPasswords({ memoryCost: 64, timeCost: 1, parallelism: 1 });
    expect(passwords.isOutdated(await cheap.hash('eleven quiet lighthouses'))).toBe(true);
  });

  it('is hashed at the usual cost unless another one is given: PINs', async () => {
    const owner = { organisationId: 'org_company1', contactId: 'con_person1' } as const;
    expect(await createPinCodes(randomBytes(32)).hash(owner, '471104')).toMatch(asOwaspAsks);
  });
});
