import type { Logger } from 'pino';
import type { Page, PageRequest, Store, UnmailedSupportCase } from '../../db/store.js';
import { describeError } from '../../domain/describe-error.js';
import type { SupportMessageId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { SupportEntry } from '../../domain/support-case/support-event.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { isUnavailable } from '../use-cases/time-limit.js';
import { newsReceiversOf, type NewsReceiversDependencies } from './news-receivers.js';

export interface NewsRelayDependencies {
  readonly store: NewsReceiversDependencies & {
    readonly supportCases: Pick<
      Store['supportCases'],
      'unmailed' | 'entries' | 'markMailed' | 'duplicatesOf'
    >;
    readonly supportMails: Pick<Store['supportMails'], 'put'>;
    readonly deskTasks: Pick<Store['deskTasks'], 'put' | 'isOpenAbout'>;
  };
  readonly log: Pick<Logger, 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const casesPerLook = 100;
const entriesPerLook = 200;

/**
 * Puts a mail into the outbox for each entry of a support case and each user who wants to know of it (ADR 24). A case counts as
 * told only when all its mails stand there, and a mail is named by what it tells and to whom: so nothing is lost whoever dies,
 * and any number of relays may run.
 *
 * @returns one round.
 */
export function createNewsRelay({ store, log, now }: NewsRelayDependencies): () => Promise<void> {
  /** As long as that is a task of the case, further messages make no further ones. */
  async function tellDesk(
    { id: caseId, accountId }: UnmailedSupportCase['opening'],
    { sequence }: SupportEntry,
    messageId: SupportMessageId,
  ): Promise<void> {
    const kind = 'nobody-mailed';
    if (await store.deskTasks.isOpenAbout(caseId, [kind])) return;
    await store.deskTasks.put({
      id: derivedIdentifier('tsk', kind, caseId, String(sequence)),
      createdAt: new Date(now()),
      about: { kind, caseId, accountId, messageId },
    });
  }

  async function tell(unmailed: UnmailedSupportCase): Promise<void> {
    const { opening, mailedThrough, timelineThrough } = unmailed;
    const { id: caseId, accountId } = opening;
    let receivers: Awaited<ReturnType<typeof newsReceiversOf>> | undefined;
    let after = mailedThrough;
    while (after < timelineThrough) {
      const limit = Math.min(timelineThrough - after, entriesPerLook);
      const entries = await store.supportCases.entries(deskScope, caseId, { after, limit });
      const last = entries.at(-1);
      if (last === undefined) break;
      receivers ??= await newsReceiversOf(store, unmailed);
      for (const entry of entries) {
        const unheard = receivers.unheard(entry);
        if (unheard !== undefined) await tellDesk(opening, entry, unheard);
        for (const to of receivers.of(entry)) {
          const named = to.is === 'user' ? to.userId : to.is;
          await store.supportMails.put({
            id: derivedIdentifier('sml', caseId, String(entry.sequence), named),
            caseId,
            accountId,
            to,
            about: { is: 'news', sequence: entry.sequence },
            createdAt: new Date(now()),
          });
        }
      }
      after = last.sequence;
    }
    await store.supportCases.markMailed(caseId, timelineThrough);
  }

  /** Where it fails the case stays marked, and others are told. */
  async function tellOrLog(unmailed: UnmailedSupportCase): Promise<void> {
    try {
      await tell(unmailed);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      const { id: caseId } = unmailed.opening;
      log.error({ caseId, ...describeError(error) }, 'News of a support case were not put into the outbox');
    }
  }

  /** Every look goes on behind the last case of the one before, however many of them stay marked. */
  async function tellAll(): Promise<void> {
    let place: Pick<PageRequest, 'cursor'> | undefined = {};
    while (place !== undefined) {
      const { items, nextCursor: cursor }: Page<UnmailedSupportCase> = await store.supportCases.unmailed({
        ...place,
        limit: casesPerLook,
      });
      for (const unmailed of items) await tellOrLog(unmailed);
      place = cursor === undefined ? undefined : { cursor };
    }
  }

  return async () => {
    try {
      await tellAll();
    } catch (error) {
      // The marks stay; somebody else tells that the database is away.
      if (!isUnavailable(error)) throw error;
    }
  };
}
