import { z } from 'zod';
import { deedSchema, phoneScriptSchema, textDeliverySchema } from '../people/phone-script.js';
import { isPhoneNumber } from '../phone-number.js';

/** What the scripting API takes and gives. Requests are strict: a misspelt field is an error. */
export const phoneNumberSchema = z
  .string()
  .refine(isPhoneNumber, 'must be an E.164 number, e.g. +4930901820');

/** How a phone reacts from now on; what is left out stays. */
export const phoneChangeSchema = z
  .strictObject({
    script: phoneScriptSchema.optional(),
    /** One for each call that comes in; the last one repeats. */
    scripts: z.array(phoneScriptSchema).min(1).optional(),
    textDelivery: textDeliverySchema.optional(),
    /** Whose phone it is, for the page. */
    name: z.string().trim().min(1).max(100).optional(),
  })
  .refine((change) => change.script === undefined || change.scripts === undefined, {
    message: 'give either script or scripts',
  });
export type PhoneChange = z.input<typeof phoneChangeSchema>;

/** Taking a ringing call by hand. */
export const pickUpSchema = z.strictObject({
  as: z.enum(['person', 'voicemail']).default('person'),
  answeredBy: z.enum(['human', 'unknown']).default('human'),
  greetingSeconds: z.number().min(0).default(3),
  then: z.array(deedSchema).default([]),
});
/** Keys pressed by hand. */
export const pressSchema = z.strictObject({ digits: z.string().regex(/^[0-9*#]+$/) });
/** Words spoken by hand, and how surely they are recognised. */
export const saySchema = z.strictObject({
  text: z.string().min(1),
  confidence: z.number().min(0).max(1).default(0.9),
});
/** The body of what needs no details. */
export const nothingSchema = z.strictObject({});
/** A call to an owned number; `then` begins when it is answered. */
export const callInSchema = z.strictObject({
  to: phoneNumberSchema,
  then: z.array(deedSchema).default([]),
});
/** A text to an owned number. */
export const textInSchema = z.strictObject({ to: phoneNumberSchema, body: z.string().min(1) });

const addressSchema = z.union([z.url({ protocol: /^https?$/ }), z.literal('')]).optional();
const methodSchema = z.enum(['GET', 'POST']).optional();
/** A number for an account, or a change of its handlers; an empty address takes a handler away. */
export const ownNumberSchema = z.strictObject({
  accountSid: z.string(),
  phoneNumber: phoneNumberSchema,
  friendlyName: z.string().optional(),
  voiceUrl: addressSchema,
  voiceFallbackUrl: addressSchema,
  voiceFallbackMethod: methodSchema,
  smsUrl: addressSchema,
  smsFallbackUrl: addressSchema,
  smsFallbackMethod: methodSchema,
  statusCallback: addressSchema,
});

/** What of the journal is wanted. */
export const eventsQuerySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  /** Real seconds to wait for a further event when there is none. */
  wait: z.coerce.number().min(0).max(60).default(0),
});

/** A call as the scripting API shows it; `number` is the handset. */
export const callViewSchema = z.object({
  sid: z.string(),
  accountSid: z.string(),
  number: z.string(),
  direction: z.enum(['inbound', 'outbound-api', 'outbound-dial']),
  from: z.string(),
  to: z.string(),
  status: z.string(),
  answeredBy: z.string().nullable(),
  parentSid: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
export type CallView = z.infer<typeof callViewSchema>;

/** A phone with what it does and what happens on it now. */
export const phoneViewSchema = z.object({
  number: z.string(),
  /** The name of a number that an account owns; null for a person's phone. */
  ownedAs: z.string().nullable(),
  /** Whose phone it is; null when nobody has said. */
  name: z.string().nullable(),
  textDelivery: textDeliverySchema,
  scripts: z.array(phoneScriptSchema),
  /** Calls that are not over. */
  calls: z.array(callViewSchema),
});
export type PhoneView = z.infer<typeof phoneViewSchema>;

/** A text that an account sent or received. */
export const messageViewSchema = z.object({
  sid: z.string(),
  accountSid: z.string(),
  direction: z.string(),
  from: z.string(),
  to: z.string(),
  body: z.string(),
  status: z.string(),
  createdAt: z.string(),
});
export type MessageView = z.infer<typeof messageViewSchema>;

/** A conference with who is in it now. */
export const conferenceViewSchema = z.object({
  sid: z.string(),
  accountSid: z.string(),
  name: z.string(),
  status: z.enum(['init', 'in-progress', 'completed']),
  participants: z.array(
    z.object({
      callSid: z.string(),
      number: z.string(),
      label: z.string().nullable(),
      muted: z.boolean(),
      hold: z.boolean(),
    }),
  ),
});
export type ConferenceView = z.infer<typeof conferenceViewSchema>;

/** What was recorded of a call. */
export const recordingViewSchema = z.object({
  sid: z.string(),
  accountSid: z.string(),
  callSid: z.string(),
  isOver: z.boolean(),
});
export type RecordingView = z.infer<typeof recordingViewSchema>;
