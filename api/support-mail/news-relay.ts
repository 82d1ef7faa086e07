import type { Logger } from 'pino';
import type { Store, UnmailedSupportCase } from '../../db/store.js';
import { describeError } from '../../domain/describe-error.js';
import { deskScope } from '../../domain/scope.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { isUnavailable } from '../use-cases/time-limit.js';
import { newsReceiversOf, type NewsReceiversDependencies } from './news-receivers.js';

export interface NewsRelayDependencies {
  readonly store: NewsReceiversDependencies & {
    readonly supportCases: Pick<Store['supportCases'], 'unmailed' | 'entries' | 'markMailed'>;
    readonly supportMails: Pick<Store['supportMails'], 'put'>;
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

  /** False: the case stays marked, and others can still be told. */
  async function tellOrLog(unmailed: UnmailedSupportCase): Promise<boolean> {
    try {
      await tell(unmailed);
      return true;
    } catch (error) {
      if (isUnavailable(error)) throw error;
      const { id: caseId } = unmailed.opening;
      log.error({ caseId, ...describeError(error) }, 'News of a support case were not put into the outbox');
      return false;
    }
  }

  return async () => {
    try {
      for (;;) {
        const cases = await store.supportCases.unmailed(casesPerLook);
        let told = 0;
        for (const unmailed of cases) if (await tellOrLog(unmailed)) told += 1;
        if (cases.length < casesPerLook || told === 0) return;
      }
    } catch (error) {
      // The marks stay; somebody else tells that the database is away.
      if (!isUnavailable(error)) throw error;
    }
  };
}
