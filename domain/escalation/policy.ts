import { z } from 'zod';
import { defaultEscalationPolicy } from './default-policy.js';

const seconds = (least: number, most: number, usual: number) =>
  z.number().min(least).max(most).default(usual);

/** An amount of money in integer minor units (cents) with its ISO 4217 currency. */
export const moneySchema = z.strictObject({
  amountMinor: z.number().int().min(0).max(1_000_000_000_00),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
});
export type Money = z.infer<typeof moneySchema>;

/** How an organisation wants its people to be reached. All times are seconds. */
export const escalationPolicySchema = z.strictObject({
  /** How long a phone rings before the next one is tried. Twilio allows 5 to 600; below 5 serves tests. */
  ringSeconds: seconds(1, 120, defaultEscalationPolicy.ringSeconds),
  /** How long an answered call may take to become an acknowledgement. */
  talkSeconds: seconds(2, 600, defaultEscalationPolicy.talkSeconds),
  /** How long a text or mail may stay unanswered where a contact has no phone. */
  replySeconds: seconds(1, 3600, defaultEscalationPolicy.replySeconds),
  /** The pause between two rounds of the internal emergency contacts (I6). Rounds begin a second apart at least. */
  roundDelaySeconds: seconds(0, 86_400, defaultEscalationPolicy.roundDelaySeconds),
  /** The pause between two rounds of provider, backups, desk and duty lead (I3). Rounds begin a second apart at least. */
  providerRoundDelaySeconds: seconds(0, 3600, defaultEscalationPolicy.providerRoundDelaySeconds),
  /** How many internal contacts have to acknowledge (I7). */
  contactsNeeded: z.number().int().min(1).max(20).default(defaultEscalationPolicy.contactsNeeded),
  /** After this time without any action an acknowledgement expires and escalation resumes (I7). */
  acknowledgementExpirySeconds: seconds(1, 604_800, defaultEscalationPolicy.acknowledgementExpirySeconds),
  /** From the first `immediate` threat to the life-safety override (I8); 0 fires at once. */
  overrideDelaySeconds: seconds(0, 86_400, defaultEscalationPolicy.overrideDelaySeconds),
  /** What the provider may spend on the mandate without asking. Exceeding it asks, never blocks. */
  overrideCostCeiling: moneySchema.default(defaultEscalationPolicy.overrideCostCeiling),
  /** How long a closed incident can be reopened. */
  reopenWindowSeconds: seconds(0, 2_592_000, defaultEscalationPolicy.reopenWindowSeconds),
  /** How often a caller who is gone is called back in one go, and the pause between. */
  callBackAttempts: z.number().int().min(1).max(20).default(defaultEscalationPolicy.callBackAttempts),
  callBackDelaySeconds: seconds(0, 3600, defaultEscalationPolicy.callBackDelaySeconds),
  /** How long a fee-based service can be approved after it was ordered (I9). */
  approvalExpirySeconds: seconds(1, 2_592_000, defaultEscalationPolicy.approvalExpirySeconds),
  /** How far an actual cost may be beyond its estimate without a question, in per cent (I9). */
  costTolerancePercent: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(defaultEscalationPolicy.costTolerancePercent),
  /** How long after the closure it goes on being asked to ratify, and to approve what was exceeded (I8, I9). */
  ratificationExpirySeconds: seconds(0, 7_776_000, defaultEscalationPolicy.ratificationExpirySeconds),
  /** The pause between two rounds of that asking: it hurries no more. */
  ratificationRoundDelaySeconds: seconds(1, 604_800, defaultEscalationPolicy.ratificationRoundDelaySeconds),
});
export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;
