import { describe, expect, it } from '@jest/globals';
import {
  organisationInputSchema,
  organisationSettingsSchema,
  type OrganisationSettings,
} from '../../domain/organisation/organisation.js';
import { completeSettings } from './organisation-settings.js';

const frieda = { name: 'Frieda', phones: ['+493023125031'], email: 'frieda@example.org' };
const clinic = { name: 'Clinic', phones: ['+493023125040', '+493023125041'] };

const settings = (input: object, current?: OrganisationSettings) =>
  completeSettings(organisationInputSchema.parse({ name: 'Example', ...input }), current);
/** A provider in each place where one can stand. */
const everywhere = (provider: object) => [
  { assistance: { by: 'own', provider } },
  { assistance: { by: 'desk' }, medical: provider },
  { assistance: { by: 'desk' }, travel: provider },
  { assistance: { by: 'desk' }, backups: [provider] },
];

describe('identifiers of providers in settings (E3, I9)', () => {
  it('bring back nobody who has left: an authorising person’s ends with them', () => {
    const first = settings({ authorisingPersons: [frieda] });
    const id = first.authorisingPersons[0]?.id;
    const left = settings({}, first);
    for (const providers of everywhere({ ...frieda, id })) {
      const hidden = settings({ providers }, left);
      expect(JSON.stringify(hidden)).not.toContain(id);
      const back = settings({ authorisingPersons: [{ ...frieda, id }] }, hidden);
      expect(back.authorisingPersons).toMatchObject([
        { name: 'Frieda', id: expect.not.stringMatching(id ?? '') },
      ]);
    }
  });

  it('go to no other provider that takes the place', () => {
    for (const [index, providers] of everywhere(clinic).entries()) {
      const saved = settings({ providers }, settings({}));
      const id = /con_\w+/.exec(JSON.stringify(saved.providers))?.[0];
      const next = everywhere({ name: 'Hospital', phones: clinic.phones, id })[index];
      expect(JSON.stringify(settings({ providers: next }, saved))).not.toContain(id);
    }
  });

  it('stay for whoever sends back what they have read, with a corrected number too', () => {
    for (const providers of everywhere(clinic)) {
      const saved = settings({ providers }, settings({}));
      expect(settings(saved, saved)).toEqual(saved);
      const corrected = organisationSettingsSchema.parse(
        JSON.parse(JSON.stringify(saved).replace('+493023125041', '+493023125042')),
      );
      expect(settings(corrected, saved)).toEqual(corrected);
    }
  });
});
