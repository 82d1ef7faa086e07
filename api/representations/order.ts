import { z } from 'zod';
import { answerMeans } from '../../domain/attempt.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import { incidentIdSchema, orderIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import { feeServices, orderStates, type OrderDecision, type OrderView } from '../../domain/orders/order.js';
import { asMoment, momentSchema, shownActorSchema } from './shared.js';

const decisionSchema = z.strictObject({
  by: shownActorSchema,
  means: z.enum(answerMeans),
  at: momentSchema,
});

export const orderStateSchema = z.enum(orderStates).meta({
  description:
    '`asking`: nothing is started. `approved`: started, an authorising person has said yes. `overridden`: started by the ' +
    'life-safety override. `withdrawn`: the desk took it back, or the incident was closed first.',
});

/** An order within its incident. */
export const incidentOrderSchema = z
  .strictObject({
    id: orderIdSchema,
    service: z.enum(feeServices),
    estimate: moneySchema,
    state: orderStateSchema,
    orderedBy: shownActorSchema,
    orderedAt: momentSchema,
    expiresAt: momentSchema
      .exactOptional()
      .meta({ description: 'Until then it can be approved; absent: the override has started it.' }),
    decision: decisionSchema.exactOptional().meta({ description: 'Who approved or refused it.' }),
    startedAt: momentSchema.exactOptional().meta({ description: 'Since then it costs.' }),
    ratification: z
      .strictObject({
        state: z.enum(['asked', 'ratified', 'refused']),
        decision: decisionSchema.exactOptional(),
      })
      .exactOptional()
      .meta({ description: 'Of what the override has started beyond its cost ceiling.' }),
    actual: z
      .strictObject({ cost: moneySchema, by: shownActorSchema, at: momentSchema })
      .exactOptional()
      .meta({ description: 'What it has cost in fact.' }),
  })
  .meta({ id: 'IncidentOrder' });
export type ShownIncidentOrder = z.infer<typeof incidentOrderSchema>;

/** An order by itself. */
export const orderSchema = incidentOrderSchema
  .extend({
    incidentId: incidentIdSchema,
    organisationId: organisationIdSchema,
    description: z
      .string()
      .exactOptional()
      .meta({ description: 'What exactly is ordered. Single orders only; absent: not known now.' }),
  })
  .meta({ id: 'Order' });
export type ShownOrder = z.infer<typeof orderSchema>;

export function showIncidentOrder(order: OrderView): ShownIncidentOrder {
  const { id, service, estimate, state, orderedBy, decision, startedAt, ratification, actual } = order;
  return {
    id,
    service,
    estimate,
    state,
    orderedBy,
    orderedAt: asMoment(order.orderedAt),
    ...(state === 'overridden' ? {} : { expiresAt: asMoment(order.expiresAt) }),
    ...(decision === undefined ? {} : { decision: showDecision(decision) }),
    ...(startedAt === undefined ? {} : { startedAt: asMoment(startedAt) }),
    ...(ratification === undefined ? {} : { ratification: showRatification(ratification) }),
    ...(actual === undefined ? {} : { actual: { ...actual, at: asMoment(actual.at) } }),
  };
}

export function showOrder(
  order: OrderView,
  of: { readonly incidentId: IncidentId; readonly organisationId: OrganisationId },
  description?: string,
): ShownOrder {
  return { ...showIncidentOrder(order), ...of, ...(description === undefined ? {} : { description }) };
}

export function showDecision({ by, means, at }: OrderDecision): z.infer<typeof decisionSchema> {
  return { by, means, at: asMoment(at) };
}

function showRatification({
  state,
  decision,
}: NonNullable<OrderView['ratification']>): NonNullable<ShownIncidentOrder['ratification']> {
  return { state, ...(decision === undefined ? {} : { decision: showDecision(decision) }) };
}
