import { trusted } from 'mongoose';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { isApplicant, isUser, type PersonTraces } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import { namingAny } from './any-case.js';
import { notTheirsAlone, type PersonRecord, type PersonRoom } from './person-room.js';
import type { TheirsAlone } from './theirs-alone.js';

type SupportRoomModels = Pick<Models, 'support' | 'supportMails' | 'deskTasks'>;

/**
 * What users of partner accounts and of the desk have done and written in support cases. It is the correspondence of the account
 * with the desk and stays with the case; the address that stood beside the words, and what mail servers have said about
 * it, goes. What is found by words of a text is found by them for as long as the text is there.
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

  const isKnown = ({ id, organisationId }: PersonTraces) =>
    organisationId === deskOrganisationId && (isUser(id) || isApplicant(id));
  const kept = (collection: string, id: string, data: unknown): PersonRecord => ({
    collection,
    id,
    data,
    stays: notTheirsAlone,
  });

  return {
    collections: [
      'support_cases',
      'support_entries',
      'support_messages',
      'support_notes',
      'support_mails',
      'desk_tasks',
    ],

    async *collect(person) {
      if (!isKnown(person)) return;
      const { id } = person;
      const { emails } = await theirsAlone(person);
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
        yield kept('support_cases', each._id, data);
      }
      for await (const each of entries.find(told(id)).lean().cursor({ batchSize: 200 })) {
        const { caseId, sequence, at, event } = each;
        yield kept('support_entries', each._id, { caseId, sequence, at, event });
      }
      for await (const each of messages.find(written(id, emails)).lean().cursor({ batchSize: 50 })) {
        const { caseId, at, channel, text, quoted, sender, attachments } = each;
        const data = { caseId, at, channel, text, quoted, sender, attachments };
        yield kept('support_messages', each._id, data);
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
        yield kept('desk_tasks', each._id, { about, createdAt, done });
      }
    },

    async erase(person) {
      if (!isKnown(person)) return;
      const { id } = person;
      const { emails } = await theirsAlone(person);
      await messages.updateMany(
        { $and: [written(id, emails), { sender: trusted({ $exists: true }) }] },
        { $unset: { sender: 1 } },
      );
      await deskTasks.updateMany(
        {
          $or: [{ 'about.to.userId': id }, { 'about.diagnostic': namingAny(emails) }],
          'about.diagnostic': trusted({ $exists: true }),
        },
        { $unset: { 'about.diagnostic': 1 } },
      );
    },
  };
}
