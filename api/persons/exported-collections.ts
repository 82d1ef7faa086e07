import type { Language } from '../../domain/language.js';
import type { Wording } from '../../wording/wording.js';

/** Collections with data about people, which have names in every language. */
export const exportedCollections = [
  'account_links',
  'attempt_counts',
  'audit_entries',
  'audit_values',
  'calls',
  'cases',
  'channel_tests',
  'correspondents',
  'desk_tasks',
  'intakes',
  'legal_holds',
  'number_leases',
  'organisations',
  'partner_applications',
  'person_keys',
  'pin_invitations',
  'pins',
  'received_mails',
  'retention_settings',
  'sessions',
  'settings_drafts',
  'settings_versions',
  'stored_chunks',
  'support_cases',
  'support_entries',
  'support_mails',
  'support_messages',
  'support_notes',
  'text_traces',
  'texted_numbers',
  'timeline_entries',
  'travellers',
  'users',
  'webhook_deliveries',
] as const;
type ExportedCollection = (typeof exportedCollections)[number];

function isNamed(collection: string): collection is ExportedCollection {
  return exportedCollections.some((name) => name === collection);
}

/** What people call what stands in a collection. */
export function collectionName(collection: string, wording: Wording, language: Language): string {
  return isNamed(collection) ? wording.text(language, `personExport.collection.${collection}`) : collection;
}
