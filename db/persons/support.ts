import { trusted } from 'mongoose';
import { deskOrganisationId, supportCaseIdSchema } from '../../domain/identifiers.js';
import { isApplicant, isUser, type PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import type { Models } from '../models/models.js';
import type { SupportCaseDocument } from '../models/support.js';
import { eraseAnswers, isNamedIn, type Called } from './answers-of-person.js';
import { namingAny } from './any-case.js';
import { notTheirsAlone, type KeptBecause, type PersonRecord, type PersonRoom } from './person-room.js';
import type { TheirsAlone } from './theirs-alone.js';

type SupportRoomModels = Pick<Models, 'support' | 'supportMails' | 'deskTasks'>;

/**
 * What users of partner accounts and of the desk have done and written in support cases. It is the correspondence of the account
 * with the desk and stays with the case; the address that stood beside the words, what mail servers have said about it, and answers
 * that are nothing but their name, number or address go, unless the case is held. What is found by words of a text is found by them
 * for as long as the text is there.
 *
 * Reads all support cases once, since nothing has an index by person.
 */
export function supportRoom(
  { support, supportMails, deskTasks }: SupportRoomModels,
  theirsAlone: TheirsAlone,
): PersonRoom {
  const { cases, entries, messages, notes } = support;

  const actors = (id: string, field: string) => [
    { [`${field}.userId`]: id },
    { [`${field}.principal.userId`]: id },
  ];
  const opened = (id: string) => ({
    $or: [...actors(id, 'opening.openedBy'), { assignee: id }, { 'mailTrouble.userId': id }],
  });
  const told = (id: string) => ({ $or: [...actors(id, 'event.by'), { 'event.to': id }] });
  const written = (id: string, emails: readonly string[]) => ({
    $or: [...actors(id, 'by'), { sender: namingAny(emails) }],
  });
  const tasks = (id: string, emails: readonly string[]) => ({
    $or: [
      { 'done.by.userId': id },
      { 'about.to.userId': id },
      { 'about.applicationId': id },
      { 'about.diagnostic': namingAny(emails) },
    ],
  });

  async function calledAlone(person: PersonTraces): Promise<Called> {
    return { names: person.names, ...(await theirsAlone(person, 'everybody')) };
  }

  const isKnown = ({ id, organisationId }: PersonTraces) =>
    organisationId === deskOrganisationId && (isUser(id) || isApplicant(id));
  const kept = (
    collection: string,
    id: string,
    data: unknown,
    because: KeptBecause = notTheirsAlone,
  ): PersonRecord => ({ collection, id, data, stays: because });

  return {
    collections: [
      'support_cases',
      'support_entries',
      'support_messages',
      'support_notes',
      'support_mails',
      'desk_tasks',
    ],

    async *collect(person, holds = []) {
      if (!isKnown(person)) return;
      const { id } = person;
      const called = await calledAlone(person);
      const { emails } = called;
      for await (const each of cases.find(opened(id)).lean().cursor({ batchSize: 50 })) {
        const { number, referenceId, accountId, opening, assignee, state } = each;
        const { bodyHash: _hash, ...asked } = opening;
        const isTheirs = 'userId' in opening.openedBy && opening.openedBy.userId === id;
        const data = {
          number,
          referenceId,
          accountId,
          state,
          assignee,
          ...(isTheirs ? { opening: asked } : {}),
        };
        const because = isNamedIn(opening.answers, called) ? holdOnCase(each._id, holds) : undefined;
        yield kept('support_cases', each._id, data, because);
      }
      for await (const each of entries.find(told(id)).lean().cursor({ batchSize: 200 })) {
        const { caseId, sequence, at, event } = each;
        yield kept('support_entries', each._id, { caseId, sequence, at, event });
      }
      for await (const each of messages.find(written(id, emails)).lean().cursor({ batchSize: 50 })) {
        const { caseId, at, channel, text, quoted, sender, attachments } = each;
        const data = { caseId, at, channel, text, quoted, sender, attachments };
        const because = sender === undefined ? undefined : holdOnCase(caseId, holds);
        yield kept('support_messages', each._id, data, because);
      }
      for await (const each of notes.find({ 'by.userId': id }).lean().cursor({ batchSize: 50 })) {
        yield kept('support_notes', each._id, { caseId: each.caseId, at: each.at, text: each.text });
      }
      for await (const each of supportMails.find({ 'to.userId': id }).lean().cursor({ batchSize: 200 })) {
        const { caseId, about, state, createdAt } = each;
        yield kept('support_mails', each._id, { caseId, about, state, createdAt });
      }
      for await (const each of deskTasks.find(tasks(id, emails)).lean().cursor({ batchSize: 200 })) {
        const { about, createdAt, done } = each;
        const isDiagnosed = 'diagnostic' in about && 'caseId' in about;
        const because = isDiagnosed ? holdOnCase(about.caseId, holds) : undefined;
        yield kept('desk_tasks', each._id, { about, createdAt, done }, because);
      }
    },

    async erase(person, holds) {
      if (!isKnown(person) || holdOnCase('', holds) !== undefined) return;
      const { id } = person;
      const called = await calledAlone(person);
      const { emails } = called;
      const held = holds.flatMap(({ subject }) =>
        subject.of === 'case' ? (supportCaseIdSchema.safeParse(subject.id).data ?? []) : [],
      );
      for await (const each of cases.find(opened(id)).lean<SupportCaseDocument>().cursor({ batchSize: 50 })) {
        if (!held.includes(each._id)) await eraseAnswers(support, each, called);
      }
      await messages.updateMany(
        {
          $and: [
            written(id, emails),
            { sender: trusted({ $exists: true }), caseId: trusted({ $nin: held }) },
          ],
        },
        { $unset: { sender: 1 } },
      );
      await deskTasks.updateMany(
        {
          $or: [{ 'about.to.userId': id }, { 'about.diagnostic': namingAny(emails) }],
          'about.diagnostic': trusted({ $exists: true }),
          'about.caseId': trusted({ $nin: held }),
        },
        { $unset: { 'about.diagnostic': 1 } },
      );
    },
  };
}

/** The hold on a case, or on all of them. */
function holdOnCase(caseId: string, holds: readonly Holding[]): KeptBecause | undefined {
  const hold = holds.find(({ subject }) =>
    subject.of === 'case'
      ? subject.id === caseId
      : subject.of === 'class' && subject.dataClass === 'support-cases',
  );
  return hold === undefined ? undefined : { why: 'held', holdId: hold.id };
}
