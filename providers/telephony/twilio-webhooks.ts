import twilio from 'twilio';
import { z } from 'zod';
import { invalidInput } from '../../domain/errors.js';
import { labelOfLeg } from './joining.js';
import { answeredByOf, callStateOf } from './twilio-facts.js';
import type { ConferenceWebhook, DialOutcome, TelephonyWebhooks, TextWebhook } from './webhooks.js';

type Form = Readonly<Record<string, string>>;

export interface TwilioWebhooksOptions {
  /** Every account whose calls and texts reach us. */
  readonly accounts: readonly { readonly accountSid: string; readonly authToken: string }[];
}

/** Proves and parses Twilio's webhooks. Unknown parameters are let through unread: Twilio adds some now and then. */
export function createTwilioWebhooks({ accounts }: TwilioWebhooksOptions): TelephonyWebhooks {
  function isGenuine(url: string, form: Form, signature: string | undefined): boolean {
    if (signature === undefined || signature === '') return false;
    const sender = form['AccountSid'];
    return accounts.some(({ accountSid, authToken }) => {
      // An empty token would make everybody able to sign.
      if (authToken === '' || (sender !== undefined && sender !== accountSid)) return false;
      try {
        return twilio.validateRequest(authToken, signature, url, form);
      } catch {
        // What cannot be checked (an address that is none) is not genuine.
        return false;
      }
    });
  }
  return {
    isGenuine,
    voice: (form) => parse(voiceSchema, form),
    machineDetection: (form) => parse(machineDetectionSchema, form),
    conference: (form) => parse(conferenceSchema, form),
    text: (form) => parse(textSchema, form),
  };
}

function parse<Out>(schema: z.ZodType<Out>, form: Form): Out {
  const parsed = schema.safeParse(form);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    'The webhook lacks something.',
    parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
  );
}

const sidSchema = z.string().min(1).max(64);

/** What is too long is cut, not refused: refusing the webhook would lose a call for help. */
const longest = (characters: number) => z.string().transform((text) => text.slice(0, characters));

/** Numbers, SIP addresses, `anonymous`; absent where the network withholds it. */
const partySchema = longest(256).default('');

const stateSchema = z.string().transform((status, context) => {
  const state = callStateOf(status);
  if (state) return state;
  context.addIssue({ code: 'custom', message: 'is no call status' });
  return z.NEVER;
});

const dialOutcomes = new Map<string, DialOutcome>([
  ['answered', 'answered'],
  ['completed', 'answered'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
]);

const voiceSchema = z
  .object({
    CallSid: sidSchema,
    AccountSid: sidSchema,
    From: partySchema,
    To: partySchema,
    CallStatus: stateSchema,
    Digits: longest(64).optional(),
    SpeechResult: longest(4000).optional(),
    // Some recognisers give none; then nothing may be concluded from it.
    Confidence: z.coerce.number().min(0).max(1).catch(0),
    AnsweredBy: z.string().optional(),
    DialCallStatus: z.string().optional(),
    CallDuration: z.coerce.number().min(0).optional().catch(undefined),
  })
  .transform((form) => ({
    callSid: form.CallSid,
    account: form.AccountSid,
    from: form.From,
    to: form.To,
    state: form.CallStatus,
    ...(isGiven(form.Digits) ? { digits: form.Digits } : {}),
    ...(isGiven(form.SpeechResult)
      ? { speech: { text: form.SpeechResult, confidence: form.Confidence } }
      : {}),
    ...(isGiven(form.AnsweredBy) ? { answeredBy: answeredByOf(form.AnsweredBy) } : {}),
    ...(form.CallDuration === undefined ? {} : { seconds: form.CallDuration }),
    ...(isGiven(form.DialCallStatus) ? { dialled: dialOutcomes.get(form.DialCallStatus) ?? 'failed' } : {}),
  }));

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

const machineDetectionSchema = z
  .object({ CallSid: sidSchema, AccountSid: sidSchema, AnsweredBy: z.string() })
  .transform((form) => ({
    callSid: form.CallSid,
    account: form.AccountSid,
    answeredBy: answeredByOf(form.AnsweredBy),
  }));

const conferenceEvents = new Map<string, ConferenceWebhook['event']>([
  ['participant-join', 'join'],
  ['participant-leave', 'leave'],
  ['conference-start', 'start'],
  ['conference-end', 'end'],
]);

const conferenceSchema = z
  .object({
    FriendlyName: z.string().min(1).max(128),
    StatusCallbackEvent: z.string(),
    ParticipantLabel: longest(128).optional(),
    CallSid: sidSchema.optional(),
    ConferenceSid: sidSchema.optional(),
    AccountSid: sidSchema.optional(),
    SequenceNumber: z.coerce.number().int().min(0),
  })
  .transform((form) => ({
    conference: form.FriendlyName,
    event: conferenceEvents.get(form.StatusCallbackEvent) ?? 'other',
    ...(isGiven(form.ParticipantLabel) ? { label: labelOfLeg(form.ParticipantLabel) } : {}),
    ...(form.CallSid === undefined ? {} : { callSid: form.CallSid }),
    ...(form.ConferenceSid === undefined ? {} : { conferenceSid: form.ConferenceSid }),
    ...(form.AccountSid === undefined ? {} : { account: form.AccountSid }),
    sequence: form.SequenceNumber,
  }));

/**
 * The words Twilio acts on by itself, when a text is nothing else (help.twilio.com, "opt-out keywords"). With Advanced
 * Opt-Out it says so in `OptOutType`; without, only the word shows it. YES is left out: it opts in again who has opted
 * out, but for everybody else it is an ordinary answer.
 */
const reservedWords = new Map<string, NonNullable<TextWebhook['reserved']>>([
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'].map(
    (word) => [word, 'stop'] as const,
  ),
  ['START', 'start'],
  ['UNSTOP', 'start'],
  ['HELP', 'help'],
  ['INFO', 'help'],
]);

const textSchema = z
  .object({
    MessageSid: sidSchema,
    AccountSid: sidSchema,
    From: partySchema,
    To: partySchema,
    Body: longest(4000).default(''),
    OptOutType: z.enum(['STOP', 'START', 'HELP']).optional().catch(undefined),
  })
  .transform((form) => {
    const reserved = reservedWords.get(form.OptOutType ?? form.Body.trim().toUpperCase());
    return {
      sid: form.MessageSid,
      account: form.AccountSid,
      from: form.From,
      to: form.To,
      body: form.Body,
      ...(reserved === undefined ? {} : { reserved }),
    };
  });
