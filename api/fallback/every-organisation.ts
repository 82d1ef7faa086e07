import type { Organisation, OrganisationRepository } from '../../db/store.js';
import { deskScope } from '../../domain/scope.js';

const pageSize = 200;

/** All organisations, oldest first. Throws DomainError `unavailable` when MongoDB does not answer. */
export async function everyOrganisation(
  organisations: Pick<OrganisationRepository, 'list'>,
): Promise<readonly Organisation[]> {
  const all: Organisation[] = [];
  let cursor: string | undefined;
  do {
    const page = await organisations.list(deskScope, {
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}
