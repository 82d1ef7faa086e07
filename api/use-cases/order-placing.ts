import type { Cases } from '../../cases/cases.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { IncidentId, OrderId, OrganisationId } from '../../domain/identifiers.js';
import type { FeeService, OrderView } from '../../domain/orders/order.js';
import type { Scope } from '../../domain/scope.js';
import type { Principal } from '../../domain/timeline.js';
import { hashBody } from './identifiers.js';
import type { IntakeKeeping } from './intake-keeping.js';

/** A fee-based service that somebody orders for an incident (I9). */
export interface OrderRequest {
  readonly scope: Scope;
  readonly incidentId: IncidentId;
  readonly organisationId: OrganisationId;
  readonly orderId: OrderId;
  readonly by: Principal;
  readonly service: FeeService;
  readonly description: string;
  readonly estimate: Money;
  readonly expiresInSeconds?: number | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface OrderPlacing {
  /**
   * Keeps the words first, then tells the incident. Repeating it with the same ID changes nothing. What is refused goes with the
   * incident, as refused notes do.
   *
   * @throws DomainError `idempotency-key-reused` for another order under this ID, `conflict` when the incident refuses.
   */
  place(request: OrderRequest): Promise<{ readonly order: OrderView; readonly again: boolean }>;
}

export function createOrderPlacing({
  intakeKeeping,
  incidents,
}: {
  readonly intakeKeeping: IntakeKeeping;
  readonly incidents: Pick<Cases['incidents'], 'placeOrder'>;
}): OrderPlacing {
  return {
    async place({ scope, incidentId, organisationId, orderId, by, description, at, ...ordered }) {
      const { service, estimate, expiresInSeconds } = ordered;
      const kept = await intakeKeeping.keep(
        scope,
        {
          id: orderId,
          organisationId,
          kind: 'order',
          caseId: incidentId,
          bodyHash: hashBody({ incidentId, description, ...ordered }),
          text: description,
          createdAt: new Date(at),
        },
        'same-body',
      );
      const { order, again = false } = await incidents.placeOrder(
        incidentId,
        {
          by,
          orderId,
          service,
          estimate,
          ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
          ...(kept.kept === 'sealed' ? { sealed: kept.sealed } : {}),
        },
        orderId,
      );
      await intakeKeeping.noteTaken(scope, kept);
      return { order, again: again || (kept.kept === 'stored' && !kept.created) };
    },
  };
}
