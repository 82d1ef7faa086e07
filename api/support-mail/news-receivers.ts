import type { Store, SupportMailReceiver, UnmailedSupportCase } from '../../db/store.js';
import type { User } from '../../domain/access/user.js';
import type { SupportMessageId, UserId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import {
  newsFor,
  newsForDeskAddress,
  ownerFor,
  wantsMail,
  writtenByDesk,
  type NewsReader,
} from '../../domain/support-case/case-news.js';
import type { SupportEntry } from '../../domain/support-case/support-event.js';
import { partnersTakingPart, type TakingPartDependencies } from './taking-part.js';

export interface NewsReceiversDependencies extends TakingPartDependencies {
  readonly users: Pick<Store['users'], 'activeOfAccount' | 'activeOfDesk'>;
}

/** Of news a mail goes to users, or to the desk's own address. */
export type NewsReceiver = Exclude<SupportMailReceiver, { readonly is: 'sender' }>;

/** Who gets a mail about an entry of a case (C5, C9). */
export interface NewsReceivers {
  of(entry: SupportEntry): readonly NewsReceiver[];
  /** What the desk has written to the partner, and nobody of the account gets a mail about; undefined: there is no such thing. */
  unheard(entry: SupportEntry): SupportMessageId | undefined;
}

/** Looks up everybody once for all entries of a case that are told at the same time. */
export async function newsReceiversOf(
  store: NewsReceiversDependencies,
  { opening, assignee: recorded }: Pick<UnmailedSupportCase, 'opening' | 'assignee'>,
): Promise<NewsReceivers> {
  const { accountId, firstMessage } = opening;
  const partners = await store.users.activeOfAccount(deskScope, accountId);
  const ofDesk = await store.users.activeOfDesk(deskScope);
  const choosy = partners.some(({ supportMails }) => supportMails === 'mine');
  const takePart = choosy ? await partnersTakingPart(store, opening) : new Set<UserId>();
  // Somebody who has left sees to nothing any more.
  const assignee = ofDesk.find(({ id }) => id === recorded)?.id;

  function isNews({ event }: SupportEntry, reader: NewsReader): boolean {
    return newsFor(event, reader, firstMessage) !== undefined;
  }

  function partnersFor(entry: SupportEntry): readonly User[] {
    return partners
      .filter((user) => wantsMail(user.supportMails, takePart.has(user.id)))
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

  /** Whoever has the case may want no mails. */
  function isLeftUntold({ event }: SupportEntry, told: readonly User[]): boolean {
    return told.length === 0 && newsForDeskAddress(event) !== undefined;
  }

  return {
    of(entry) {
      const told = deskFor(entry);
      return [
        ...[...partnersFor(entry), ...told].map(({ id: userId }) => ({ is: 'user', userId }) as const),
        ...(isLeftUntold(entry, told) ? [{ is: 'desk' } as const] : []),
      ];
    },
    unheard(entry) {
      const written = writtenByDesk(entry.event, firstMessage);
      return partnersFor(entry).length === 0 ? written : undefined;
    },
  };
}
