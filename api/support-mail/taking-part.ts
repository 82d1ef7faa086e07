import type { Store, SupportOpening } from '../../db/store.js';
import type { SupportCaseId, UserId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { mostMerges } from '../support/merged-cases.js';

export interface TakingPartDependencies {
  readonly supportCases: Pick<Store['supportCases'], 'duplicatesOf'>;
  readonly supportMessages: Pick<Store['supportMessages'], 'partnersWhoWrote'>;
}

type OpenedCase = Pick<SupportOpening, 'id' | 'openedBy'>;

/**
 * Users of the partner account who take part in a case: they have opened it, or written in it. What they have asked in a case that
 * was merged into it is answered there (C10).
 */
export async function partnersTakingPart(
  { supportCases, supportMessages }: TakingPartDependencies,
  opened: OpenedCase,
): Promise<ReadonlySet<UserId>> {
  const part = new Set<UserId>();
  const seen = new Set<SupportCaseId>();

  async function addAll({ id, openedBy }: OpenedCase): Promise<void> {
    seen.add(id);
    if (openedBy.by === 'partner' && openedBy.userId !== undefined) part.add(openedBy.userId);
    for (const userId of await supportMessages.partnersWhoWrote(deskScope, id)) part.add(userId);
  }

  let merged: readonly OpenedCase[] = [opened];
  for (let merges = 0; merges <= mostMerges && merged.length > 0; merges += 1) {
    for (const each of merged) await addAll(each);
    const duplicates = await supportCases.duplicatesOf(
      deskScope,
      merged.map(({ id }) => id),
    );
    merged = duplicates.filter(({ id }) => !seen.has(id));
  }
  return part;
}
