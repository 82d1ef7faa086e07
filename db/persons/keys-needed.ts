import type { OrganisationId } from '../../domain/identifiers.js';
import type { KeptBecause } from '../../domain/persons/erasure-report.js';
import { holdOnPerson, keptFromErasure } from '../../domain/persons/erasure-verdict.js';
import type { PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import type { Models } from '../models/models.js';
import type { RetentionClass } from '../retention/retention-class.js';
import type { LegalHoldRepository } from '../retention-store.js';
import type { CasesNeeding } from './cases-needing.js';

/**
 * Why an organisation has to keep the key under which its audit trail holds somebody's values. undefined: it may go.
 *
 * @param owner whose chain it is: what it keeps is judged by its own holds, whoever wants the key to go.
 * @param holds in force in the person's organisation.
 */
export type KeysNeeded = (
  owner: OrganisationId,
  person: PersonTraces,
  holds: readonly Holding[],
) => Promise<KeptBecause | undefined>;

export interface KeysNeededParts {
  readonly models: Pick<Models, 'audit'>;
  readonly values: Pick<RetentionClass, 'read'>;
  readonly legalHolds: Pick<LegalHoldRepository, 'active'>;
  readonly casesNeeding: CasesNeeding;
}

export function createKeysNeeded({ models, values, legalHolds, casesNeeding }: KeysNeededParts): KeysNeeded {
  /** One key opens all values of a person: it stays for each one that is held, such as those about a case. */
  async function holdOnValues(
    organisationId: OrganisationId,
    person: string,
    holds: readonly Holding[],
  ): Promise<KeptBecause | undefined> {
    if (holds.length === 0) return undefined;
    const entries = await models.audit.entries
      .find({ organisationId, persons: person, 'values.person': person }, { record: 1 })
      .lean();
    const items = await values.read(
      entries.map(({ record }) => record),
      { named: true },
    );
    return items.map((item) => keptFromErasure(item, holds)).find((because) => because !== undefined);
  }

  return async (owner, person, ofTheirs) => {
    const isHome = owner === person.organisationId;
    const holds = isHome ? ofTheirs : await legalHolds.active(deskScope, owner);
    const hold = holdOnPerson(person.id, holds) ?? holds.find(isOnAudit);
    if (hold !== undefined) return { why: 'held', holdId: hold.id };
    const held = await holdOnValues(owner, person.id, holds);
    return held ?? (isHome ? casesNeeding(person, holds) : undefined);
  };
}

/** What is kept from now on under the key is held as well, so the key stays whether or not it holds anything by now. */
function isOnAudit({ subject }: Holding): boolean {
  return subject.of === 'class' && subject.dataClass === 'audit';
}
