import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import { belongsTo } from '../../domain/access/user-rules.js';
import { deskScope } from '../../domain/scope.js';
import { seedCommand } from './seed.js';

const sown = [
  ...['desk-lead', 'operator'],
  ...['organisation-manager', 'authorising-person'],
  ...['partner-admin', 'partner-user'],
];

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

async function seed(): Promise<readonly string[]> {
  const printed: string[] = [];
  const { store } = temporary;
  const links = {
    make: () => Promise.resolve({ url: 'https://desk.example.org/link', expiresAt: new Date() }),
  };
  const command = seedCommand(() => Promise.resolve({ store, links, print: (line) => printed.push(line) }));
  const notes = { changed: () => undefined, shows: () => Promise.resolve() };
  expect(await command.run([], notes)).toBe(0);
  return printed;
}

describe('the seed', () => {
  it('has users of desk, organisation and partner, and is the same when it is sown again (C1)', async () => {
    const printed = await seed();
    const { items: users } = await temporary.store.users.list(deskScope, { limit: 200 });
    expect(users.map(({ role }) => role).sort()).toEqual([...sown].sort());
    const { items: accounts } = await temporary.store.accounts.list(deskScope, { limit: 10 });
    expect(accounts).toMatchObject([{ name: 'Demo partner', state: 'active' }]);
    for (const { role, accountId, organisationId } of users) {
      const isOf = belongsTo(role);
      expect(accountId).toBe(isOf === 'account' ? accounts[0]?.id : undefined);
      expect(organisationId !== undefined).toBe(isOf === 'organisation');
    }
    expect(printed.filter((line) => line.includes('choose the password at'))).toHaveLength(sown.length);

    const again = await seed();
    expect(again.filter((line) => line.endsWith('there already'))).toHaveLength(sown.length);
    expect((await temporary.store.users.list(deskScope, { limit: 200 })).items).toEqual(users);
    expect((await temporary.store.accounts.list(deskScope, { limit: 10 })).items).toEqual(accounts);
  });
});
