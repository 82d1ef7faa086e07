import type { Reachable } from '../../db/contact-book/contact-book.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import { reach, type ReachDependencies } from '../reach.js';

/** Whom an order is to reach, with the personal data of this moment. */
export function attemptedPerson(
  dependencies: ReachDependencies,
  { organisationId, subject, target }: AttemptOrder,
): Promise<Reachable | undefined> {
  return reach(dependencies, {
    organisationId,
    target,
    ...(subject.case === 'incident' ? { incidentId: subject.incidentId } : {}),
  });
}
