import type { Person, Story } from './story.js';

/** What is not easily guessed, and what is not anybody's. */
export const rightPin = '407182';
export const wrongPin = '918273';

/** Gives an authorising person of the organisation the right PIN. */
export async function setPin({ api }: Story, organisationId: string, { name }: Person): Promise<void> {
  const path = `/v1/organisations/${organisationId}/authorising-persons`;
  const { items } = await api.must('GET', path);
  const person = (items as { id: string; name: string }[]).find((each) => each.name === name);
  if (person === undefined) throw new Error(`${name} is no authorising person.`);
  await api.must('PUT', `${path}/${person.id}/pin`, { pin: rightPin });
}

/** Orders an evacuation for 12,345 euros, and returns the address of the order. */
export async function orderEvacuation(
  { api }: Story,
  incidentId: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const path = `/v1/incidents/${incidentId}/orders`;
  const { id } = await api.must('POST', path, {
    service: 'evacuation',
    description: 'A flight out of the country with a physician.',
    estimate: { amountMinor: 1_234_500, currency: 'EUR' },
    ...more,
  });
  return `${path}/${String(id)}`;
}
