import { z } from 'zod';
import { moneySchema } from '../escalation/policy.js';
import { incidentKindSchema, serviceSchema, type IncidentKind, type Service } from '../incident/incident.js';

const feeShape = { fee: moneySchema, note: z.string().trim().min(1).max(300).optional() };

/** What an incident costs by contract, by the service that it goes to or by its kind (I9). */
export const caseFeeSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('service'), service: serviceSchema, ...feeShape }),
  z.strictObject({ by: z.literal('kind'), kind: incidentKindSchema, ...feeShape }),
]);
export type CaseFee = z.infer<typeof caseFeeSchema>;

/** The fees that an incident incurs, in the order of the contract. */
export function caseFeesOf(
  fees: readonly CaseFee[],
  { service, kind }: { readonly service: Service; readonly kind: IncidentKind },
): CaseFee[] {
  return fees.filter((fee) => (fee.by === 'service' ? fee.service === service : fee.kind === kind));
}
