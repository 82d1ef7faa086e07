/** What organisations can be told of by webhook. The same names as on the timeline, from the receiver's point of view. */
export const webhookEventTypes = [
  'incident.opened',
  'incident.threat-set',
  'incident.duress-noted',
  'incident.routed',
  'incident.taken',
  'incident.acknowledged',
  'incident.acknowledgement-expired',
  'incident.override-fired',
  'incident.mandate-accepted',
  'incident.ratification-given',
  'incident.order-placed',
  'incident.order-approved',
  'incident.order-refused',
  'incident.order-expired',
  'incident.order-overridden',
  'incident.order-ratification-given',
  'incident.order-withdrawn',
  'incident.cost-recorded',
  'incident.closed',
  'incident.reopened',
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];
