import type { SupportCaseId, SupportMessageId, UserId } from '../identifiers.js';
import type { ToldOutcome } from './case-news.js';
import type { SupportNews, SupportOutcome } from './support-case.js';
import type { SupportActor, SupportEvent } from './support-event.js';

/** Who has done something, as partners are told: of the desk's people nothing but that it was the desk. */
export type ActorForPartner =
  { readonly by: 'partner'; readonly userId?: UserId } | { readonly by: 'desk' } | { readonly by: 'rule' };

/** What partners may know of the course of their case (C8): another type, so that nothing else can be shown by mistake. */
export type EventForPartner =
  | { readonly type: 'opened'; readonly by: ActorForPartner; readonly followUpOf?: SupportCaseId }
  | { readonly type: 'message-added'; readonly messageId: SupportMessageId; readonly by: ActorForPartner }
  | { readonly type: 'waiting-for-partner'; readonly by: ActorForPartner }
  | { readonly type: 'put-on-hold'; readonly by: ActorForPartner }
  | { readonly type: 'resumed'; readonly by: ActorForPartner }
  | { readonly type: 'clock'; readonly news: NewsForPartner }
  | { readonly type: 'duplicate-merged'; readonly duplicate: SupportCaseId; readonly by: ActorForPartner }
  | {
      readonly type: 'closed';
      readonly outcome?: ToldOutcome;
      readonly by: ActorForPartner;
      readonly mergedInto?: SupportCaseId;
    };

/** Of what concerns them. How the desk keeps its promises is its own. */
export const newsForPartners = ['reminded', 'closure-warned'] as const satisfies readonly SupportNews[];
export type NewsForPartner = (typeof newsForPartners)[number];

/** How their case has ended. Nobody is told that it was taken for spam. */
export const outcomesForPartners = [
  'answered',
  'no-reply',
  'withdrawn',
  'merged',
] as const satisfies readonly ToldOutcome[];

/** Undefined: it is the desk's own. */
export function eventForPartner(event: SupportEvent): EventForPartner | undefined {
  switch (event.type) {
    case 'assigned':
      return undefined;
    case 'clock': {
      const news = newsForPartners.find((each) => each === event.news);
      return news === undefined ? undefined : { type: 'clock', news };
    }
    case 'opened': {
      const { type, by, followUpOf } = event;
      return { type, by: actorForPartner(by), ...(followUpOf === undefined ? {} : { followUpOf }) };
    }
    case 'message-added':
      return { type: event.type, messageId: event.messageId, by: actorForPartner(event.by) };
    case 'duplicate-merged':
      return { type: event.type, duplicate: event.duplicate, by: actorForPartner(event.by) };
    case 'closed': {
      const { type, outcome, by, mergedInto } = event;
      const told = outcomeForPartner(outcome);
      return {
        ...{ type, by: actorForPartner(by) },
        ...(told === undefined ? {} : { outcome: told }),
        ...(mergedInto === undefined ? {} : { mergedInto }),
      };
    }
    case 'waiting-for-partner':
    case 'put-on-hold':
    case 'resumed':
      return { type: event.type, by: actorForPartner(event.by) };
  }
}

/** Undefined: it is the desk's own. */
export function outcomeForPartner(outcome: SupportOutcome): ToldOutcome | undefined {
  return outcomesForPartners.find((each) => each === outcome);
}

function actorForPartner(actor: SupportActor): ActorForPartner {
  if (actor.by !== 'partner') return { by: actor.by };
  return { by: 'partner', ...(actor.userId === undefined ? {} : { userId: actor.userId }) };
}
