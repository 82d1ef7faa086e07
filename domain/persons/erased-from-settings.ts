import type { OrganisationSettings, Provider } from '../organisation/organisation.js';
import { everybodyIn } from '../settings/people-in-settings.js';

/**
 * Stands where the name of somebody was who was erased: an earlier version has to be read whole, and whoever looks for a name
 * finds none.
 */
export const erasedName = 'erased person';

/** What stands in settings about somebody who was not erased from them, with where it stands. */
export function partsOfSettings(settings: OrganisationSettings, id: string) {
  return everybodyIn<Readonly<{ id: string; name: string }>>(settings).filter(
    ([, part]) => part.id === id && part.name !== erasedName,
  );
}

/** Settings that keep somebody's place and identifier, and nothing else of them: no way to reach them, no hours, no words. */
export function settingsWithoutPerson(settings: OrganisationSettings, id: string): OrganisationSettings {
  const { providers, internalContacts, authorisingPersons } = settings;
  const { assistance, medical, travel, backups } = providers;
  const provider = (one: Provider): Provider =>
    one.id === id ? { id: one.id, name: erasedName, phones: [] } : one;
  const person = <Part extends Reachable>(one: Part): Part | Reachable =>
    one.id === id ? { id: one.id, name: erasedName, phones: [], texts: false } : one;
  return {
    ...settings,
    providers: {
      ...providers,
      assistance:
        assistance.by === 'own' ? { by: 'own', provider: provider(assistance.provider) } : assistance,
      ...(medical === undefined ? {} : { medical: provider(medical) }),
      ...(travel === undefined ? {} : { travel: provider(travel) }),
      backups: backups.map(provider),
    },
    internalContacts: internalContacts.map(person),
    authorisingPersons: authorisingPersons.map(person),
  };
}

/** What everybody in settings has who is no provider. */
type Reachable = Pick<OrganisationSettings['internalContacts'][number], 'id' | 'name' | 'phones' | 'texts'>;
