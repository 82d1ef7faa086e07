import type { CaseRecord, IncidentView } from '../../domain/case-record.js';
import type { IncidentId } from '../../domain/identifiers.js';
import type { TimelineEntry } from '../../domain/timeline.js';

let counter = 0;
/** For tests: an ID that no other test uses. */
export function newIncidentId(): IncidentId {
  counter += 1;
  return `inc_case${String(counter).padStart(6, '0')}`;
}

export function view(id: IncidentId, changes: Partial<IncidentView> = {}): IncidentView {
  return {
    case: 'incident',
    id,
    organisationId: 'org_company1',
    state: 'open',
    kind: 'security',
    threat: 'unknown',
    source: 'api',
    service: 'assistance',
    openedAt: Date.parse('2026-11-21T10:00:00Z'),
    acknowledgements: [],
    override: { state: 'none' },
    caller: 'none',
    rounds: { provider: 1, internal: 1 },
    ...changes,
  };
}

export function entries(from: number, to: number): TimelineEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    sequence: from + index,
    at: 1000 + from + index,
    event: { type: 'caller-waiting' },
  }));
}

/** A record whose view shows its revision as the provider's rounds. */
export function record(id: IncidentId, revision: number, from: number, to: number): CaseRecord {
  return {
    revision,
    view: view(id, { rounds: { provider: revision, internal: 1 } }),
    entries: entries(from, to),
    sealedTexts: [],
  };
}
