import { describe, expect, it } from '@jest/globals';
import { caseFeesOf, caseFeeSchema, type CaseFee } from './case-fees.js';

const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });
const medicalService: CaseFee = { by: 'service', service: 'medical', fee: euros(150), note: 'First day' };
const anySecurity: CaseFee = { by: 'kind', kind: 'security', fee: euros(90) };

describe('case fees by contract (I9)', () => {
  it('are those of the service and those of the kind', () => {
    const fees = [medicalService, anySecurity];
    expect(caseFeesOf(fees, { service: 'medical', kind: 'security' })).toEqual(fees);
    expect(caseFeesOf(fees, { service: 'assistance', kind: 'security' })).toEqual([anySecurity]);
    expect(caseFeesOf(fees, { service: 'assistance', kind: 'medical' })).toEqual([]);
  });

  it('are whole minor units for one thing each', () => {
    expect(caseFeeSchema.safeParse({ ...anySecurity, service: 'medical' }).success).toBe(false);
    expect(
      caseFeeSchema.safeParse({ ...anySecurity, fee: { amountMinor: 1.5, currency: 'EUR' } }).success,
    ).toBe(false);
    expect(caseFeeSchema.safeParse({ ...anySecurity, kind: { $gt: '' } }).success).toBe(false);
  });
});
