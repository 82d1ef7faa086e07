import { z } from 'zod';
import {
  supportCaseIdSchema,
  supportMessageIdSchema,
  userIdSchema,
  type UserId,
} from '../../domain/identifiers.js';
import {
  eventForPartner,
  newsForPartners,
  outcomesForPartners,
  type ActorForPartner,
  type EventForPartner,
} from '../../domain/support-case/partner-event.js';
import { supportOutcomes } from '../../domain/support-case/support-case.js';
import type { SupportActor, SupportEntry, SupportEvent } from '../../domain/support-case/support-event.js';
import { asMoment, momentSchema } from './shared.js';
import { userOf, type FindUserNames } from './user-names.js';

const name = z.string().exactOptional().meta({ description: 'Absent: it cannot be looked up.' });

const partnerActorSchema = z.strictObject({
  side: z.literal('partner'),
  userId: userIdSchema.exactOptional().meta({ description: 'Absent: by mail, from somebody unknown.' }),
  name,
});
const ruleActorSchema = z.strictObject({ side: z.literal('rule') });

const actorForDeskSchema = z
  .discriminatedUnion('side', [
    partnerActorSchema,
    z.strictObject({
      side: z.literal('desk'),
      userId: userIdSchema.exactOptional(),
      tokenId: z.string().exactOptional(),
      name,
    }),
    ruleActorSchema,
  ])
  .meta({ id: 'SupportActorForDesk' });

const actorForPartnerSchema = z
  .discriminatedUnion('side', [
    partnerActorSchema,
    z.strictObject({ side: z.literal('desk') }),
    ruleActorSchema,
  ])
  .meta({ id: 'SupportActorForPartner' });

/** What both sides are told, each with actors of its own. */
function sharedEvents<Actor extends z.ZodType>(by: Actor) {
  return [
    z.strictObject({ type: z.literal('opened'), by, followUpOf: supportCaseIdSchema.exactOptional() }),
    z.strictObject({ type: z.literal('message-added'), messageId: supportMessageIdSchema, by }),
    z.strictObject({ type: z.literal('waiting-for-partner'), by }),
    z.strictObject({ type: z.literal('put-on-hold'), by }),
    z.strictObject({ type: z.literal('resumed'), by }),
    z.strictObject({ type: z.literal('duplicate-merged'), duplicate: supportCaseIdSchema, by }),
  ] as const;
}

const mergedInto = supportCaseIdSchema.exactOptional();

const eventForDeskSchema = z.discriminatedUnion('type', [
  ...sharedEvents(actorForDeskSchema),
  z.strictObject({
    type: z.literal('closed'),
    outcome: z.enum(supportOutcomes),
    by: actorForDeskSchema,
    mergedInto,
  }),
  z.strictObject({
    type: z.literal('assigned'),
    to: z
      .strictObject({ userId: userIdSchema, name })
      .exactOptional()
      .meta({ description: 'Absent: nobody has it any more.' }),
    by: actorForDeskSchema,
  }),
  z.strictObject({
    type: z.literal('clock'),
    news: z.enum([
      'answer-due-soon',
      'answer-overdue',
      'hold-reminded',
      'reminded',
      'closure-warned',
      'closed-after-silence',
    ]),
  }),
]);

const eventForPartnerSchema = z.discriminatedUnion('type', [
  ...sharedEvents(actorForPartnerSchema),
  z.strictObject({
    type: z.literal('closed'),
    outcome: z.enum(outcomesForPartners).exactOptional(),
    by: actorForPartnerSchema,
    mergedInto,
  }),
  z.strictObject({ type: z.literal('clock'), news: z.enum(newsForPartners) }),
]);

function timelineSchema<Event extends z.ZodType>(event: Event, id: string) {
  return z
    .strictObject({
      items: z.array(z.strictObject({ sequence: z.int(), at: momentSchema, event })),
      nextAfter: z
        .int()
        .exactOptional()
        .meta({ description: 'Send it as `after` to read on. Absent: that was all.' }),
    })
    .meta({ id });
}

const timelineForDeskSchema = timelineSchema(eventForDeskSchema, 'SupportTimelineForDesk');
const timelineForPartnerSchema = timelineSchema(eventForPartnerSchema, 'SupportTimelineForPartner');

/** Two types that have nothing of each other, so that partners cannot be shown what is the desk's own. */
export const supportTimelineSchema = z
  .union([timelineForDeskSchema, timelineForPartnerSchema])
  .meta({ id: 'SupportTimeline' });

type Names = ReadonlyMap<UserId, string>;
type ForDesk = z.input<typeof timelineForDeskSchema>;
type ForPartner = z.input<typeof timelineForPartnerSchema>;

/** Everything that has happened, with names. */
export async function showTimelineForDesk(
  entries: readonly SupportEntry[],
  namesOf: FindUserNames,
): Promise<ForDesk['items']> {
  const names = await namesOf(entries.flatMap(({ event }) => usersIn(event)));
  return entries.map(({ sequence, at, event }) => ({
    sequence,
    at: asMoment(at),
    event: eventOfDesk(event, names),
  }));
}

/** What partners may know, with the names of their colleagues. */
export async function showTimelineForPartner(
  entries: readonly SupportEntry[],
  namesOf: FindUserNames,
): Promise<ForPartner['items']> {
  const told = entries.flatMap(({ sequence, at, event }) => {
    const shown = eventForPartner(event);
    return shown === undefined ? [] : [{ sequence, at: asMoment(at), event: shown }];
  });
  const users = told.flatMap(({ event }) =>
    'by' in event && event.by.by === 'partner' ? (event.by.userId ?? []) : [],
  );
  const names = await namesOf(users);
  return told.map(({ event, ...place }) => ({ ...place, event: eventOfPartner(event, names) }));
}

function usersIn(event: SupportEvent): readonly UserId[] {
  const to = event.type === 'assigned' && event.to !== undefined ? [event.to] : [];
  const by = 'by' in event ? userOf(event.by) : undefined;
  return by === undefined ? to : [...to, by];
}

function eventOfDesk(event: SupportEvent, names: Names): ForDesk['items'][number]['event'] {
  if (event.type === 'clock') return event;
  const by = actorOfDesk(event.by, names);
  if (event.type !== 'assigned') return { ...event, by };
  const { to, ...rest } = event;
  return { ...rest, ...(to === undefined ? {} : { to: { userId: to, ...named(to, names) } }), by };
}

function eventOfPartner(event: EventForPartner, names: Names): ForPartner['items'][number]['event'] {
  return event.type === 'clock' ? event : { ...event, by: actorOfPartner(event.by, names) };
}

function actorOfDesk(actor: SupportActor, names: Names): z.input<typeof actorForDeskSchema> {
  if (actor.by !== 'desk') return actorOfPartner(actor, names);
  const { principal } = actor;
  if (principal.by === 'token') return { side: 'desk', tokenId: principal.tokenId };
  const userId = userOf(actor);
  return { side: 'desk', ...(userId === undefined ? {} : { userId, ...named(userId, names) }) };
}

function actorOfPartner(actor: ActorForPartner, names: Names): z.input<typeof actorForPartnerSchema> {
  if (actor.by !== 'partner') return { side: actor.by };
  const { userId } = actor;
  return { side: 'partner', ...(userId === undefined ? {} : { userId, ...named(userId, names) }) };
}

function named(id: UserId, names: Names): { readonly name?: string } {
  const found = names.get(id);
  return found === undefined ? {} : { name: found };
}
