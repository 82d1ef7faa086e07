import type { IncidentKind, Service } from './incident.js';

/** Medical incidents go to the medical provider, travel enquiries to the travel provider, the rest to assistance (I5). */
export function serviceFor(kind: IncidentKind): Service {
  switch (kind) {
    case 'medical':
      return 'medical';
    case 'travel':
      return 'travel';
    case 'security':
    case 'other':
      return 'assistance';
  }
}

/**
 * A booking question is no reason to wake an emergency contact; everything else is, and what began as one as soon as it
 * is more than that (I3, I5).
 */
export function concernsInternalContacts({
  kind,
  service,
  lifeSafety,
}: {
  readonly kind: IncidentKind;
  readonly service: Service;
  readonly lifeSafety: boolean;
}): boolean {
  return kind !== 'travel' || service !== 'travel' || lifeSafety;
}
