import { trusted } from 'mongoose';
import { personsIn } from '../../domain/audit/personal-values.js';
import { deskOrganisationId, receivedMailIdSchema } from '../../domain/identifiers.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { Models } from '../models/models.js';
import type { SupportCaseDocument } from '../models/support.js';
import type { ReceivedMailDocument } from '../models/received-mail.js';
import type { ReceivedMailState } from '../received-mail-store.js';
import type { StoredBytes } from '../stored-bytes.js';
import { batchesOf } from './batches.js';
import type { RetentionClass } from './retention-class.js';

/** Somebody, or the sorting, still has to say what becomes of it. */
const undecided: readonly ReceivedMailState[] = ['received', 'review', 'unreadable'];

const isDecided = { state: trusted({ $nin: [...undecided] }) } as const;

type ItsCase = Pick<SupportCaseDocument, '_id' | 'state'> & {
  readonly opening: Pick<SupportCaseDocument['opening'], 'openedBy'>;
  readonly view?: Pick<NonNullable<SupportCaseDocument['view']>, 'closedAt' | 'assignee'>;
};

type RetainedMail = Pick<ReceivedMailDocument, '_id' | 'state' | 'receivedAt' | 'caseId' | 'sizeBytes'>;
const retainedFields = { state: 1, receivedAt: 1, caseId: 1, sizeBytes: 1 } as const;

/**
 * Mails as they came. Their period begins when they came, or when the case was closed that they stand in: until then the desk
 * may need the original. A mail takes its repetitions with it, which are the same words; one that came when the first was gone, or
 * that stands in another case, has a period of its own.
 */
export function retainedMails(
  { receivedMails, support }: Pick<Models, 'receivedMails' | 'support'>,
  storedBytes: StoredBytes,
): RetentionClass {
  async function found(ids: readonly string[]): Promise<readonly RetainedMail[]> {
    const _id = trusted({ $in: ids.map((id) => receivedMailIdSchema.parse(id)) });
    return receivedMails.find({ _id }, retainedFields).lean<RetainedMail[]>();
  }

  async function casesOf(mails: readonly RetainedMail[]) {
    const ids = mails.flatMap(({ caseId }) => caseId ?? []);
    const cases = await support.cases
      .find(
        { _id: trusted({ $in: ids }) },
        { state: 1, 'opening.openedBy': 1, 'view.closedAt': 1, 'view.assignee': 1 },
      )
      .lean<ItsCase[]>();
    return new Map(cases.map((each) => [each._id, each]));
  }

  async function repetitionsOf({ _id, caseId }: RetainedMail): Promise<readonly RetainedMail[]> {
    const notElsewhere = [
      { caseId: trusted({ $exists: false }) },
      ...(caseId === undefined ? [] : [{ caseId }]),
    ];
    return receivedMails
      .find({ repetitionOf: _id, $or: notElsewhere, ...isDecided }, retainedFields)
      .lean<RetainedMail[]>();
  }

  /** The document at last: by it somebody finds what is left of the bytes. */
  async function remove({ _id, sizeBytes }: RetainedMail): Promise<void> {
    await storedBytes.remove(_id, sizeBytes);
    await receivedMails.deleteOne({ _id, ...isDecided });
  }

  return {
    dataClass: 'mail-originals',
    collections: ['stored_chunks', 'received_mails'],

    async *begunBefore(organisationId, moment, batchSize) {
      if (organisationId !== deskOrganisationId) return;
      yield* batchesOf(receivedMails.find({ receivedAt: trusted({ $lt: moment }) }, { _id: 1 }), batchSize);
    },

    async read(ids) {
      const mails = await found(ids);
      const cases = await casesOf(mails);
      return mails.map(({ _id: id, state, receivedAt, caseId }): RetainedItem => {
        const begunAt = receivedAt.getTime();
        const itsCase = caseId === undefined ? undefined : cases.get(caseId);
        const endOfUse = Math.max(begunAt, itsCase?.view?.closedAt ?? 0);
        return {
          id,
          dataClass: 'mail-originals',
          begunAt,
          ...(undecided.includes(state) ? {} : { endOfUse }),
          persons: personsIn([itsCase?.opening.openedBy, itsCase?.view?.assignee]),
          ...(caseId === undefined ? {} : { caseId }),
          ...(itsCase === undefined || itsCase.state === 'closed' ? {} : { neededBy: itsCase._id }),
        };
      });
    },

    workflowOf: () => undefined,

    async prepare(ids) {
      const mails = await found(ids);
      return {
        calls: [],
        texts: [],
        async erase() {
          const kept: string[] = [];
          for (const mail of mails) {
            if (undecided.includes(mail.state)) {
              kept.push(mail._id);
              continue;
            }
            for (const repetition of await repetitionsOf(mail)) await remove(repetition);
            await remove(mail);
          }
          return kept;
        },
      };
    },
  };
}
