import type { Attempts, CaseHistories, IncidentCases, TextTraces } from '../cases/cases.js';
import type { LinkTokens } from '../cases/link-tokens.js';
import type { ContactBook, DeskLines } from '../db/contact-book/contact-book.js';
import type { Store } from '../db/store.js';
import type { DeskHours } from '../domain/hours/desk-hours.js';
import type { Prices } from '../domain/spending/spending.js';
import type { Mailer } from '../providers/mail/mailer.js';
import type { WebhookAddresses } from '../providers/telephony/addresses.js';
import type { Telephony } from '../providers/telephony/telephony.js';
import type { WebhookSender } from '../providers/webhooks/webhook-sender.js';
import type { MailTemplates } from '../wording/mail/mail-templates.js';
import type { Wording } from '../wording/wording.js';
import { createAttemptActivities } from './attempts/attempt-activities.js';
import { createCallControlActivities } from './call-control/call-control-activities.js';
import { createChannelTestActivities } from './channel-tests/channel-test-activities.js';
import type {
  AttemptActivities,
  CallControlActivities,
  ChannelTestActivities,
  DirectoryActivities,
  HelpActivities,
  NoticeActivities,
  PersonErasureActivities,
  RecordActivities,
  RetentionActivities,
  StoredCaseActivities,
  SupportHoursActivities,
  SupportRecordActivities,
  TextTraceActivities,
  WebhookActivities,
} from './contract.js';
import { createDirectoryActivities } from './directory/directory-activities.js';
import { createPersonErasureActivities } from './persons/person-erasure-activities.js';
import { createNoticeActivities } from './notices/notice-activities.js';
import { createHelpActivities } from './records/help-activities.js';
import { createRecordActivities } from './records/record-activities.js';
import { createRetentionActivities } from './retention/retention-activities.js';
import { createSupportActivities } from './support/support-activities.js';
import { createTextTraceActivities } from './text-traces/text-trace-activities.js';
import { createWebhookActivities } from './webhooks/webhook-activities.js';

/** Everything the activities work with; the worker's main.ts makes it. */
export interface ActivityDependencies {
  readonly contactBook: ContactBook;
  readonly store: Store;
  readonly telephony: Telephony;
  /** SIDs of every account that may have placed a call, the primary first. */
  readonly telephonyAccounts: readonly string[];
  readonly mailer: Mailer;
  readonly webhookSender: WebhookSender;
  readonly addresses: WebhookAddresses;
  readonly links: LinkTokens;
  readonly wording: Wording;
  readonly mailTemplates: MailTemplates;
  readonly desk: Pick<DeskLines, 'name' | 'language' | 'emergencyNumber'>;
  /** What telephony is reckoned to cost. */
  readonly prices: Prices;
  /** When the desk answers support cases. */
  readonly supportHours: DeskHours;
  readonly incidents: IncidentCases;
  readonly attempts: Attempts;
  readonly histories: CaseHistories;
  readonly textTraces: TextTraces;
  /** Epoch milliseconds; the system's clock when absent. */
  readonly now?: () => number;
}

export type Activities = AttemptActivities &
  CallControlActivities &
  NoticeActivities &
  DirectoryActivities &
  RecordActivities &
  HelpActivities &
  WebhookActivities &
  ChannelTestActivities &
  RetentionActivities &
  PersonErasureActivities &
  SupportRecordActivities &
  StoredCaseActivities &
  SupportHoursActivities &
  TextTraceActivities;

/** All activities, as the worker registers them. */
export function createActivities({ desk, now = Date.now, ...parts }: ActivityDependencies): Activities {
  const dependencies = {
    ...parts,
    now,
    callerId: desk.emergencyNumber,
    deskLanguage: desk.language,
    deskName: desk.name,
  };
  return {
    ...createAttemptActivities(dependencies),
    ...createCallControlActivities(dependencies),
    ...createNoticeActivities(dependencies),
    ...createDirectoryActivities(dependencies),
    ...createRecordActivities(dependencies),
    ...createHelpActivities(dependencies),
    ...createWebhookActivities(dependencies),
    ...createChannelTestActivities(dependencies),
    ...createSupportActivities(dependencies),
    ...createRetentionActivities(dependencies),
    ...createTextTraceActivities(dependencies),
    ...createPersonErasureActivities(dependencies),
  };
}
