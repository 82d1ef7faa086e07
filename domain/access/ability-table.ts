import { userRoles, type Role } from './role.js';

const desk = ['desk-lead', 'operator', 'desk-service'] as const;
const leads = ['desk-lead', 'desk-service'] as const;
const company = ['organisation-manager', 'organisation-service'] as const;
const partners = ['partner-admin', 'partner-user'] as const;
const people = userRoles;

/**
 * Who may do what: the one table of permissions. Each line is an action, what it is done to, and the roles that may.
 * Roles of an organisation or a partner account may it within their own; whatever belongs to another one does not exist for
 * them.
 */
export const abilityTable = {
  'create organisation': [...leads],
  'read organisation': [...desk, ...company],
  'change organisation': [...leads, ...company],
  'read settings': [...desk, ...company],
  'change settings': [...leads, ...company],
  'read retention': [...desk, ...company],
  'change retention': [...leads, ...company],
  'start retention-run': [...leads, 'organisation-manager'],
  'create legal-hold': [...leads, 'organisation-manager'],
  'read legal-hold': [...leads, 'organisation-manager'],
  'release legal-hold': [...leads, 'organisation-manager'],
  'erase person': [...leads, 'organisation-manager'],
  'read person-erasure': [...leads, 'organisation-manager'],
  'read report-plan': [...desk, ...company],
  'change report-plan': [...leads, ...company],
  // A token that orders services must not name whoever approves them.
  'change authorising-persons': [...leads, 'organisation-manager'],
  'test channel': [...desk, ...company],
  'invite pin': [...leads, 'organisation-manager'],
  'remove pin': [...leads, 'organisation-manager'],
  'set own-pin': ['authorising-person'],
  'create token': [...leads, 'organisation-manager'],
  'read token': [...leads, 'organisation-manager'],
  'revoke token': [...leads, 'organisation-manager'],
  'invite user': [...leads, 'organisation-manager', 'partner-admin'],
  'read user': [...desk, 'organisation-manager', 'partner-admin'],
  'change user': [...leads, 'organisation-manager', 'partner-admin'],
  'read partner-application': [...desk],
  'review partner-application': [...leads],
  'read partner-account': [...desk, ...partners],
  'change partner-account': [...leads, 'partner-admin'],
  'read account': [...people, 'desk-service', 'organisation-service'],
  'change account': [...people],
  'enrol second-factor': [...people],
  'manage webhook': [...leads, ...company],
  'create traveller': [...desk, ...company],
  'read traveller': [...desk, ...company],
  'change traveller': [...desk, ...company],
  'request status-call': [...desk, ...company],
  'read status-call': [...desk, ...company],
  'report incident': [...desk, ...company],
  'read incident': [...desk, ...company, 'authorising-person'],
  'annotate incident': [...desk, ...company],
  'acknowledge incident': [...desk, ...company],
  'steer incident': [...desk, ...company],
  'call person-under-duress': [...desk],
  'override incident': [...desk, 'organisation-service'],
  'ratify incident': ['authorising-person'],
  'place order': [...desk, 'organisation-service'],
  'read order': [...desk, ...company, 'authorising-person'],
  'approve order': ['authorising-person'],
  'read statement': [...desk, ...company, 'authorising-person'],
  'read report': [...desk, ...company],
  'export person': [...leads, 'organisation-manager'],
  'read audit': [...leads, 'organisation-manager'],
  'read support-form': [...desk, ...partners],
  'publish support-form': [...leads],
  'read support-policy': [...desk],
  'change support-policy': [...leads],
  'open support-case': [...desk, ...partners],
  'read support-case': [...desk, ...partners],
  'steer support-case': [...desk],
  'write support-message': [...desk, ...partners],
  'read support-message': [...desk, ...partners],
  'write support-note': [...desk],
  'read support-note': [...desk],
  'read canned-answer': [...desk],
  'change canned-answer': [...leads],
  'store attachment': [...desk, ...partners],
  'read attachment': [...desk, ...partners],
  'receive inbound-mail': ['desk-service'],
  'read inbound-mail': [...desk],
  'sort inbound-mail': [...desk],
  'read desk-task': [...desk],
  'finish desk-task': [...desk],
} as const satisfies Readonly<Record<`${string} ${string}`, readonly Role[]>>;

/** An action and what it is done to, e.g. `read incident`. */
export type Ability = keyof typeof abilityTable;
