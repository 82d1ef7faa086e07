/**
 * Where data about people stand, in the order in which they are erased: what is found by something before that something, so whoever
 * goes on after a kill finds the rest.
 */
export const personRoomNames = [
  'webhook-deliveries',
  'texts',
  'own-cases',
  'named-in-cases',
  'numbers',
  'channel-tests',
  'support',
  'received-mails',
  'report-plan',
  'legal-holds',
  'settings',
  'applicants',
  'travellers',
  'users',
  'audit-trail',
] as const;
export type PersonRoomName = (typeof personRoomNames)[number];
