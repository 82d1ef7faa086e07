import type { SupportMessageId, SupportCaseId } from '../../domain/identifiers.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { Store, SupportOpening } from '../store.js';
import { newMessageId, supportMessage, supportOpening } from './support-records.fixture.js';

/** What tests do with the support cases of a store. */
export interface StoredSupport {
  /** Stores a case with its first message. */
  readonly opened: (change?: Partial<SupportOpening>, text?: string) => Promise<SupportOpening>;
  /** Keeps a message that the case has not taken yet. */
  readonly keep: (opening: SupportOpening, text?: string) => Promise<SupportMessageId>;
  /** The cases that a search finds. */
  readonly found: (
    text: string,
    scope?: Scope,
    accountId?: SupportOpening['accountId'],
  ) => Promise<readonly SupportCaseId[]>;
}

/** @param storeOf the store, which is there once the tests run. */
export function supportCasesIn(storeOf: () => Store): StoredSupport {
  return {
    async opened(change = {}, text) {
      const opening = supportOpening(change);
      const message = supportMessage(opening, text === undefined ? {} : { text });
      await storeOf().supportCases.open(deskScope, opening, message);
      return opening;
    },
    async keep(opening, text = 'A word.') {
      const id = newMessageId();
      await storeOf().supportMessages.keep(deskScope, supportMessage(opening, { id, text }));
      return id;
    },
    async found(text, scope = deskScope, accountId) {
      const { items } = await storeOf().supportCases.list(scope, {
        limit: 20,
        text,
        ...(accountId === undefined ? {} : { accountId }),
      });
      return items.map(({ opening }) => opening.id);
    },
  };
}
