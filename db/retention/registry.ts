import { incidentIdSchema, statusCallIdSchema, supportCaseIdSchema } from '../../domain/identifiers.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import type { AuditRepository } from '../audit/audit-repository.js';
import type { Models } from '../models/models.js';
import type { EmailsOf } from '../persons/emails-of-desk.js';
import type { StoredBytes } from '../stored-bytes.js';
import { joinedClasses } from './joined-classes.js';
import { createPeopleInSupportCases } from './people-in-support-cases.js';
import { retainedAuditValues } from './retained-audit-values.js';
import { retainedCalls } from './retained-calls.js';
import { retainedCases } from './retained-cases.js';
import { retainedLocations } from './retained-locations.js';
import { retainedLooseFiles } from './retained-loose-files.js';
import { retainedLooseWords } from './retained-loose-words.js';
import { retainedMails } from './retained-mails.js';
import { retainedSupportCases } from './retained-support-cases.js';
import { retainedTexts } from './retained-texts.js';
import type { RetentionClass } from './retention-class.js';

/** Every class of data, with where it stands. What comes later joins by another entry. */
export type RetentionRegistry = Readonly<Record<DataClass, RetentionClass>>;

export interface RetentionRegistryParts {
  readonly models: Models;
  readonly storedBytes: StoredBytes;
  readonly appendToAudit: AuditRepository['append'];
  readonly emailsOf: EmailsOf;
}

export function createRetentionRegistry({
  models,
  storedBytes,
  appendToAudit,
  emailsOf,
}: RetentionRegistryParts): RetentionRegistry {
  const peopleIn = createPeopleInSupportCases(models, emailsOf);
  return {
    'status-calls': joinedClasses(
      { isOne: isStatusCall, kept: retainedCases('status-call', models) },
      { isOne: isCall, kept: retainedCalls(models) },
      { isOne: (id) => !isStatusCall(id) && !isCall(id), kept: retainedTexts(models) },
    ),
    locations: retainedLocations(models),
    incidents: joinedClasses(
      { isOne: isIncident, kept: retainedCases('incident', models) },
      { isOne: (id) => !isIncident(id), kept: retainedLooseWords(models) },
    ),
    'support-cases': joinedClasses(
      { isOne: isSupportCase, kept: retainedSupportCases(models, storedBytes, peopleIn) },
      { isOne: (id) => !isSupportCase(id), kept: retainedLooseFiles(models, storedBytes) },
    ),
    'mail-originals': retainedMails(models, storedBytes, { peopleIn, emailsOf }),
    audit: retainedAuditValues(models.audit, appendToAudit),
  };
}

function isIncident(id: string): boolean {
  return incidentIdSchema.safeParse(id).success;
}

function isStatusCall(id: string): boolean {
  return statusCallIdSchema.safeParse(id).success;
}

/** By the SID, which the telephony provider begins so for calls, and for nothing else (twilio.com/docs/glossary/what-is-a-sid). */
function isCall(id: string): boolean {
  return id.startsWith('CA');
}

function isSupportCase(id: string): boolean {
  return supportCaseIdSchema.safeParse(id).success;
}

/**
 * Collections that belong to no class, and why. A collection that stands neither here nor in a class fails a test: whoever adds
 * one says what becomes of its data.
 */
export const collectionsWithoutPeriod: Readonly<Record<string, string>> = {
  // In use for as long as somebody does not remove them; a person's are erased on request.
  organisations: 'settings in force: people stand in them until they are taken out',
  settings_drafts: 'settings being edited: one for each organisation, replaced or deleted by whoever edits',
  settings_versions: 'by them timelines name people for as long as there are incidents',
  travellers: 'people who are in the care of their organisation now',
  users: 'people who can sign in now',
  pins: 'of authorising persons in the settings in force; removed with them',
  tokens: 'in force until they are revoked; no person',
  partner_accounts: 'companies that have an account now',
  partner_applications: 'how an account came to be; its people are those of the account',
  webhook_endpoints: 'addresses of machines, in force until they are removed',
  retention_settings: 'in force: recipients of reports stand there until they are taken out',
  legal_holds: 'why something was kept; without personal data but the words of the reason',
  audit_entries: 'the chain: digests and identifiers, which cannot be taken out without breaking it',
  person_keys: 'keys without which nothing can be read; destroyed on request, and their absence is kept',
  // They delete themselves.
  number_leases: 'deletes itself a day after the lease has ended',
  pin_invitations: 'deletes itself when the link has expired',
  account_links: 'deletes itself when the link has expired',
  sessions: 'deletes itself when the session is over',
  attempt_counts: 'deletes itself when the count is over',
  correspondents: 'deletes itself after two days',
  webhook_deliveries: 'deletes itself after 60 days',
  seen_messages: 'deletes itself after 30 days; identifiers of the provider only',
  claimed_sendings: 'deletes itself after 92 days; identifiers only',
  channel_tests: 'deletes itself after 400 days; digests of numbers and addresses only',
  spending_days: 'deletes itself after 400 days; sums only',
  report_mails: 'deletes itself after 400 days; addresses as digests only',
  // Nobody stands in them.
  monthly_summaries: 'numbers of a month, which outlive what they count',
  support_policies: 'what the desk promises for each topic',
  support_numbers: 'counts case numbers by year',
  support_forms: 'questions that the desk asks',
  support_form_versions: 'questions that the desk asks',
  canned_answers: 'words of the desk to nobody in particular',
  retention_runs: 'certificates: counts, periods and digests',
  person_erasures: 'what was erased of whom, by identifiers; by what they are found is sealed, and goes',
  purge_batches: 'identifiers of what is about to be deleted, then hashes of them',
};
