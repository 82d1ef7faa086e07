import type { Logger } from 'pino';
import type { DirectoryActivities } from '../activities/contract.js';
import type { Cases } from '../cases/cases.js';
import type { LinkTokens } from '../cases/link-tokens.js';
import type { ContactBook, DeskLines } from '../db/contact-book/contact-book.js';
import type { Sealer } from '../db/sealer.js';
import type { Intake, Store } from '../db/store.js';
import type { QuestionTokens } from '../domain/mail/question-token.js';
import type { SessionLifetime } from '../domain/access/session-rule.js';
import type { IdentityProvider } from '../providers/identity/identity-provider.js';
import type { Mailer } from '../providers/mail/mailer.js';
import type { DiallingRules } from '../domain/dialling/dialling-rules.js';
import type { Prices } from '../domain/spending/spending.js';
import type { SealedText } from '../domain/case-record.js';
import type { WebhookReach } from '../domain/webhooks/public-address.js';
import type { WebhookAddresses } from '../providers/telephony/addresses.js';
import type { ParseMail } from '../providers/mail/inbound/mail-parser.js';
import type { PrintPdf } from '../providers/pdf/printed-document.js';
import type { OwnLine } from '../providers/telephony/own-lines.js';
import type { Telephony } from '../providers/telephony/telephony.js';
import type { VoiceScript } from '../providers/telephony/voice-script.js';
import type { TelephonyWebhooks } from '../providers/telephony/webhooks.js';
import type { MailTemplates } from '../wording/mail/mail-templates.js';
import type { Wording } from '../wording/wording.js';
import type { AuditTrail } from './audit/audit-trail.js';
import type { Auditor } from './auditor.js';
import type { BackgroundWork } from './background-work.js';
import type { MailIntake } from './inbound-mail/mail-intake.js';
import type { Metrics } from './metrics.js';
import type { BodyBudgetLimits } from './middleware/body-budget.js';
import type { RateLimitSettings } from './middleware/rate-limits.js';
import type { HashingCost } from './sign-in/hashing-cost.js';

/** Everything the API is made of. */
export interface ApiDependencies {
  readonly store: Store;
  readonly contactBook: ContactBook;
  readonly cases: Cases;
  readonly directory: Pick<DirectoryActivities, 'loadIncidentDirectory'>;
  readonly telephony: Telephony;
  readonly webhooks: TelephonyWebhooks;
  /** The numbers of the telephony accounts that have one of their own. */
  readonly lines: readonly OwnLine[];
  readonly addresses: WebhookAddresses;
  readonly renderVoiceScript: (script: VoiceScript) => string;
  readonly renderTextReply: (body?: string) => string;
  readonly mailer: Mailer;
  readonly mailTemplates: MailTemplates;
  readonly linkTokens: LinkTokens;
  /** Links to the page for further questions about a closed support case. */
  readonly questionTokens: QuestionTokens;
  readonly sealer: Sealer;
  /** Absent: people sign in with passwords only. */
  readonly identityProvider?: IdentityProvider;
  readonly sealIntake: (intake: Intake) => SealedText;
  readonly wording: Wording;
  readonly desk: DeskLines;
  readonly diallingRules: DiallingRules;
  /** What telephony is reckoned to cost. */
  readonly prices: Prices;
  readonly background: BackgroundWork;
  /** For what a route does not record by itself, e.g. who signed in. */
  readonly auditTrail: AuditTrail;
  readonly mailIntake: MailIntake;
  readonly parseMail: ParseMail;
  readonly printPdf: PrintPdf;
  readonly metrics: Metrics;
  readonly auditor: Pick<Auditor, 'alarmed'>;
  readonly log: Logger;
  readonly settings: ApiSettings;
  /** False as soon as the process is about to stop. */
  readonly isServing: () => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface ApiSettings {
  /** Where webhooks and links reach the API from outside; signatures are checked against it. */
  readonly publicUrl: string;
  readonly deskToken: string;
  /** 32 bytes; confirmations are signed with it. */
  readonly key: Uint8Array;
  /** The version of the product, told by `/openapi.json`. */
  readonly version: string;
  readonly sessionLifetime: SessionLifetime;
  readonly secondFactorForDesk: 'required' | 'optional';
  /** Whose word about a client's address is believed, as Express takes it. */
  readonly trustedProxies: readonly string[];
  /** Where outgoing webhooks may go; public addresses only when absent. */
  readonly webhookReach?: WebhookReach;
  readonly rateLimits?: RateLimitSettings;
  /** How much may be uploaded at a time; the usual if absent. */
  readonly bodyBudget?: BodyBudgetLimits;
  /** What passwords and PINs are hashed with; the usual one if absent. */
  readonly hashingCost?: HashingCost;
  /** How long the webhook of a key may be behind the one that says that the call is over. Milliseconds; 2,000 if absent. */
  readonly graceMilliseconds?: number;
}
