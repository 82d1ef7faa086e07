import { demoOrganisation, demoTraveller } from '../../cli/demo-organisation.js';
import { PhoneSimulatorClient } from '../phone-simulator/client.js';
import { stackNumbers } from './phone-numbers.js';

/** Tells the page of phones whose they are: those of the demo organisation, and the desk's. */
export async function namePhones(phonesUrl: string): Promise<void> {
  const phones = await PhoneSimulatorClient.connect(phonesUrl);
  const { providers, internalContacts, authorisingPersons } = demoOrganisation;
  const people = [
    { name: 'Desk', phones: [stackNumbers.desk] },
    { name: 'Duty lead', phones: [stackNumbers.duty] },
    providers.assistance.provider,
    ...internalContacts,
    ...authorisingPersons,
    demoTraveller,
  ];
  for (const { name, phones: numbers } of people) {
    for (const number of numbers) await phones.phone(number).belongsTo(name);
  }
}
