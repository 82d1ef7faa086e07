import { randomBytes } from 'node:crypto';
import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { SupportMessage, SupportOpening } from '../../db/support-store.js';
import { conflict, DomainError } from '../../domain/errors.js';
import type { SupportMessageId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { referenceIdBytes, referenceIdOf } from '../../domain/support-case/reference-id.js';
import { supportPolicyOf, usualPolicySettings } from '../../domain/support-case/support-policy-schema.js';
import type { SupportCaseStart } from '../../workflows/support-case/support-case.messages.js';
import type { BackgroundWork } from '../background-work.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { isUnavailable } from '../use-cases/time-limit.js';

/** What is asked; number, reference ID, moment and what is promised for the topic are given with it. */
export type SupportCaseDraft = Omit<
  SupportOpening,
  'number' | 'referenceId' | 'openedAt' | 'firstMessage' | 'policy'
>;

export type FirstWords = Pick<
  SupportMessage,
  'text' | 'quoted' | 'attachments' | 'channel' | 'receivedMailId' | 'leftOut' | 'isCut' | 'sender'
>;

/** `accepted`: it is stored, and starts as soon as the case engine answers. */
export interface OpenedSupportCase {
  readonly opened: 'started' | 'exists' | 'accepted';
  readonly opening: SupportOpening;
}

export interface SupportCaseOpening {
  /**
   * Stores a case and starts it. Its ID follows from the request, so whoever repeats it, also at the same moment, gets the
   * same case with the same number.
   *
   * @throws DomainError `idempotency-key-reused` where the ID stands for another request, `unavailable` when nothing was stored.
   */
  open(scope: Scope, draft: SupportCaseDraft, words: FirstWords): Promise<OpenedSupportCase>;
  /**
   * The case that the same request has opened before, if it has; nothing that has changed since counts.
   *
   * @throws DomainError `idempotency-key-reused` where the ID stands for another request.
   */
  repeat(
    scope: Scope,
    asked: Pick<SupportCaseDraft, 'id' | 'bodyHash'>,
  ): Promise<OpenedSupportCase | undefined>;
}

export function createSupportCaseOpening({
  store,
  supportCases,
  background,
  now,
}: {
  readonly store: Pick<Store, 'supportCases' | 'supportPolicies'>;
  readonly supportCases: Pick<Cases['supportCases'], 'start'>;
  readonly background: BackgroundWork;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): SupportCaseOpening {
  async function start(opening: SupportOpening): Promise<'started' | 'accepted'> {
    try {
      await supportCases.start(supportCaseStartOf(opening));
    } catch (error) {
      if (isUnavailable(error)) return 'accepted';
      throw error;
    }
    background.run('noting that a support case has started', () =>
      store.supportCases.markStarted(opening.id),
    );
    return 'started';
  }

  async function storedOf(scope: Scope, draft: SupportCaseDraft, words: FirstWords) {
    const known = await store.supportCases.find(scope, draft.id);
    if (known !== undefined) return { stored: 'exists', ...known } as const;
    const openedAt = new Date(now());
    const firstMessage = firstMessageIdOf(draft);
    const opening: SupportOpening = {
      ...draft,
      number: await store.supportCases.nextNumber(openedAt.getUTCFullYear()),
      referenceId: referenceIdOf(randomBytes(referenceIdBytes)),
      openedAt,
      firstMessage,
      policy: supportPolicyOf(
        (await store.supportPolicies.find(draft.topic))?.settings ?? usualPolicySettings,
      ),
    };
    const { id: caseId, accountId, openedBy: by } = draft;
    const message = { id: firstMessage, caseId, accountId, by, at: openedAt, ...words };
    return store.supportCases.open(scope, opening, message);
  }

  function mustBeSame(opening: SupportOpening, { bodyHash }: Pick<SupportCaseDraft, 'bodyHash'>): void {
    if (opening.bodyHash === bodyHash) return;
    throw new DomainError('idempotency-key-reused', 'This Idempotency-Key was used for another case.');
  }

  return {
    async open(scope, draft, words) {
      const { stored, opening, ...known } = await storedOf(scope, draft, words);
      mustBeSame(opening, draft);
      if (opening.accountId !== draft.accountId) throw conflict('This case belongs to another account.');
      // What was recorded once has run: after its retention the engine would start it anew.
      const hasRun = 'view' in known && known.view !== undefined;
      const started = hasRun ? 'started' : await start(opening);
      return { opened: stored === 'exists' ? 'exists' : started, opening };
    },

    async repeat(scope, asked) {
      const known = await store.supportCases.find(scope, asked.id);
      if (known === undefined) return undefined;
      mustBeSame(known.opening, asked);
      if (known.view === undefined) await start(known.opening);
      return { opened: 'exists', opening: known.opening };
    },
  };
}

/** Of the body too: were the same key sent with two bodies at one moment, each opening keeps its own words. */
function firstMessageIdOf({ id, bodyHash }: SupportCaseDraft): SupportMessageId {
  return derivedIdentifier('msg', 'first', id, bodyHash);
}

/** With what the workflow of a stored case starts: identifiers only. */
export function supportCaseStartOf({
  id: caseId,
  accountId,
  openedAt,
  openedBy,
  firstMessage,
  followUpOf,
  assignee,
  policy,
}: SupportOpening): SupportCaseStart {
  return {
    caseId,
    accountId,
    openedAt: openedAt.getTime(),
    openedBy,
    firstMessage,
    ...(followUpOf === undefined ? {} : { followUpOf }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(policy === undefined ? {} : { policy }),
  };
}
