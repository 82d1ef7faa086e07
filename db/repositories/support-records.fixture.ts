import { randomInt } from 'node:crypto';
import type { AccountId, SupportCaseId, SupportMessageId } from '../../domain/identifiers.js';
import { referenceIdOf } from '../../domain/support-case/reference-id.js';
import type { SupportCaseView } from '../../domain/support-case/support-case-view.js';
import type { SupportEntry } from '../../domain/support-case/support-event.js';
import type { SupportMessage, SupportOpening, SupportRecord } from '../support-store.js';

let count = 0;

/** Letters that no other test of the run has. */
function unique(): string {
  return `${(count += 1).toString(36)}${randomInt(36 ** 6).toString(36)}`.padStart(8, '0');
}

export function newSupportCaseId(): SupportCaseId {
  return `sup_${unique()}`;
}

export function newMessageId(): SupportMessageId {
  return `msg_${unique()}`;
}

export function newAccountId(): AccountId {
  return `acc_${unique()}`;
}

export function supportOpening(change: Partial<SupportOpening> = {}): SupportOpening {
  return {
    id: newSupportCaseId(),
    number: `B-2026-${String(randomInt(1, 999_999_999)).padStart(6, '0')}`,
    referenceId: referenceIdOf(Uint8Array.from({ length: 10 }, () => randomInt(256))),
    accountId: 'acc_partner1',
    topic: 'enquiry',
    subject: 'Where is the payment?',
    identifiers: [],
    language: 'en',
    openedBy: { by: 'partner', userId: 'usr_partner1' },
    openedAt: new Date('2026-11-23T10:00:00Z'),
    firstMessage: newMessageId(),
    bodyHash: 'a'.repeat(64),
    ...change,
  };
}

export function supportMessage(
  opening: SupportOpening,
  change: Partial<SupportMessage> = {},
): SupportMessage {
  return {
    id: opening.firstMessage,
    caseId: opening.id,
    accountId: opening.accountId,
    by: opening.openedBy,
    channel: 'portal',
    at: opening.openedAt,
    text: 'We miss the payment of October.',
    attachments: [],
    ...change,
  };
}

export function supportView(opening: SupportOpening, change: Partial<SupportCaseView> = {}): SupportCaseView {
  return {
    id: opening.id,
    accountId: opening.accountId,
    state: 'new',
    openedAt: opening.openedAt.getTime(),
    messages: 1,
    lastMessageAt: opening.openedAt.getTime(),
    answer: { is: 'due', dueAt: opening.openedAt.getTime() + 8 * 3_600_000 },
    ...change,
  };
}

/** A record of these messages, whose entries begin with the sequence given. */
export function supportRecord(
  opening: SupportOpening,
  revision: number,
  first: number,
  messageIds: readonly SupportMessageId[],
  change: Partial<SupportCaseView> = {},
): SupportRecord {
  const entries = messageIds.map((messageId, index): SupportEntry => ({
    sequence: first + index,
    at: 1_000 * (first + index),
    event: { type: 'message-added', messageId, by: opening.openedBy },
  }));
  return { revision, view: supportView(opening, change), entries };
}
