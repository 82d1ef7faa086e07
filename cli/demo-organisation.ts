export const demoOrganisationName = 'Demo organisation';

/** An own provider, a travel office with hours, three emergency contacts, and somebody who authorises: enough to try everything. */
export const demoOrganisation = {
  name: demoOrganisationName,
  language: 'en',
  timeZone: 'Europe/Berlin',
  providers: {
    assistance: {
      by: 'own',
      provider: {
        name: 'Assistance line',
        phones: ['+493023125010'],
        email: 'assistance@beistand.example',
        languages: ['en', 'de'],
      },
    },
    travel: {
      name: 'Travel office',
      phones: ['+493023125015'],
      email: 'travel@beistand.example',
      languages: ['de', 'en'],
      hours: {
        weekly: Object.fromEntries(
          ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ from: '08:00', to: '18:00' }]]),
        ),
        holidays: { country: 'DE' },
      },
    },
  },
  internalContacts: [
    { name: 'Anna', phones: ['+4917139200011'], email: 'anna@beistand.example', language: 'en' },
    { name: 'Ben', phones: ['+4917139200012'], email: 'ben@beistand.example', language: 'de' },
    { name: 'Carla', phones: ['+4917139200013'], email: 'carla@beistand.example', language: 'hu' },
  ],
  authorisingPersons: [{ name: 'Frieda', phones: ['+4917139200014'], email: 'frieda@beistand.example' }],
};

export const demoTraveller = {
  name: 'Toni',
  phones: ['+4917139200020'],
  email: 'toni@beistand.example',
  language: 'de',
};

/** A partner of the desk's, whose users ask support cases. The identifier is the same in every installation: it is found again by it. */
export const demoPartnerId = 'acc_demopartner';

export const demoPartner = {
  name: 'Demo partner',
  language: 'en',
  country: 'DE',
  identifiers: [{ type: 'merchant-id', value: 'M123456' }],
  state: 'active',
} as const;
