export const demoOrganisationName = 'Demo organisation';

/** An own provider, three emergency contacts, and somebody who authorises: enough to try everything. */
export const demoOrganisation = {
  name: demoOrganisationName,
  language: 'en',
  timeZone: 'Europe/Berlin',
  providers: {
    assistance: {
      by: 'own',
      provider: { name: 'Assistance line', phones: ['+493023125010'], email: 'assistance@beistand.example' },
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
