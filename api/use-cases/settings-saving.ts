import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Organisation, Store } from '../../db/store.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { settingsChanges } from '../../domain/settings/changes.js';
import { asPlainObject } from '../../domain/settings/plain-json.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import { HttpProblem } from '../middleware/http-problem.js';
import type { Caller } from '../openapi/route.js';
import type { TellAddressChanges } from '../pins/address-changes.js';

export interface SettingsSavingDependencies {
  readonly store: Pick<Store, 'organisations' | 'pins'>;
  readonly contactBook: Pick<ContactBook, 'refresh'>;
  readonly tellAddressChanges: TellAddressChanges;
}

/**
 * Saves the settings of an organisation that has been read, and all that goes with them: running cases use them from
 * their next step on, who is no authorising person any more has no PIN, and who has one is told at their former address
 * when it was changed. They replace exactly the settings that were
 * read: what may be changed, and by whom, was decided against those.
 *
 * @param ifRevision what the client has named; undefined: nothing.
 * @throws DomainError `forbidden` when a token changes who approves costs. HttpProblem 412 when somebody has saved since `ifRevision`; DomainError `conflict` when, without it, somebody has
 *   saved since `current` was read.
 */
export type SaveSettings = (
  caller: Caller,
  current: Organisation,
  settings: OrganisationSettings,
  ifRevision: number | undefined,
) => Promise<Organisation>;

export function createSettingsSaving({
  store,
  contactBook,
  tellAddressChanges,
}: SettingsSavingDependencies): SaveSettings {
  return async (caller, current, settings, ifRevision) => {
    const { scope, by } = caller;
    refuseForeignApprovers(caller, current, settings);
    if (ifRevision !== undefined && ifRevision !== current.revision) throw changedSince();
    const saved = await withPrecondition(ifRevision, () =>
      store.organisations.save(scope, current.id, settings, current.revision, by),
    );
    if (saved === undefined) throw notFound('organisation');
    await store.pins.removeAllBut(
      scope,
      saved.id,
      settings.authorisingPersons.map(({ id }) => id),
    );
    tellAddressChanges(current, saved);
    await contactBook.refresh();
    return saved;
  };
}

/** Whoever names those who approve costs could approve their own orders (I9). */
function refuseForeignApprovers(
  { may }: Caller,
  { id, settings: current }: Organisation,
  { authorisingPersons }: OrganisationSettings,
): void {
  if (may.canFor('change authorising-persons', id)) return;
  const was = asPlainObject({ authorisingPersons: current.authorisingPersons });
  if (settingsChanges(was, asPlainObject({ authorisingPersons })).length === 0) return;
  throw new DomainError('forbidden', 'A token cannot change who approves costs, and up to which limit.', [
    { path: '/authorisingPersons', message: 'may be changed by the desk and by organisation managers only' },
  ]);
}

/** The revision that an If-Match header names; undefined: any. */
export function revisionOf(ifMatch: string | undefined): number | undefined {
  return ifMatch === undefined || ifMatch === '*' ? undefined : Number(ifMatch.replaceAll('"', ''));
}

function changedSince(): HttpProblem {
  return new HttpProblem(412, 'The organisation was changed in the meantime; please read it again.');
}

/** The repository answers `conflict` when the revision has changed between our look and the save. */
async function withPrecondition<Saved>(
  ifRevision: number | undefined,
  save: () => Promise<Saved>,
): Promise<Saved> {
  try {
    return await save();
  } catch (error) {
    const isConflict = error instanceof DomainError && error.kind === 'conflict';
    if (isConflict && ifRevision !== undefined && !error.message.includes('number')) throw changedSince();
    throw error;
  }
}
