import type { OrganisationChoice } from '../incident/incident.js';
import type { OrganisationId, TravellerId } from '../identifiers.js';

/** Somebody whom a number belongs to, and what speaks for their being the one who calls. */
export interface Candidate {
  readonly organisationId: OrganisationId;
  readonly id: TravellerId;
  /** An incident of theirs is open. */
  readonly hasOpenIncident: boolean;
  /** When their organisation last asked after them, or had an incident of theirs. Epoch milliseconds. */
  readonly lastAskedAt?: number;
}

export interface Ranked<Of extends Candidate> {
  /** One for each organisation, the likeliest first. */
  readonly travellers: readonly Of[];
  /** Why the first comes first; absent: all are of one organisation. */
  readonly by?: Exclude<OrganisationChoice, 'caller'>;
}

/** Whoever was asked longer ago does not call because of it. Milliseconds. */
const longestEcho = 24 * 3_600_000;

/**
 * Whom a caller is taken for whose number belongs to several travellers: whose incident is open, else whose organisation
 * asked last. The same again for as long as nothing of it changes, so that nobody is taken for another at the next call.
 */
export function rankTravellers<Of extends Candidate>(candidates: readonly Of[], now: number): Ranked<Of> {
  const askedAt = ({ lastAskedAt }: Candidate): number =>
    lastAskedAt !== undefined && now - lastAskedAt <= longestEcho ? lastAskedAt : 0;
  const ranked = [...candidates].sort(
    (one, other) =>
      Number(other.hasOpenIncident) - Number(one.hasOpenIncident) ||
      askedAt(other) - askedAt(one) ||
      compare(one.organisationId, other.organisationId) ||
      compare(one.id, other.id),
  );
  const travellers = ranked.filter(
    ({ organisationId }, index) =>
      ranked.findIndex((earlier) => earlier.organisationId === organisationId) === index,
  );
  const [first, second] = travellers;
  if (first === undefined || second === undefined) return { travellers };
  if (first.hasOpenIncident && !second.hasOpenIncident) return { travellers, by: 'open-incident' };
  return { travellers, by: askedAt(first) > askedAt(second) ? 'last-asked' : 'assumed' };
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
