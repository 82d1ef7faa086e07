import { z } from 'zod';

/** `number` is always the handset: the phone of the person, never the number that the account owns. */
const onCall = { callSid: z.string(), number: z.string() };

const entrySchemas = [
  z.object({
    event: z.literal('call-created'),
    ...onCall,
    accountSid: z.string(),
    direction: z.enum(['inbound', 'outbound-api', 'outbound-dial']),
    from: z.string(),
    to: z.string(),
  }),
  z.object({
    event: z.literal('ringing'),
    ...onCall,
    from: z.string(),
    to: z.string(),
  }),
  z.object({
    event: z.literal('answered'),
    ...onCall,
  }),
  z.object({
    event: z.literal('detected'),
    ...onCall,
    answeredBy: z.string(),
  }),
  /** `network` is what the telephone system itself says, e.g. "an application error has occurred". */
  z.object({
    event: z.literal('heard'),
    ...onCall,
    text: z.string(),
    language: z.string(),
    source: z.enum(['say', 'play', 'person', 'network']),
  }),
  z.object({
    event: z.literal('asked'),
    ...onCall,
    input: z.string(),
  }),
  z.object({
    event: z.literal('gathered'),
    ...onCall,
    digits: z.string().optional(),
    speech: z.string().optional(),
  }),
  z.object({
    event: z.literal('pressed'),
    ...onCall,
    digits: z.string(),
  }),
  z.object({
    event: z.literal('said'),
    ...onCall,
    text: z.string(),
  }),
  z.object({
    event: z.literal('connected'),
    ...onCall,
    with: z.string(),
  }),
  z.object({
    event: z.literal('disconnected'),
    ...onCall,
    with: z.string(),
  }),
  z.object({
    event: z.literal('joined-conference'),
    ...onCall,
    conference: z.string(),
    conferenceSid: z.string(),
    label: z.string().optional(),
  }),
  z.object({
    event: z.literal('left-conference'),
    ...onCall,
    conference: z.string(),
    conferenceSid: z.string(),
    label: z.string().optional(),
  }),
  z.object({
    event: z.literal('conference-started'),
    conference: z.string(),
    conferenceSid: z.string(),
  }),
  z.object({
    event: z.literal('conference-ended'),
    conference: z.string(),
    conferenceSid: z.string(),
    reason: z.string(),
  }),
  z.object({
    event: z.literal('redirected'),
    ...onCall,
    url: z.string().optional(),
  }),
  z.object({
    event: z.literal('ended'),
    ...onCall,
    status: z.enum(['completed', 'busy', 'no-answer', 'failed', 'canceled']),
    by: z.enum(['person', 'script', 'request', 'network']),
  }),
  /** The account sent a text to the phone `number`. */
  z.object({
    event: z.literal('message-sent'),
    number: z.string(),
    messageSid: z.string().optional(),
    from: z.string(),
    body: z.string(),
    kind: z.enum(['ordered', 'reply', 'network']),
  }),
  z.object({
    event: z.literal('message-status'),
    number: z.string(),
    messageSid: z.string(),
    status: z.string(),
  }),
  /** The account received a text from the phone `number`. */
  z.object({
    event: z.literal('message-received'),
    number: z.string(),
    messageSid: z.string(),
    to: z.string(),
    body: z.string(),
  }),
  z.object({
    event: z.literal('webhook'),
    callSid: z.string().optional(),
    number: z.string().optional(),
    purpose: z.enum([
      'script',
      'call-status',
      'machine-detection',
      'conference',
      'message',
      'message-status',
    ]),
    method: z.string(),
    url: z.string(),
    params: z.record(z.string(), z.string()),
    status: z.number().optional(),
    error: z.string().optional(),
  }),
  z.object({
    event: z.literal('rest-request'),
    method: z.string(),
    path: z.string(),
    accountSid: z.string(),
    status: z.union([z.number(), z.literal('connection reset')]),
  }),
  z.object({
    event: z.literal('alert'),
    callSid: z.string().optional(),
    number: z.string().optional(),
    code: z.number(),
    level: z.enum(['error', 'warning']),
    message: z.string(),
  }),
] as const;

/** What happened, without its place in the journal. */
export const journalEntrySchema = z.discriminatedUnion('event', entrySchemas);
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** One line of the journal of everything that happened in the simulator, in order. */
export const journalEventSchema = z
  .object({ sequence: z.number().int().positive(), time: z.iso.datetime() })
  .and(journalEntrySchema);
export type JournalEvent = z.infer<typeof journalEventSchema>;
