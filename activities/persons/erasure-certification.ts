import type { Store } from '../../db/store.js';
import type { ErasureReport } from '../../domain/persons/erasure-report.js';
import type { PersonErasure } from '../../domain/persons/person-erasure.js';
import { deskScope } from '../../domain/scope.js';
import { hashOf } from '../retention/batched-deletion.js';

/** The action of the entry in the audit chain that holds the digest of an erasure's report. */
export const erasureCertification = 'certifyErasure';

/** Binds the report of an erasure into the audit chain by its digest (R4, X5). Doing it again changes nothing. */
export function createErasureCertification({
  personErasures,
  audit,
}: Pick<Store, 'personErasures' | 'audit'>) {
  return async (erasure: PersonErasure): Promise<void> => {
    const { id, organisationId, personId, report } = erasure;
    if (report === undefined) return;
    const digest = erasureDigest(erasure, report);
    await audit.append({
      id: `aud_${hashOf(`${id} ${digest}`).slice(0, 32)}`,
      organisationId,
      at: report.at,
      by: { by: 'rule' },
      from: {},
      stage: 'done',
      action: erasureCertification,
      result: digest,
      what: { kind: 'person-erasure', id },
      persons: [personId],
      values: [],
    });
    await personErasures.markCertified(deskScope, erasure, report);
  };
}

/** SHA-256 over the report and whom it is about, hex: by it the chain shows whether the stored one was changed. */
export function erasureDigest(
  { id, personId }: Pick<PersonErasure, 'id' | 'personId'>,
  { at, erased, kept, outside }: ErasureReport,
): string {
  const counts = erased.map(({ collection, count }) => [collection, count]);
  const reasons = kept.map(({ collection, count, because }) => [
    collection,
    count,
    because.why,
    because.why === 'held' ? because.holdId : '',
  ]);
  return hashOf(JSON.stringify([id, personId, at, counts, reasons, outside]));
}
