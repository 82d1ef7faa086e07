import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Organisation, Store } from '../../db/store.js';
import { ChangedMeanwhileError, DomainError, notFound } from '../../domain/errors.js';
import { settingsChanges } from '../../domain/settings/changes.js';
import { asPlainObject } from '../../domain/settings/plain-json.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
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
 * when it was changed. They replace exactly the settings that were read: what may be changed, and by whom, was decided against
 * those.
 *
 * @param ifRevision what the client has named; undefined: nothing.
 * @throws DomainError `forbidden` when a token changes who approves costs. ChangedMeanwhileError when somebody has saved since
 *   `ifRevision`, or since `current` was read.
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
    if (ifRevision !== undefined && ifRevision !== current.revision) {
      throw new ChangedMeanwhileError('organisation');
    }
    const saved = await store.organisations.save(scope, current.id, settings, current.revision, by);
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
