import { z } from 'zod';
import { responsePromiseOf, responsePromiseSchema, settingsOfPromise } from './response-promise-schema.js';
import { defaultSupportPolicy as usual, type SupportPolicy } from './support-policy.js';

const hour = 3_600_000;
const mostHours = 365 * 24;
const mostReminders = 10;

const hoursSchema = z.int().min(1).max(mostHours);

/**
 * How the desk treats the cases of a topic, as settings say it; what is left out is as usual. Promises count in the desk's opening hours,
 * everything else by the clock.
 */
export const supportPolicySchema = z
  .strictObject({
    firstAnswer: responsePromiseSchema
      .default(settingsOfPromise(usual.firstAnswer))
      .meta({ description: 'Until the first answer to a new case.' }),
    nextAnswer: responsePromiseSchema
      .default(settingsOfPromise(usual.nextAnswer))
      .meta({ description: 'Until the answer to whatever the partner writes later.' }),
    afterInterimAnswer: responsePromiseSchema.default(settingsOfPromise(usual.afterInterimAnswer)).meta({
      description: 'Until the next word of a desk that has answered and goes on working.',
    }),
    remindDeskOnHoldAfterHours: hoursSchema
      .default(usual.remindDeskOnHoldAfter / hour)
      .meta({ description: 'Each time so much time has passed the desk is reminded of a case on hold.' }),
    remindAfterHours: z
      .array(hoursSchema)
      .max(mostReminders)
      .default(() => usual.remindAfter.map((after) => after / hour))
      .meta({
        description: 'After so long without a word the partner who is waited for is reminded; ascending.',
      }),
    closeAfterHours: hoursSchema
      .default(usual.closeAfter / hour)
      .meta({ description: 'After so long without a word the case is closed.' }),
    warnHoursBeforeClosing: hoursSchema
      .default(usual.warnBeforeClosing / hour)
      .meta({ description: 'The partner is told so long before that.' }),
  })
  .superRefine(({ remindAfterHours, closeAfterHours, warnHoursBeforeClosing }, context) => {
    const refuse = (path: PropertyKey[], message: string) => {
      context.addIssue({ code: 'custom', path, message });
    };
    if (warnHoursBeforeClosing >= closeAfterHours) {
      refuse(['warnHoursBeforeClosing'], 'must be less than closeAfterHours');
      return;
    }
    remindAfterHours.forEach((after, index) => {
      if (after <= (remindAfterHours[index - 1] ?? 0)) {
        refuse(['remindAfterHours', index], 'must be later than the reminder before it');
      } else if (after >= closeAfterHours - warnHoursBeforeClosing) {
        refuse(['remindAfterHours', index], 'must be earlier than the warning before the case is closed');
      }
    });
  });
export type SupportPolicySettings = z.infer<typeof supportPolicySchema>;

/** What counts for topics of which nobody has said anything. */
export const usualPolicySettings: SupportPolicySettings = supportPolicySchema.parse({});

/** The policy that settings say, in milliseconds. */
export function supportPolicyOf(settings: SupportPolicySettings): SupportPolicy {
  return {
    firstAnswer: responsePromiseOf(settings.firstAnswer),
    nextAnswer: responsePromiseOf(settings.nextAnswer),
    afterInterimAnswer: responsePromiseOf(settings.afterInterimAnswer),
    remindDeskOnHoldAfter: settings.remindDeskOnHoldAfterHours * hour,
    remindAfter: settings.remindAfterHours.map((after) => after * hour),
    closeAfter: settings.closeAfterHours * hour,
    warnBeforeClosing: settings.warnHoursBeforeClosing * hour,
  };
}
