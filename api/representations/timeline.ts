import { DateTime } from 'luxon';
import { z } from 'zod';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { IncidentId, OrganisationId, StatusCallId } from '../../domain/identifiers.js';
import { languageSchema, type Language } from '../../domain/language.js';
import type { Scope } from '../../domain/scope.js';
import { timeZoneSchema } from '../../domain/time-zone.js';
import type { TimelineEntry, TimelineEvent } from '../../domain/timeline.js';
import { formatMoment } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { Caller } from '../openapi/route.js';
import type { People } from '../people.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { ifKnown } from '../use-cases/time-limit.js';
import { momentSchema } from './shared.js';
import { sentenceOf, type Reader } from './timeline-sentence.js';

export const timelineQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0).meta({
    description: 'Only entries behind this sequence number.',
  }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  timeZone: timeZoneSchema.optional().meta({
    description:
      'IANA time zone of `atLocal` and of moments in the text; absent: the user’s own, else the organisation’s.',
  }),
  language: languageSchema.optional().meta({
    description: 'Language of the text; absent: the user’s own, else the organisation’s.',
  }),
});

const entrySchema = z
  .strictObject({
    sequence: z.number().int(),
    at: momentSchema,
    atLocal: z.string().meta({ description: 'The same moment with the offset of the time zone.' }),
    atText: z.string().meta({ description: 'The same moment as people of that language write it.' }),
    type: z.string(),
    text: z.string().meta({ description: 'What happened, as a sentence.' }),
    data: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What happened, as facts: identifiers and enums.' }),
    note: z.string().exactOptional().meta({ description: 'The text of a note or an order.' }),
  })
  .meta({ id: 'TimelineEntry' });

export const timelineSchema = z
  .strictObject({
    items: z.array(entrySchema),
    nextAfter: z.number().int().meta({ description: 'Send it as `after` to read on.' }),
    complete: z.boolean().meta({
      description: 'False while the database is away: earlier entries exist that cannot be shown now.',
    }),
  })
  .meta({ id: 'Timeline' });
export type ShownTimeline = z.infer<typeof timelineSchema>;

export interface TimelineShowing {
  /** A stretch of a case's timeline, in the reader's language and time zone (I10, T5). */
  show(asked: {
    readonly caller: Pick<Caller, 'scope' | 'reads'>;
    readonly of: IncidentId | StatusCallId;
    readonly organisationId: OrganisationId;
    readonly query: z.output<typeof timelineQuery>;
  }): Promise<ShownTimeline>;
}

export function createTimelineShowing({
  reading,
  intakes,
  contactBook,
  people,
  wording,
  deskLanguage,
}: {
  readonly reading: CaseReading;
  readonly intakes: Pick<Store['intakes'], 'texts'>;
  readonly contactBook: Pick<ContactBook, 'organisation'>;
  readonly people: People;
  readonly wording: Wording;
  readonly deskLanguage: Language;
}): TimelineShowing {
  return {
    async show({ caller: { scope, reads }, of, organisationId, query }) {
      const { after, limit } = query;
      const [{ entries, complete }, organisation] = await Promise.all([
        reading.timeline(scope, of, { after, limit }),
        contactBook.organisation(organisationId),
      ]);
      const noteIds = entries.flatMap(({ event }) => wordsOf(event) ?? []);
      const texts =
        noteIds.length === 0 ? undefined : await ifKnown(1_000, () => intakes.texts(scope, noteIds));
      const reader = createReader(people, organisationId, {
        language: query.language ?? reads?.language ?? organisation?.settings.language ?? deskLanguage,
        timeZone: query.timeZone ?? reads?.timeZone ?? organisation?.settings.timeZone ?? 'UTC',
      });
      return {
        items: await Promise.all(
          entries
            .filter(({ event }) => mayRead(scope, event))
            .map((entry) => showEntry(entry, wording, reader, texts)),
        ),
        nextAfter: entries.at(-1)?.sequence ?? after,
        complete,
      };
    },
  };
}

/** That somebody is known in another organisation too is nothing that an organisation learns. */
function mayRead(scope: Scope, { type }: TimelineEvent): boolean {
  return scope.of === 'desk' || type !== 'organisation-chosen';
}

async function showEntry(
  { sequence, at, event }: TimelineEntry,
  wording: Wording,
  reader: Reader,
  texts: ReadonlyMap<string, string> | undefined,
): Promise<ShownTimeline['items'][number]> {
  const { type, ...data } = event;
  const words = wordsOf(event);
  const note = words === undefined ? undefined : texts?.get(words);
  const sentence = await sentenceOf(event, wording, reader);
  return {
    sequence,
    at: new Date(at).toISOString(),
    atLocal: DateTime.fromMillis(at, { zone: reader.timeZone }).toISO() ?? new Date(at).toISOString(),
    atText: formatMoment(at, reader.timeZone, reader.language),
    type,
    text: note === undefined ? sentence : `${sentence} ${note}`,
    data,
    ...(note === undefined ? {} : { note }),
  };
}

/** Under which ID the words of an entry are kept, if it has any. */
function wordsOf(event: TimelineEvent): string | undefined {
  if (event.type === 'noted') return event.noteId;
  return event.type === 'order-placed' ? event.orderId : undefined;
}

/** Looks every name up once, however often it stands in the timeline. */
function createReader(
  people: People,
  organisationId: OrganisationId,
  { language, timeZone }: Pick<Reader, 'language' | 'timeZone'>,
): Reader {
  const once = <Asked>(look: (asked: Asked) => Promise<string>) => {
    const known = new Map<string, Promise<string>>();
    return (asked: Asked) => {
      const key = JSON.stringify(asked);
      const name = known.get(key) ?? look(asked);
      known.set(key, name);
      return name;
    };
  };
  return {
    language,
    timeZone,
    nameOfTarget: once((target) => people.nameOfTarget(organisationId, target, language)),
    nameOfActor: once((actor) => people.nameOfActor(organisationId, actor, language)),
  };
}
