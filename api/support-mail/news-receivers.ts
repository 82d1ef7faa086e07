import type { Store, UnmailedSupportCase } from '../../db/store.js';
import { isOfDesk } from '../../domain/access/role.js';
import type { User } from '../../domain/access/user.js';
import type { UserId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { newsFor, wantsMail, type NewsReader } from '../../domain/support-case/case-news.js';
import type { SupportEntry } from '../../domain/support-case/support-event.js';

export interface NewsReceiversDependencies {
  readonly users: Pick<Store['users'], 'activeOfAccount' | 'find'>;
  readonly supportMessages: Pick<Store['supportMessages'], 'partnersWhoWrote'>;
}

/** Who gets a mail about an entry of a case (C5). */
export interface NewsReceivers {
  of(entry: SupportEntry): Promise<readonly UserId[]>;
}

/** Looks up everybody once for all entries of a case that are told at the same time. */
export async function newsReceiversOf(
  { users, supportMessages }: NewsReceiversDependencies,
  { opening, assignee }: Pick<UnmailedSupportCase, 'opening' | 'assignee'>,
): Promise<NewsReceivers> {
  const { id: caseId, accountId, openedBy, firstMessage } = opening;
  const partners = await users.activeOfAccount(deskScope, accountId);
  const choosy = partners.some(({ supportMails }) => supportMails === 'mine');
  const wrote = choosy ? await supportMessages.partnersWhoWrote(deskScope, caseId) : new Set<UserId>();
  const deskUsers = new Map<UserId, Promise<User | undefined>>();

  function takesPart({ id }: User): boolean {
    return wrote.has(id) || (openedBy.by === 'partner' && openedBy.userId === id);
  }

  function deskUser(id: UserId): Promise<User | undefined> {
    const known = deskUsers.get(id) ?? users.find(deskScope, id);
    deskUsers.set(id, known);
    return known;
  }

  function isNews({ event }: SupportEntry, reader: NewsReader): boolean {
    return newsFor(event, reader, firstMessage) !== undefined;
  }

  async function ofDesk(entry: SupportEntry): Promise<readonly UserId[]> {
    const userId = entry.event.type === 'assigned' ? entry.event.to : assignee;
    if (userId === undefined || !isNews(entry, { side: 'desk', userId })) return [];
    const user = await deskUser(userId);
    const isReached = user?.state === 'active' && isOfDesk(user.role) && wantsMail(user.supportMails, true);
    return isReached ? [userId] : [];
  }

  return {
    async of(entry) {
      const ofAccount = partners
        .filter((user) => wantsMail(user.supportMails, takesPart(user)))
        .filter(({ id: userId }) => isNews(entry, { side: 'partner', userId }))
        .map(({ id }) => id);
      return [...ofAccount, ...(await ofDesk(entry))];
    },
  };
}
