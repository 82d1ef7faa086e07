import type { UserRepository } from '../../db/store.js';
import { userIdSchema, type UserId } from '../../domain/identifiers.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import { ifKnown } from '../use-cases/time-limit.js';

/** Looks up names when something is shown, each once: whoever cannot be looked up now has none. */
export type FindUserNames = (ids: readonly UserId[]) => Promise<ReadonlyMap<UserId, string>>;

/** Milliseconds. */
const patience = 500;

export function createUserNames(users: Pick<UserRepository, 'nameOf'>): FindUserNames {
  return async (ids) => {
    const found = await Promise.all(
      [...new Set(ids)].map(async (id) => {
        const name = await ifKnown(patience, () => users.nameOf(id));
        return name === undefined ? [] : [[id, name] as const];
      }),
    );
    return new Map(found.flat());
  };
}

/** The user who acts, of the account or of the desk; undefined: a mail, a machine, the clock. */
export function userOf(by: SupportActor): UserId | undefined {
  if (by.by === 'partner') return by.userId;
  if (by.by !== 'desk' || by.principal.by !== 'user') return undefined;
  return userIdSchema.safeParse(by.principal.userId).data;
}
