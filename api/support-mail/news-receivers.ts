import type { Store, SupportMailReceiver, UnmailedSupportCase } from '../../db/store.js';
import type { User } from '../../domain/access/user.js';
import type { UserId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import {
  newsFor,
  newsForDeskAddress,
  ownerFor,
  wantsMail,
  type NewsReader,
} from '../../domain/support-case/case-news.js';
import type { SupportEntry } from '../../domain/support-case/support-event.js';

export interface NewsReceiversDependencies {
  readonly users: Pick<Store['users'], 'activeOfAccount' | 'activeOfDesk'>;
  readonly supportMessages: Pick<Store['supportMessages'], 'partnersWhoWrote'>;
}

/** Of news a mail goes to users, or to the desk's own address. */
export type NewsReceiver = Exclude<SupportMailReceiver, { readonly is: 'sender' }>;

/** Who gets a mail about an entry of a case (C5, C9). */
export interface NewsReceivers {
  of(entry: SupportEntry): readonly NewsReceiver[];
}

/** Looks up everybody once for all entries of a case that are told at the same time. */
export async function newsReceiversOf(
  { users, supportMessages }: NewsReceiversDependencies,
  { opening, assignee: recorded }: Pick<UnmailedSupportCase, 'opening' | 'assignee'>,
): Promise<NewsReceivers> {
  const { id: caseId, accountId, openedBy, firstMessage } = opening;
  const partners = await users.activeOfAccount(deskScope, accountId);
  const ofDesk = await users.activeOfDesk(deskScope);
  const choosy = partners.some(({ supportMails }) => supportMails === 'mine');
  const wrote = choosy ? await supportMessages.partnersWhoWrote(deskScope, caseId) : new Set<UserId>();
  // Somebody who has left sees to nothing any more.
  const assignee = ofDesk.find(({ id }) => id === recorded)?.id;

  function takesPart({ id }: User): boolean {
    return wrote.has(id) || (openedBy.by === 'partner' && openedBy.userId === id);
  }

  function isNews({ event }: SupportEntry, reader: NewsReader): boolean {
    return newsFor(event, reader, firstMessage) !== undefined;
  }

  function partnersFor(entry: SupportEntry): readonly User[] {
    return partners
      .filter((user) => wantsMail(user.supportMails, takesPart(user)))
      .filter(({ id: userId }) => isNews(entry, { side: 'partner', userId }));
  }

  function deskFor(entry: SupportEntry): readonly User[] {
    const { event } = entry;
    return ofDesk.filter(({ id: userId, supportMails }) => {
      const owner = ownerFor(userId, assignee);
      const isTheirs = owner === 'reader' || (event.type === 'assigned' && event.to === userId);
      return wantsMail(supportMails, isTheirs) && isNews(entry, { side: 'desk', userId, owner });
    });
  }

  function isLeftUntold({ event }: SupportEntry, told: readonly User[]): boolean {
    return assignee === undefined && told.length === 0 && newsForDeskAddress(event) !== undefined;
  }

  return {
    of(entry) {
      const told = deskFor(entry);
      return [
        ...[...partnersFor(entry), ...told].map(({ id: userId }) => ({ is: 'user', userId }) as const),
        ...(isLeftUntold(entry, told) ? [{ is: 'desk' } as const] : []),
      ];
    },
  };
}
