import type { UserRepository } from '../../db/store.js';
import type { User } from '../../domain/access/user.js';
import type { AccountId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';

/** The active user of an account who has written a mail; undefined: somebody unknown, as users of other accounts are there. */
export type FindMailWriter = (sender: string | undefined, accountId: AccountId) => Promise<User | undefined>;

export function createMailWriters(users: Pick<UserRepository, 'findActiveByEmail'>): FindMailWriter {
  return async (sender, accountId) => {
    const user = sender === undefined ? undefined : await users.findActiveByEmail(deskScope, sender);
    return user?.accountId === accountId ? user : undefined;
  };
}
