/** What organisations can be told of by webhook. The same names as on the timeline, from the receiver's point of view. */
export const webhookEventTypes = [
  'incident.opened',
  'incident.threat-set',
  'incident.routed',
  'incident.taken',
  'incident.acknowledged',
  'incident.acknowledgement-expired',
  'incident.override-fired',
  'incident.mandate-accepted',
  'incident.ratification-given',
  'incident.closed',
  'incident.reopened',
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];
