import { z } from 'zod';
import { answerMeans } from '../../domain/attempt.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import {
  incidentIdSchema,
  orderIdSchema,
  organisationIdSchema,
  travellerIdSchema,
} from '../../domain/identifiers.js';
import type { IncidentId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import {
  excessStates,
  feeServices,
  orderRatificationStates,
  orderStates,
  type OrderDecision,
  type OrderView,
} from '../../domain/orders/order.js';
import { asMoment, momentSchema, shownActorSchema } from './shared.js';

export const decisionSchema = z.strictObject({
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
        state: z.enum(orderRatificationStates),
        withOverride: z.literal(true).exactOptional().meta({
          description: 'It is asked about and decided together with the override; absent: by itself.',
        }),
        decision: decisionSchema.exactOptional(),
      })
      .exactOptional()
      .meta({
        description:
          'Of what the override has started. `not-ratified`: nobody has answered until the end of the asking.',
      }),
    actual: z
      .strictObject({ cost: moneySchema, by: shownActorSchema, at: momentSchema })
      .exactOptional()
      .meta({ description: 'What it has cost in fact.' }),
    excess: z
      .strictObject({
        state: z.enum(excessStates),
        total: moneySchema.meta({ description: 'What it costs in all.' }),
        decision: decisionSchema.exactOptional(),
      })
      .exactOptional()
      .meta({
        description:
          'The actual cost is beyond what was approved, which somebody has to approve whose limit reaches the total. ' +
          '`not-approved`: nobody has answered until the end of the asking.',
      }),
    approvedTotal: moneySchema.exactOptional().meta({
      description: 'A total beyond the estimate that was approved.',
    }),
  })
  .meta({ id: 'IncidentOrder' });
export type ShownIncidentOrder = z.infer<typeof incidentOrderSchema>;

/** An order by itself. */
export const orderSchema = incidentOrderSchema
  .extend({
    incidentId: incidentIdSchema,
    organisationId: organisationIdSchema,
    travellerId: travellerIdSchema
      .exactOptional()
      .meta({ description: 'Whom the incident is about; absent: nobody knows.' }),
    description: z
      .string()
      .exactOptional()
      .meta({ description: 'What exactly is ordered. Single orders only; absent: not known now.' }),
  })
  .meta({ id: 'Order' });
export type ShownOrder = z.infer<typeof orderSchema>;

export function showIncidentOrder(order: OrderView): ShownIncidentOrder {
  const { id, service, estimate, state, orderedBy, decision, startedAt, actual } = order;
  const { ratification, excess, approvedTotal } = order;
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
    ...(ratification === undefined ? {} : { ratification: withDecision(ratification) }),
    ...(actual === undefined ? {} : { actual: { ...actual, at: asMoment(actual.at) } }),
    ...(excess === undefined ? {} : { excess: withDecision(excess) }),
    ...(approvedTotal === undefined ? {} : { approvedTotal }),
  };
}

export function showOrder(
  order: OrderView,
  {
    travellerId,
    ...of
  }: {
    readonly incidentId: IncidentId;
    readonly organisationId: OrganisationId;
    readonly travellerId: TravellerId | undefined;
  },
  description?: string,
): ShownOrder {
  return {
    ...showIncidentOrder(order),
    ...of,
    ...(travellerId === undefined ? {} : { travellerId }),
    ...(description === undefined ? {} : { description }),
  };
}

export function showDecision({ by, means, at }: OrderDecision): z.infer<typeof decisionSchema> {
  return { by, means, at: asMoment(at) };
}

function withDecision<Asked extends { readonly decision?: OrderDecision }>({ decision, ...asked }: Asked) {
  return { ...asked, ...(decision === undefined ? {} : { decision: showDecision(decision) }) };
}
