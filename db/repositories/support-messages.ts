import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { notFound } from '../../domain/errors.js';
import { userIdSchema, type SupportCaseId, type SupportMessageId } from '../../domain/identifiers.js';
import { mayTouchAccount, type Scope } from '../../domain/scope.js';
import type { SupportEntry } from '../../domain/support-case/support-event.js';
import type { Within } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { SupportCaseDocument, SupportMessageDocument } from '../models/support.js';
import { ownedByAccount } from '../scope-filter.js';
import type { AcceptedMessage, SupportMessage, SupportMessageRepository } from '../support-store.js';
import type { SupportEntries } from './support-entries.js';

/** How many entries are looked through at a time for those that tell of messages: most of them do. */
const windowSizes = { least: 20, most: 200 } as const;

/** No more than what is asked for: the words of a whole window are read, and a page may be short. */
function windowSizeFor(limit: number): number {
  return Math.min(windowSizes.most, Math.max(windowSizes.least, limit));
}

function toMessage({ _id: id, sequence: _sequence, ...message }: SupportMessageDocument): SupportMessage {
  return { id, ...message };
}

function withSequence(document: SupportMessageDocument): AcceptedMessage | undefined {
  const { sequence } = document;
  return sequence === undefined ? undefined : { ...toMessage(document), sequence };
}

/** Keeps the words; the same message twice changes nothing. */
export function insertMessage(
  messages: Model<SupportMessageDocument>,
  { id, ...message }: SupportMessage,
): Promise<'kept' | 'exists'> {
  return keepOnce(() => messages.insertOne({ _id: id, ...message }));
}

/** The words of support cases. Which of them count says the case's entries, and in which order. */
export function createSupportMessageRepository(
  messages: Model<SupportMessageDocument>,
  cases: Model<SupportCaseDocument>,
  entries: SupportEntries,
  within: Within,
): SupportMessageRepository {
  /** The accepted messages that these entries tell of. An ID that was taken twice stands where it was taken first. */
  async function toldBy(told: readonly SupportEntry[]): Promise<AcceptedMessage[]> {
    const sequenceOf = new Map<SupportMessageId, number>();
    for (const { sequence, event } of told) {
      if (event.type !== 'message-added' || sequenceOf.has(event.messageId)) continue;
      sequenceOf.set(event.messageId, sequence);
    }
    if (sequenceOf.size === 0) return [];
    const found = await messages
      .find({ _id: trusted({ $in: [...sequenceOf.keys()] }) })
      .lean<SupportMessageDocument[]>();
    return found
      .flatMap((document) => {
        const { _id: id, sequence } = document;
        if (sequence === undefined || sequenceOf.get(id) !== sequence) return [];
        return [{ ...toMessage(document), sequence }];
      })
      .sort((one, other) => one.sequence - other.sequence);
  }

  async function highestOf(scope: Scope, caseId: SupportCaseId, maxTimeMS: number): Promise<number> {
    const found = await cases
      .findOne({ _id: caseId, ...ownedByAccount(scope) }, { highestSequence: 1 }, { maxTimeMS })
      .lean<Pick<SupportCaseDocument, 'highestSequence'>>();
    return found?.highestSequence ?? 0;
  }

  return {
    keep: (scope, message) =>
      within('intake', async (maxTimeMS) => {
        if (!mayTouchAccount(scope, message.accountId)) throw notFound('support case');
        const owner = await cases
          .findOne({ _id: message.caseId, accountId: message.accountId }, { _id: 1 }, { maxTimeMS })
          .lean<Pick<SupportCaseDocument, '_id'>>();
        if (!owner) throw notFound('support case');
        return insertMessage(messages, message);
      }),

    find: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const found = await messages
          .findOne({ _id: id, ...ownedByAccount(scope) }, null, { maxTimeMS })
          .lean<SupportMessageDocument>();
        return found ? toMessage(found) : undefined;
      }),

    findAccepted: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const accepted = { _id: id, sequence: trusted({ $exists: true }), ...ownedByAccount(scope) };
        const found = await messages.findOne(accepted, null, { maxTimeMS }).lean<SupportMessageDocument>();
        return found ? withSequence(found) : undefined;
      }),

    list: (scope, caseId, { after, limit }) =>
      within('other', async (maxTimeMS) => {
        const highest = await highestOf(scope, caseId, maxTimeMS);
        const found: AcceptedMessage[] = [];
        const windowSize = windowSizeFor(limit);
        for (let from = after + 1; from <= highest && found.length < limit; from += windowSize) {
          const to = Math.min(highest, from + windowSize - 1);
          found.push(...(await toldBy(await entries.window(caseId, from, to))));
        }
        return found.slice(0, limit);
      }),

    partnersWhoWrote: (scope, caseId) =>
      within('other', async (maxTimeMS) => {
        const written = { caseId, sequence: trusted({ $exists: true }), 'by.by': 'partner' } as const;
        const found = await messages
          .distinct('by.userId', { ...written, ...ownedByAccount(scope) })
          .maxTimeMS(maxTimeMS);
        return new Set(found.flatMap((userId) => userIdSchema.safeParse(userId).data ?? []));
      }),

    lastMailBy: (scope, caseId, userId, before) =>
      within('other', async (maxTimeMS) => {
        const byMail = { 'by.userId': userId, receivedMailId: trusted({ $exists: true }) };
        const found = await messages
          .findOne(
            { caseId, sequence: trusted({ $lt: before }), ...byMail, ...ownedByAccount(scope) },
            null,
            { maxTimeMS },
          )
          .sort({ sequence: -1 })
          .lean<SupportMessageDocument>();
        return found ? withSequence(found) : undefined;
      }),

    latest: (scope, caseId, { before, limit }) =>
      within('other', async (maxTimeMS) => {
        const highest = await highestOf(scope, caseId, maxTimeMS);
        const found: AcceptedMessage[] = [];
        const windowSize = windowSizeFor(limit);
        let to = before === undefined ? highest : Math.min(highest, before - 1);
        for (; to >= 1 && found.length < limit; to -= windowSize) {
          const from = Math.max(1, to - windowSize + 1);
          found.unshift(...(await toldBy(await entries.window(caseId, from, to))));
        }
        return found.slice(-limit);
      }),
  };
}
