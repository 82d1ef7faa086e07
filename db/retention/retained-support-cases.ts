import { trusted } from 'mongoose';
import { deskOrganisationId, supportCaseIdSchema, type SupportCaseId } from '../../domain/identifiers.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import { supportCaseWorkflowId } from '../../domain/support-case/workflow-id.js';
import { entryKeysOf } from '../entry-keys.js';
import { byKeys } from '../key-parts.js';
import type { Models } from '../models/models.js';
import type { SupportCaseDocument } from '../models/support.js';
import type { StoredBytes } from '../stored-bytes.js';
import { batchesOf } from './batches.js';
import { filesNamedAmong, filesNamedIn } from './named-files.js';
import { namingFields, type NamingCase, type PeopleInSupportCases } from './people-in-support-cases.js';
import type { RetentionClass } from './retention-class.js';

type SupportCaseModels = Pick<Models, 'support' | 'supportMails' | 'deskTasks' | 'attachments'>;

const retainedFields = {
  openedAt: 1,
  state: 1,
  open: 1,
  unmailed: 1,
  followUps: 1,
  'view.closedAt': 1,
  'view.mergedInto': 1,
  ...namingFields,
} as const;
type RetainedCase = NamingCase &
  Pick<SupportCaseDocument, 'openedAt' | 'state' | 'open' | 'unmailed' | 'followUps'> & {
    readonly view?: Pick<NonNullable<SupportCaseDocument['view']>, 'closedAt' | 'mergedInto' | 'assignee'>;
  };

/** Closing is final, and everybody who is to learn of it by mail has a mail. */
const isFinished = { open: false, state: 'closed', unmailed: trusted({ $exists: false }) } as const;

/**
 * Support cases with what was written in them, its files, the mails about them and the desk's tasks. What a case is found by
 * stands in the case itself. A closed case stays while its follow-up, or the case that it was merged into, is open.
 */
export function retainedSupportCases(
  models: SupportCaseModels,
  storedBytes: StoredBytes,
  peopleIn: PeopleInSupportCases,
): RetentionClass {
  const { supportMails, deskTasks, attachments } = models;
  const { cases, entries, messages, notes } = models.support;

  async function found(ids: readonly string[]): Promise<readonly RetainedCase[]> {
    const _id = trusted({ $in: ids.map((id) => supportCaseIdSchema.parse(id)) });
    return cases.find({ _id }, retainedFields).lean<RetainedCase[]>();
  }

  async function openAmong(ids: readonly SupportCaseId[]): Promise<ReadonlySet<string>> {
    const open = await cases
      .find({ _id: trusted({ $in: [...ids] }), state: trusted({ $ne: 'closed' }) }, { _id: 1 })
      .lean<{ readonly _id: string }[]>();
    return new Set(open.map(({ _id }) => _id));
  }

  /** Files that no case names but these. */
  async function removeFilesOf(ids: readonly SupportCaseId[]): Promise<void> {
    const theirs = await filesNamedIn(messages, ids);
    if (theirs.length === 0) return;
    const elsewhere = await filesNamedAmong(messages, theirs, ids);
    for (const id of theirs.filter((each) => !elsewhere.has(each))) {
      const file = await attachments.findOne({ _id: id }).lean();
      if (!file) continue;
      await storedBytes.remove(id, file.sizeBytes);
      await attachments.deleteOne({ _id: id });
    }
  }

  return {
    dataClass: 'support-cases',
    collections: [
      'stored_chunks',
      'attachments',
      'desk_tasks',
      'support_mails',
      'support_notes',
      'support_messages',
      'support_entries',
      'support_cases',
    ],

    // All of them are the desk's: no other organisation has any.
    async *begunBefore(organisationId, moment, batchSize) {
      if (organisationId !== deskOrganisationId) return;
      yield* batchesOf(cases.find({ openedAt: trusted({ $lt: moment }) }, { _id: 1 }), batchSize);
    },

    async read(ids, sought) {
      const documents = await found(ids);
      const related = documents.flatMap(relatedOf);
      const [open, people] = await Promise.all([openAmong(related), peopleIn(documents, sought)]);
      return documents.map((document): RetainedItem => {
        const { _id: id, openedAt, view } = document;
        const isOver = !document.open && document.state === 'closed' && document.unmailed === undefined;
        const endOfUse = isOver ? view?.closedAt : undefined;
        const neededBy = relatedOf(document).find((each) => open.has(each));
        return {
          id,
          dataClass: 'support-cases',
          begunAt: openedAt.getTime(),
          ...(endOfUse === undefined ? {} : { endOfUse }),
          persons: people.get(id) ?? [],
          ...(neededBy === undefined ? {} : { neededBy }),
        };
      });
    },

    workflowOf: (id) => supportCaseWorkflowId(supportCaseIdSchema.parse(id)),

    async prepare(ids) {
      const documents = await found(ids);
      return { calls: [], texts: [], erase: () => erase(documents) };
    },
  };

  async function erase(documents: readonly RetainedCase[]): Promise<readonly string[]> {
    const gone = documents.map(({ _id }) => _id);
    if (gone.length === 0) return [];
    const caseId = trusted({ $in: gone });
    await removeFilesOf(gone);
    await deskTasks.deleteMany({ 'about.caseId': caseId });
    await supportMails.deleteMany({ caseId });
    await notes.deleteMany({ caseId });
    await messages.deleteMany({ caseId });
    await byKeys(documents.flatMap(entryKeysOf), (_id) => entries.deleteMany({ _id }));
    await cases.deleteMany({ _id: trusted({ $in: gone }), ...isFinished });
    return (await found(gone)).map(({ _id }) => _id);
  }
}

/** Cases that cannot do without this one while they are open. */
function relatedOf({ followUps, view }: RetainedCase): readonly SupportCaseId[] {
  return [...followUps, ...(view?.mergedInto === undefined ? [] : [view.mergedInto])];
}
