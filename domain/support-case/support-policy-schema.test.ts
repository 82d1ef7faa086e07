import { describe, expect, it } from '@jest/globals';
import { fieldErrorsIn } from '../../api/openapi/parse-request.js';
import { supportPolicyOf, supportPolicySchema, usualPolicySettings } from './support-policy-schema.js';
import { defaultSupportPolicy } from './support-policy.js';

const hour = 3_600_000;

function wrong(settings: object): readonly string[] {
  return fieldErrorsIn(supportPolicySchema, settings)
    .map(({ path }) => path)
    .sort();
}

describe('how cases of a topic are treated, as settings say it (C9)', () => {
  it('is as usual where nothing is said', () => {
    expect(supportPolicyOf(usualPolicySettings)).toEqual(defaultSupportPolicy);
  });

  it('is what is said, and as usual else', () => {
    const settings = supportPolicySchema.parse({
      firstAnswer: { businessMinutes: 60 },
      nextAnswer: { businessMinutes: 90, warnAtShare: 0.5 },
      remindAfterHours: [],
      closeAfterHours: 48,
      warnHoursBeforeClosing: 12,
    });
    expect(supportPolicyOf(settings)).toEqual({
      ...defaultSupportPolicy,
      firstAnswer: { duration: hour, warnAtShare: 0.75 },
      nextAnswer: { duration: 1.5 * hour, warnAtShare: 0.5 },
      remindAfter: [],
      closeAfter: 48 * hour,
      warnBeforeClosing: 12 * hour,
    });
  });

  it('names the field that cannot be', () => {
    const promise = { businessMinutes: 0, warnAtShare: 2, duration: 5 };
    expect(wrong({ firstAnswer: promise })).toEqual([
      '/firstAnswer/businessMinutes',
      '/firstAnswer/duration',
      '/firstAnswer/warnAtShare',
    ]);
    expect(wrong({ closeAfterHours: 72, remindAfterHours: [] })).toEqual(['/warnHoursBeforeClosing']);
    expect(wrong({ closeAfterHours: 0 })).toContain('/closeAfterHours');
    expect(wrong({ closeAfterHours: 8_761 })).toEqual(['/closeAfterHours']);
    expect(wrong({ warnHoursBeforeClosing: 1.5 })).toEqual(['/warnHoursBeforeClosing']);
    expect(wrong({ remindDeskOnHoldAfterHours: null })).toEqual(['/remindDeskOnHoldAfterHours']);
    expect(wrong({ remindAfterHours: [72, 24] })).toEqual(['/remindAfterHours/1']);
    expect(wrong({ remindAfterHours: [24, 24] })).toEqual(['/remindAfterHours/1']);
    expect(wrong({ remindAfterHours: [264] })).toEqual(['/remindAfterHours/0']);
    expect(wrong({ remindAfterHours: [263] })).toEqual([]);
    expect(wrong({ closeAfter: 1 })).toEqual(['/closeAfter']);
  });
});
