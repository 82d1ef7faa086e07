import { z } from 'zod';
import { channels } from '../attempt.js';

/** How a traveller is asked for their status (I2). All times are seconds. */
export const statusCallPolicySchema = z.strictObject({
  rounds: z.number().int().min(1).max(20).default(3),
  roundDelaySeconds: z.number().min(0).max(86_400).default(120),
  ringSeconds: z.number().min(1).max(120).default(25),
  talkSeconds: z.number().min(2).max(600).default(60),
  /** Channels of each round. Voice waits for its outcome; texts and mails go out beside it. */
  channels: z
    .array(z.enum(channels))
    .min(1)
    .max(3)
    .refine((list) => new Set(list).size === list.length, 'must not name a channel twice')
    .default(['voice', 'sms', 'email']),
  /** How long answers by text or link are still awaited after the last round. */
  replySeconds: z.number().min(0).max(604_800).default(600),
});
export type StatusCallPolicy = z.infer<typeof statusCallPolicySchema>;

export const defaultStatusCallPolicy: StatusCallPolicy = statusCallPolicySchema.parse({});
