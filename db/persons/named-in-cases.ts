import { trusted } from 'mongoose';
import { personsIn } from '../../domain/audit/personal-values.js';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { isApplicant, isTraveller, isUser, type PersonTraces } from '../../domain/persons/person.js';
import type { TimelineEvent } from '../../domain/timeline.js';
import type { Models } from '../models/models.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';
import { batchesOf } from '../retention/batches.js';
import { notTheirsAlone, type PersonRoom } from './person-room.js';

const batchSize = 100;

/**
 * Entries of other people's cases that name somebody, and what they wrote there: a contact who answered, an operator who noted.
 * They stay, since they are what happened in the case; the identifier leads to nobody once the person is gone.
 *
 * There is no index by person, which each call for help would have to write: all timelines of the organisation are read once,
 * a hundred cases at a time; those of all organisations for somebody of the desk.
 */
export function namedInCasesRoom({
  cases,
  timelineEntries,
  intakes,
}: Pick<Models, 'cases' | 'timelineEntries' | 'intakes'>): PersonRoom {
  return {
    collections: ['timeline_entries', 'intakes'],

    async *collect({ id, organisationId }: PersonTraces) {
      if (isApplicant(id)) return;
      const isOfDesk = organisationId === deskOrganisationId && isUser(id);
      const wanted = {
        ...(isOfDesk ? {} : { organisationId }),
        ...(isTraveller(id) ? { travellerId: trusted({ $ne: id }) } : {}),
      };
      for await (const batch of batchesOf(cases.find(wanted, { _id: 1 }), batchSize)) {
        const entries = timelineEntries
          .find({ caseId: trusted({ $in: [...batch] }) })
          .lean<TimelineEntryDocument[]>()
          .cursor({ batchSize: 500 });
        for await (const { _id, caseId, sequence, at, event } of entries) {
          if (!personsIn(event).includes(id)) continue;
          const data = { caseId, sequence, at, event };
          yield { collection: 'timeline_entries', id: _id, data, stays: notTheirsAlone };
          const textId = writtenBy(id, event);
          const text = textId === undefined ? null : await intakes.findOne({ _id: textId }).lean();
          if (text === null) continue;
          const words = { kind: text.kind, createdAt: text.createdAt, text: text.text };
          yield { collection: 'intakes', id: text._id, data: words, stays: notTheirsAlone };
        }
      }
    },

    erase: () => Promise.resolve(),
  };
}

/** The text that somebody has written in an entry, by its identifier. */
function writtenBy(id: string, event: TimelineEvent): string | undefined {
  if (event.type !== 'noted' && event.type !== 'order-placed') return undefined;
  if (!personsIn(event.by).includes(id)) return undefined;
  return event.type === 'noted' ? event.noteId : event.orderId;
}
