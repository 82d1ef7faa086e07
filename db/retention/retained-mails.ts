import { trusted } from 'mongoose';
import { deskOrganisationId, receivedMailIdSchema, type SupportCaseId } from '../../domain/identifiers.js';
import type { PeopleSought, RetainedItem } from '../../domain/retention/legal-hold.js';
import type { Models } from '../models/models.js';
import type { SupportCaseDocument } from '../models/support.js';
import type { ReceivedMailDocument } from '../models/received-mail.js';
import { sentFromAny } from '../persons/any-case.js';
import type { EmailsOf } from '../persons/emails-of-desk.js';
import type { ReceivedMailState } from '../received-mail-store.js';
import type { StoredBytes } from '../stored-bytes.js';
import { batchesOf } from './batches.js';
import { namingFields, type NamingCase, type PeopleInSupportCases } from './people-in-support-cases.js';
import type { RetentionClass } from './retention-class.js';

/** Somebody, or the sorting, still has to say what becomes of it. */
const undecided: readonly ReceivedMailState[] = ['received', 'review', 'unreadable'];

type ItsCase = NamingCase &
  Pick<SupportCaseDocument, 'state'> & {
    readonly view?: Pick<NonNullable<SupportCaseDocument['view']>, 'closedAt' | 'assignee'>;
  };

type RetainedMail = Pick<
  ReceivedMailDocument,
  '_id' | 'state' | 'receivedAt' | 'caseId' | 'boundTo' | 'sizeBytes' | 'repetitionOf'
>;
const retainedFields = {
  ...{ state: 1, receivedAt: 1, caseId: 1, boundTo: 1, sizeBytes: 1, repetitionOf: 1 },
} as const;

/**
 * Mails as they came. Their period begins when they came, or when the case was closed that they stand in: until then the desk
 * may need the original. A repetition, which is the same words, stands and goes with the mail that it repeats; one that came when the
 * first was gone, or that stands in another case, has a period of its own. A mail is about its senders, and about everybody whom its
 * case names.
 */
export function retainedMails(
  { receivedMails, support }: Pick<Models, 'receivedMails' | 'support'>,
  storedBytes: StoredBytes,
  { peopleIn, emailsOf }: { readonly peopleIn: PeopleInSupportCases; readonly emailsOf: EmailsOf },
): RetentionClass {
  async function found(ids: readonly string[]): Promise<readonly RetainedMail[]> {
    if (ids.length === 0) return [];
    const _id = trusted({ $in: ids.map((id) => receivedMailIdSchema.parse(id)) });
    return receivedMails.find({ _id }, retainedFields).lean<RetainedMail[]>();
  }

  /** By their identifiers, where they are still there. */
  async function originalsOf(mails: readonly RetainedMail[]): Promise<ReadonlyMap<string, RetainedMail>> {
    const known = new Map<string, RetainedMail>();
    for (const mail of mails) known.set(mail._id, mail);
    const others = new Set(mails.flatMap(({ repetitionOf }) => repetitionOf ?? []));
    for (const original of await found([...others].filter((id) => !known.has(id)))) {
      known.set(original._id, original);
    }
    return known;
  }

  async function casesOf(mails: readonly RetainedMail[]): Promise<ReadonlyMap<string, ItsCase>> {
    const ids = new Set(mails.flatMap((mail) => caseOfMail(mail) ?? []));
    const cases = await support.cases
      .find({ _id: trusted({ $in: [...ids] }) }, { state: 1, 'view.closedAt': 1, ...namingFields })
      .lean<ItsCase[]>();
    return new Map(cases.map((each) => [each._id, each]));
  }

  /** Those of them who have sent one of the mails, by these. */
  async function sendersOf(
    mails: readonly RetainedMail[],
    persons: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const senders = new Map<string, readonly string[]>();
    if (mails.length === 0) return senders;
    const _id = trusted({ $in: mails.map((mail) => mail._id) });
    for (const [person, emails] of await emailsOf(persons)) {
      const sent = await receivedMails
        .find({ _id, ...sentFromAny(emails) }, { _id: 1 })
        .lean<Pick<ReceivedMailDocument, '_id'>[]>();
      for (const { _id: id } of sent) senders.set(id, [...(senders.get(id) ?? []), person]);
    }
    return senders;
  }

  async function read(ids: readonly string[], sought: PeopleSought): Promise<readonly RetainedItem[]> {
    const mails = await found(ids);
    const originals = await originalsOf(mails);
    const all = [...mails, ...originals.values()];
    const cases = await casesOf(all);
    const [people, senders] = await Promise.all([
      peopleIn([...cases.values()], sought),
      sendersOf(all, sought.held ?? []),
    ]);
    const caseOf = (caseId: string | undefined) => (caseId === undefined ? undefined : cases.get(caseId));
    const endOf = (mail: RetainedMail) =>
      Math.max(mail.receivedAt.getTime(), caseOf(caseOfMail(mail))?.view?.closedAt ?? 0);
    return mails.map((mail): RetainedItem => {
      const original = originals.get(mail.repetitionOf ?? '');
      const goesWith = original !== undefined && isSameCase(mail, original) ? original : undefined;
      // As long as somebody still has to say what becomes of the first one, nobody has said it of the repetition either.
      const isOver = isDecided(mail) && (goesWith === undefined || isDecided(goesWith));
      const caseId = caseOfMail(goesWith ?? mail);
      const { _id: neededBy, state } = caseOf(caseId) ?? {};
      const about = [people.get(caseId ?? ''), senders.get(mail._id), senders.get(goesWith?._id ?? '')];
      return {
        id: mail._id,
        dataClass: 'mail-originals',
        begunAt: mail.receivedAt.getTime(),
        ...(isOver ? { endOfUse: endOf(goesWith ?? mail) } : {}),
        persons: [...new Set(about.flatMap((each) => each ?? []))],
        ...(caseId === undefined ? {} : { caseId }),
        ...(neededBy === undefined || state === 'closed' ? {} : { neededBy }),
      };
    });
  }

  /** Repetitions that came behind the moment: they are not found by when they came, but may go with those. */
  async function laterRepetitionsOf(ids: readonly string[], moment: Date): Promise<readonly string[]> {
    const repetitionOf = trusted({ $in: ids.map((id) => receivedMailIdSchema.parse(id)) });
    const receivedAt = trusted({ $gte: moment });
    const later = await receivedMails
      .find({ repetitionOf, receivedAt }, { _id: 1 })
      .lean<Pick<ReceivedMailDocument, '_id'>[]>();
    return later.map(({ _id }) => _id);
  }

  return {
    dataClass: 'mail-originals',
    collections: ['stored_chunks', 'received_mails'],

    async *begunBefore(organisationId, moment, batchSize) {
      if (organisationId !== deskOrganisationId) return;
      const begun = receivedMails.find({ receivedAt: trusted({ $lt: moment }) }, { _id: 1 });
      for await (const ids of batchesOf(begun, batchSize)) {
        yield [...ids, ...(await laterRepetitionsOf(ids, moment))];
      }
    },

    read: (ids, sought) => read(ids, sought),

    workflowOf: () => undefined,

    async prepare(ids) {
      const mails = await found(ids);
      return {
        calls: [],
        texts: [],
        async erase() {
          // Somebody may have put one into a case that goes on since it was decided that it goes.
          const items = await read(
            mails.map(({ _id }) => _id),
            { named: false },
          );
          const kept = items
            .filter(({ endOfUse, neededBy }) => endOfUse === undefined || neededBy)
            .map(({ id }) => id);
          for (const { _id, sizeBytes } of mails) {
            if (kept.includes(_id)) continue;
            // The document at last: by it somebody finds what is left of the bytes.
            await storedBytes.remove(_id, sizeBytes);
            await receivedMails.deleteOne({ _id, state: trusted({ $nin: [...undecided] }) });
          }
          return kept;
        },
      };
    },
  };
}

function isDecided({ state }: RetainedMail): boolean {
  return !undecided.includes(state);
}

/** The case that a mail stands in, or is just being put into. */
function caseOfMail({ boundTo, caseId }: RetainedMail): SupportCaseId | undefined {
  return boundTo ?? caseId;
}

function isSameCase(mail: RetainedMail, original: RetainedMail): boolean {
  const caseId = caseOfMail(mail);
  return caseId === undefined || caseId === caseOfMail(original);
}
