import { z } from 'zod';

/** A person's deed; `afterSeconds` (simulated) counts from the previous deed, or from the answer. */
export const deedSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('press'),
    digits: z.string().regex(/^[0-9*#]+$/),
    afterSeconds: z.number().min(0).optional(),
  }),
  z.strictObject({
    do: z.literal('say'),
    text: z.string().min(1),
    confidence: z.number().min(0).max(1).optional(),
    afterSeconds: z.number().min(0).optional(),
  }),
  z.strictObject({ do: z.literal('wait'), seconds: z.number().min(0) }),
  z.strictObject({ do: z.literal('hang-up'), afterSeconds: z.number().min(0).optional() }),
]);
export type Deed = z.infer<typeof deedSchema>;

/** What happens when this phone is called. All seconds are simulated. */
export const phoneScriptSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('ring-out') }),
  z.strictObject({ on: z.literal('busy') }),
  /** The network cannot reach the phone. */
  z.strictObject({ on: z.literal('failed') }),
  /** The person declines after the given time. */
  z.strictObject({ on: z.literal('decline'), afterSeconds: z.number().min(0).optional() }),
  z.strictObject({
    on: z.literal('voicemail'),
    afterSeconds: z.number().min(0).optional(),
    greetingSeconds: z.number().min(0).optional(),
  }),
  z.strictObject({
    on: z.literal('answer'),
    afterSeconds: z.number().min(0).optional(),
    then: z.array(deedSchema).optional(),
    answeredBy: z.enum(['human', 'unknown']).optional(),
  }),
  /** Somebody answers by the page or by the scripting API. */
  z.strictObject({ on: z.literal('manual') }),
]);
export type PhoneScript = z.infer<typeof phoneScriptSchema>;

/** What becomes of texts to this phone. A landline is refused at once (21614). */
export const textDeliverySchema = z.enum(['delivered', 'undelivered', 'landline']);
export type TextDelivery = z.infer<typeof textDeliverySchema>;
