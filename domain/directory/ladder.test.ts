import { describe, expect, it } from '@jest/globals';
import type { OrganisationSettings, Provider } from '../organisation/organisation.js';
import { organisationSettingsSchema } from '../organisation/organisation.js';
import { services } from '../incident/incident.js';
import { targetKey } from '../target.js';
import type { DeskLines } from './people.js';
import { providerLadder } from './ladder.js';

const desk: DeskLines = {
  name: 'Desk',
  language: 'en',
  phone: '+4930901820',
  email: 'desk@example.org',
  dutyPhone: '+4930901821',
  dutyEmail: 'duty@example.org',
  emergencyNumber: '+4930901822',
};
const deskAndDutyLead = ['desk/desk', 'duty-lead/duty-lead'];

function line(id: string, ...phones: string[]): Provider {
  return { id: `con_${id}`, name: id, phones };
}
const own = { by: 'own', provider: line('owndesk', '+4930901830') } as const;
const medical = line('doctors', '+4930901831');
const travel = line('travels', '+4930901832');
const backup = line('backups', '+4930901833');

function settingsWith(providers: Partial<OrganisationSettings['providers']>): OrganisationSettings {
  return organisationSettingsSchema.parse({
    name: 'Company',
    providers: { assistance: { by: 'desk' }, backups: [], ...providers },
    internalContacts: [],
    authorisingPersons: [],
  });
}

function ladder(service: (typeof services)[number], settings?: OrganisationSettings): string[] {
  return providerLadder(service, settings, desk).map(({ target }) => targetKey(target));
}

describe('providerLadder', () => {
  it('begins with the own provider, then backups, desk and duty lead (I3)', () => {
    expect(ladder('assistance', settingsWith({ assistance: own, backups: [backup] }))).toEqual([
      'assistance-provider/con_owndesk',
      'backup-provider/con_backups',
      ...deskAndDutyLead,
    ]);
  });

  it('begins with the desk where the desk assists, and does not call it twice (I3)', () => {
    expect(ladder('assistance', settingsWith({ backups: [backup] }))).toEqual([
      'desk/desk',
      'backup-provider/con_backups',
      'duty-lead/duty-lead',
    ]);
  });

  it('sends medical incidents to the medical provider (I5)', () => {
    expect(ladder('medical', settingsWith({ assistance: own, medical, backups: [backup] }))).toEqual([
      'medical-provider/con_doctors',
      'backup-provider/con_backups',
      ...deskAndDutyLead,
    ]);
  });

  it('sends medical incidents to the own provider where there is no medical one; the desk backstops (I5)', () => {
    expect(ladder('medical', settingsWith({ assistance: own }))).toEqual([
      'assistance-provider/con_owndesk',
      ...deskAndDutyLead,
    ]);
  });

  it('sends medical incidents to the desk where there is neither (I5)', () => {
    expect(ladder('medical', settingsWith({}))).toEqual(deskAndDutyLead);
  });

  it('sends travel enquiries straight to the travel provider, without backups (I5)', () => {
    const settings = settingsWith({ assistance: own, travel, backups: [backup] });
    expect(ladder('travel', settings)).toEqual(['travel-provider/con_travels', ...deskAndDutyLead]);
  });

  it('sends travel enquiries to assistance where there is no travel provider (I5)', () => {
    expect(ladder('travel', settingsWith({ assistance: own }))).toEqual([
      'assistance-provider/con_owndesk',
      ...deskAndDutyLead,
    ]);
  });

  it('leaves out who has no number of their own (I3)', () => {
    const sameAsDesk = line('samedesk', desk.phone);
    const sameAsOwn = line('sameown', own.provider.phones[0] ?? '');
    expect(ladder('assistance', settingsWith({ assistance: own, backups: [sameAsOwn, sameAsDesk] }))).toEqual(
      ['assistance-provider/con_owndesk', 'backup-provider/con_samedesk', 'duty-lead/duty-lead'],
    );
  });

  it('keeps who has one number more, with all numbers in their places', () => {
    const twoLines = line('twoline', own.provider.phones[0] ?? '', '+4930901834');
    const found = providerLadder('assistance', settingsWith({ assistance: own, backups: [twoLines] }), desk);
    expect(found.map(({ phones }) => phones)).toContainEqual(twoLines.phones);
  });

  it('is never empty: without settings the desk and its duty lead are called', () => {
    for (const service of services) expect(ladder(service)).toEqual(deskAndDutyLead);
  });

  it('speaks the first language of a provider that we have, else English; else the organisation’s (E1)', () => {
    const spoken = (languages: string[]) => {
      const settings = settingsWith({ assistance: own, backups: [{ ...backup, languages }] });
      return providerLadder('assistance', { ...settings, language: 'de' }, desk).map(
        ({ language }) => language,
      );
    };
    expect(spoken(['fr', 'hu', 'de'])).toEqual(['de', 'hu', 'en', 'en']);
    expect(spoken(['fr', 'es'])).toEqual(['de', 'en', 'en', 'en']);
  });
});
