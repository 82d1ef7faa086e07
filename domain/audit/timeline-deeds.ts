import type { AnswerMeans } from '../attempt.js';
import type { OrderId, TravellerId } from '../identifiers.js';
import type { IncidentSource } from '../incident/incident.js';
import { callerOf, type Target } from '../target.js';
import type { Actor, TimelineEvent } from '../timeline.js';
import type { AuditChannel, AuditStage } from './entry.js';

/** What somebody did by telephone, text or link, as the timeline of a case tells it. */
export interface TimelineDeed {
  readonly target: Target;
  readonly stage: Extract<AuditStage, 'done' | 'refused'>;
  readonly action: string;
  readonly result?: string;
  /** Absent: the timeline does not tell. */
  readonly channel?: AuditChannel;
  /** The order that it was about. */
  readonly orderId?: OrderId;
}

/**
 * The deed of a human that an entry of a timeline tells of (X5). Undefined: it tells of none, or of one that was recorded
 * where it was done, by whoever had signed in or a token.
 *
 * @param travellerId the traveller of the case; undefined: the caller is not known.
 */
export function deedIn(event: TimelineEvent, travellerId: TravellerId | undefined): TimelineDeed | undefined {
  switch (event.type) {
    case 'reported':
      return reportedBy(travellerId, event);
    case 'duress-noted':
      return { target: callerOf(travellerId), stage: 'done', action: event.type };
    case 'status-answered':
      return answered(callerOf(travellerId), event.type, event.means, event.answer);
    case 'attempt-ended':
      return attemptAnswered(event);
    case 'taken':
    case 'acknowledged':
    case 'declined':
    case 'mandate-accepted':
      return doneBy(event, {});
    case 'ratification-given':
    case 'override-word-given':
      return doneBy(event, { result: event.answer });
    case 'order-approved':
    case 'order-refused':
      return doneBy(event, { orderId: event.orderId });
    case 'order-ratification-given':
    case 'excess-decided':
      return doneBy(event, { orderId: event.orderId, result: event.answer });
    case 'answer-not-counted': {
      const { why: result, orderId } = event;
      const deed = doneBy(event, orderId === undefined ? { result } : { result, orderId });
      return deed && { ...deed, stage: 'refused' };
    }
    case 'threat-set':
      return doneBy(event, { result: event.threat });
    case 'noted':
    case 'override-fired':
    case 'routed':
    case 'contacts-reached':
    case 'call-ordered':
    case 'call-back-ordered':
    case 'closed':
    case 'reopened':
      return doneBy(event, {});
    case 'order-placed':
    case 'order-withdrawn':
    case 'cost-recorded':
      return doneBy(event, { orderId: event.orderId });
    case 'organisation-chosen':
    case 'attempt-started':
    case 'skipped':
    case 'round-ended':
    case 'nobody-to-ask':
    case 'notices-sent':
    case 'acknowledgement-expired':
    case 'ratification-asked':
    case 'call-back-given-up':
    case 'ordered-call-ended':
    case 'ratification-lapsed':
    case 'order-expired':
    case 'order-overridden':
    case 'order-ratification-asked':
    case 'order-ratification-lapsed':
    case 'excess-lapsed':
    case 'status-unreached':
    case 'caller-waiting':
    case 'caller-left':
    case 'caller-joined':
    case 'bridge-failed':
      // What the system does by itself, and who is on the line, which changes nothing and shows nothing that is kept.
      return undefined;
  }
}

type Reported = Extract<TimelineEvent, { type: 'reported' }>;
type AttemptEnded = Extract<TimelineEvent, { type: 'attempt-ended' }>;
type WithActor = Extract<TimelineEvent, { by: Actor }>;

const channelOfSource: Readonly<Record<IncidentSource, AuditChannel | 'told-there' | 'recorded-there'>> = {
  'inbound-call': 'voice',
  'inbound-text': 'sms',
  // Its own timeline tells by which way.
  'status-call': 'told-there',
  api: 'recorded-there',
  operator: 'recorded-there',
};

function reportedBy(
  travellerId: TravellerId | undefined,
  { source, type, kind }: Reported,
): TimelineDeed | undefined {
  const channel = channelOfSource[source];
  if (channel === 'recorded-there') return undefined;
  const deed = { target: callerOf(travellerId), stage: 'done', action: type, result: kind } as const;
  return channel === 'told-there' ? deed : { ...deed, channel };
}

/** Whoever answered was asked for something, and heard or read what it is about, whatever they said. */
function attemptAnswered({ target, reason, detail, means, channel, orderId }: AttemptEnded) {
  const about = orderId === undefined ? {} : { orderId };
  if (reason === 'acknowledged' || reason === 'declined') {
    const deed = answered(target, 'answered', means ?? (channel === 'voice' ? 'key' : undefined), reason);
    return deed && { ...deed, ...about };
  }
  if (detail === 'pin-refused') {
    return { target, stage: 'refused', action: 'entered-pin', result: detail, channel, ...about } as const;
  }
  // It may have been a machine that nobody recognised; a human would have heard the facts.
  return detail === 'answered-without-key'
    ? ({ target, stage: 'done', action: 'answered', result: detail, channel, ...about } as const)
    : undefined;
}

function answered(
  target: Target,
  action: string,
  means: AnswerMeans | undefined,
  result: string,
): TimelineDeed | undefined {
  const way = wayOf(means);
  return way && { target, stage: 'done', action, result, ...way };
}

function doneBy(
  { by, type, ...event }: WithActor,
  facts: Pick<TimelineDeed, 'result' | 'orderId'>,
): TimelineDeed | undefined {
  const way = wayOf('means' in event ? event.means : undefined);
  return by.by === 'target' && way
    ? { target: by.target, stage: 'done', action: type, ...facts, ...way }
    : undefined;
}

/** Undefined: it was recorded where it was entered. */
function wayOf(means: AnswerMeans | undefined): Pick<TimelineDeed, 'channel'> | undefined {
  if (means === undefined) return {};
  const channel = auditChannelOf(means);
  return channel === undefined ? undefined : { channel };
}

/** By which way somebody answered; undefined: it was entered by somebody who had signed in. */
export function auditChannelOf(means: AnswerMeans): AuditChannel | undefined {
  switch (means) {
    case 'key':
    case 'speech':
      return 'voice';
    case 'sms':
    case 'link':
      return means;
    case 'operator':
    case 'console':
      return undefined;
  }
}
