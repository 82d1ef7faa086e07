import { z } from 'zod';
import type { Cases } from '../../cases/cases.js';
import { conflict } from '../../domain/errors.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import { incidentIdSchema, orderIdSchema, type OrderId } from '../../domain/identifiers.js';
import { feeServices } from '../../domain/orders/order.js';
import { amountAsked } from '../../domain/orders/question.js';
import { principalKey } from '../../domain/timeline.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { orderSchema, showOrder } from '../representations/order.js';
import type { StepUp } from '../sign-in/step-up.js';
import type { RequireApprover } from '../use-cases/approving-user.js';
import { derivedIdentifier, newIdentifier } from '../use-cases/identifiers.js';
import { updateIdOf } from '../use-cases/incident-actions.js';
import type { OrderPlacing } from '../use-cases/order-placing.js';
import type { OrderReading } from '../use-cases/order-reading.js';
import { idempotencyHeaders, replayedHeader, type RequestsInFlight } from './idempotency.js';
import { approverProofSchema } from './proof.js';

export interface OrderRouteDependencies {
  readonly incidents: Pick<Cases['incidents'], 'decideOrder' | 'withdrawOrder' | 'recordCost'>;
  readonly placing: OrderPlacing;
  readonly orders: OrderReading;
  readonly requireApprover: RequireApprover;
  readonly stepUp: Pick<StepUp, 'proveApprover'>;
  readonly inFlight: RequestsInFlight;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Orders';
const path = '/v1/incidents/{incidentId}/orders';
const ofIncident = z.strictObject({ incidentId: incidentIdSchema });
const shownAmount = moneySchema.optional().meta({
  description:
    'What was shown to whoever decides: the estimate, or the total of `excess`. Absent: what is asked about now.',
});
const ofOrder = z.strictObject({ incidentId: incidentIdSchema, orderId: orderIdSchema });

/** Fee-based services of an incident: ordered, approved, withdrawn, paid (I9). */
export function orderRoutes(dependencies: OrderRouteDependencies): readonly Route[] {
  const { incidents, placing, orders, requireApprover, stepUp, inFlight, now } = dependencies;

  const common = { tag, params: ofOrder, headers: idempotencyHeaders } as const;

  return [
    defineRoute({
      method: 'post',
      path,
      operationId: 'placeOrder',
      tag,
      summary: 'Order a service that costs a fee',
      description:
        'The authorising persons are asked one after the other, by link, telephone or console; nothing is started before one ' +
        'of them approves. Where a life-safety override has fired it is started at once.',
      access: 'place order',
      audit: { body: 'sealed' },
      params: ofIncident,
      headers: idempotencyHeaders,
      body: z.strictObject({
        service: z.enum(feeServices),
        description: z.string().trim().min(1).max(4000).meta({
          description: 'What exactly is ordered, in words for those who approve it.',
        }),
        estimate: moneySchema,
        expiresInSeconds: z.number().int().min(1).max(2_592_000).optional().meta({
          description: 'How long it can be approved; absent: as long as the escalation policy says.',
        }),
      }),
      problems: [409, 422],
      responses: {
        200: {
          description: 'The order that was placed with this Idempotency-Key before.',
          schema: orderSchema,
          headers: { 'Idempotency-Replayed': '`true`', Location: 'Its address.' },
        },
        201: { description: 'Ordered.', schema: orderSchema, headers: { Location: 'Its address.' } },
      },
    })(async ({ caller, params: { incidentId }, headers, body }) => {
      const { organisationId, travellerId } = await orders.all(caller.scope, incidentId);
      const key = headers['idempotency-key'];
      const orderId: OrderId =
        key === undefined
          ? newIdentifier('ord')
          : derivedIdentifier('ord', incidentId, principalKey(caller.by), key);
      return inFlight.alone(orderId, async () => {
        const { scope, by } = caller;
        const of = { incidentId, organisationId };
        const { order, again } = await placing.place({ ...body, ...of, scope, by, orderId, at: now() });
        const location = { Location: `/v1/incidents/${incidentId}/orders/${orderId}` };
        const shown = showOrder(order, { ...of, travellerId }, body.description);
        return again
          ? { status: 200, headers: { ...location, ...replayedHeader }, body: shown }
          : { status: 201, headers: location, body: shown };
      });
    }),
    defineRoute({
      method: 'get',
      path,
      operationId: 'listOrders',
      tag,
      summary: 'List the orders of an incident',
      access: 'read order',
      params: ofIncident,
      responses: {
        200: {
          description: 'All of them, in the order in which they were placed, without their words.',
          schema: z.strictObject({ items: z.array(orderSchema) }).meta({ id: 'OrderList' }),
        },
      },
    })(async ({ caller, params: { incidentId } }) => {
      const { organisationId, travellerId, orders: all } = await orders.all(caller.scope, incidentId);
      return {
        status: 200,
        body: { items: all.map((order) => showOrder(order, { incidentId, organisationId, travellerId })) },
      };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/{orderId}`,
      operationId: 'getOrder',
      tag,
      summary: 'Read an order',
      access: 'read order',
      params: ofOrder,
      responses: { 200: { description: 'The order, with its words.', schema: orderSchema } },
    })(async ({ caller, params: { incidentId, orderId } }) => {
      const { organisationId, travellerId, order } = await orders.one(caller.scope, incidentId, orderId);
      const description = await orders.descriptionOf(caller.scope, orderId);
      return {
        status: 200,
        body: showOrder(order, { incidentId, organisationId, travellerId }, description),
      };
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${path}/{orderId}/decision`,
      operationId: 'decideOrder',
      summary: 'Approve or refuse an order, as an authorising person',
      description:
        'The caller has to stand among the authorising persons of the organisation with their e-mail address, and their ' +
        'limit has to reach so far, by the settings of this moment. Whoever approves proves anew who they are; refusing ' +
        'needs no proof. The first decision counts: 409 when there is one, it has ' +
        'expired, or asked is about another amount. Of what the override has started, `approved` ratifies it; of what has ' +
        'cost more than was approved, it approves the total.',
      access: 'approve order',
      audit: { body: 'by-handler' },
      body: z.discriminatedUnion('answer', [
        z.strictObject({ answer: z.literal('approved'), amount: shownAmount, proof: approverProofSchema }),
        z.strictObject({ answer: z.literal('refused'), amount: shownAmount }),
      ]),
      problems: [409],
      responses: {
        200: {
          description: 'Decided.',
          schema: z.strictObject({
            decided: z.enum([
              'approved',
              'refused',
              'ratified',
              'ratification-refused',
              'excess-approved',
              'excess-refused',
            ]),
            order: orderSchema,
          }),
        },
      },
    })(async ({ caller, visit: { address }, params: { incidentId, orderId }, headers, body, audit }) => {
      const { organisationId, travellerId, order } = await orders.one(caller.scope, incidentId, orderId);
      const amount = body.amount ?? amountAsked(order, now());
      const target = await requireApprover(caller, organisationId, amount);
      if (body.answer === 'approved') {
        const owner = { organisationId, contactId: target.id };
        await stepUp.proveApprover(caller.by, owner, body.proof, address);
      }
      // The proof goes no further: neither into the trail, nor, however hidden, into the history of the case.
      const { answer, amount: shown } = body;
      const decision = { answer, ...(shown === undefined ? {} : { amount: shown }) };
      const { decided, state } = await incidents.decideOrder(
        incidentId,
        { by: { by: 'target', target }, means: 'console', orderId, answer, amount },
        updateIdOf(caller.by, 'decision', { orderId, ...decision }, headers['idempotency-key']),
      );
      audit.changed({
        after: { ...decision, ...(body.answer === 'approved' ? { provedBy: body.proof.by } : {}) },
      });
      if (decided === 'over') {
        throw conflict(`Nothing is asked about this order, or about another amount: it is ${state}.`);
      }
      const { order: after } = await orders.one(caller.scope, incidentId, orderId);
      return {
        status: 200,
        body: { decided, order: showOrder(after, { incidentId, organisationId, travellerId }) },
      };
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${path}/{orderId}/withdraw`,
      operationId: 'withdrawOrder',
      summary: 'Withdraw an order that nobody has decided about',
      access: 'place order',
      audit: { body: 'sealed' },
      body: z.strictObject({}).default({}),
      problems: [409],
      responses: {
        200: {
          description: 'Withdrawn; nobody is asked any more.',
          schema: z.strictObject({ order: orderSchema }),
        },
      },
    })(async ({ caller, params: { incidentId, orderId }, headers, body }) => {
      const { organisationId, travellerId } = await orders.one(caller.scope, incidentId, orderId);
      const { order } = await incidents.withdrawOrder(
        incidentId,
        { by: caller.by, orderId },
        updateIdOf(caller.by, 'withdraw', { orderId, ...body }, headers['idempotency-key']),
      );
      if (order.state !== 'withdrawn') throw conflict(`The order cannot be withdrawn: it is ${order.state}.`);
      return { status: 200, body: { order: showOrder(order, { incidentId, organisationId, travellerId }) } };
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${path}/{orderId}/actual-cost`,
      operationId: 'recordCost',
      summary: 'Tell what an order has cost in fact',
      description:
        'As soon as it is started, and until its incident is archived. What is told later replaces what was told before; the ' +
        'timeline keeps both. What is beyond what was approved is noted as `excess`, and asked about; it stops nothing.',
      access: 'place order',
      audit: { body: 'sealed' },
      body: z.strictObject({ cost: moneySchema }),
      problems: [409],
      responses: { 200: { description: 'Noted.', schema: z.strictObject({ order: orderSchema }) } },
    })(async ({ caller, params: { incidentId, orderId }, headers, body }) => {
      const { organisationId, travellerId } = await orders.one(caller.scope, incidentId, orderId);
      const { order } = await incidents.recordCost(
        incidentId,
        { by: caller.by, orderId, cost: body.cost },
        updateIdOf(caller.by, 'actual-cost', { orderId, ...body }, headers['idempotency-key']),
      );
      return { status: 200, body: { order: showOrder(order, { incidentId, organisationId, travellerId }) } };
    }),
  ];
}
