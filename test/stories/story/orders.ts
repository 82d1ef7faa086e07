import { receivedMail } from './mailbox.js';
import type { Person, Story } from './story.js';

/** What is not easily guessed, and what is not anybody's. */
export const rightPin = '407182';
export const wrongPin = '918273';

/** Where the link is sent by which an authorising person sets their PIN, and the PIN removed. */
export async function personAt({ api }: Story, organisationId: string, { name }: Person): Promise<string> {
  const path = `/v1/organisations/${organisationId}/authorising-persons`;
  const { items } = await api.must('GET', path);
  const person = (items as { id: string; name: string }[]).find((each) => each.name === name);
  if (person === undefined) throw new Error(`${name} is no authorising person.`);
  return `${path}/${person.id}`;
}

/** Has the link sent to an authorising person by which they set their PIN, and returns it. */
export async function invitedToPin(story: Story, organisationId: string, person: Person): Promise<string> {
  await story.api.must('POST', `${await personAt(story, organisationId, person)}/pin-invitation`);
  const { text } = await receivedMail(story, person, /Choose your PIN|Wählen Sie Ihre PIN/);
  return /https?:\/\/\S+\/account\/pin\/[\w-]+/.exec(text)?.[0] ?? '';
}

/** Sets the PIN on the page behind the link, as its form does. */
export function choosePin(link: string, pin: string): Promise<Response> {
  return fetch(link, { method: 'POST', body: new URLSearchParams({ pin, repeat: pin }) });
}

/** An authorising person of the organisation sets the right PIN. */
export async function setPin(story: Story, organisationId: string, person: Person): Promise<void> {
  const { status } = await choosePin(await invitedToPin(story, organisationId, person), rightPin);
  if (status !== 200) throw new Error(`The PIN of ${person.name} was answered ${status}.`);
}

/** Answers the phone, enters the right PIN and presses a key. */
export function provesAnd(key: '1' | '2') {
  return {
    then: [
      { do: 'press', digits: `${rightPin}#` },
      { do: 'press', digits: key, afterSeconds: 1 },
    ],
  } as const;
}

export const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });

/** What the statement of this month tells of an organisation's orders, as the API and as a table. */
export async function statementOf(
  { api, stack }: Story,
  organisationId: string,
): Promise<{ readonly lines: readonly unknown[]; readonly table: string }> {
  const month = new Intl.DateTimeFormat('sv', {
    timeZone: 'Europe/Berlin',
    year: 'numeric',
    month: '2-digit',
  });
  const path = `/v1/organisations/${organisationId}/statements/${month.format(new Date())}`;
  const { lines } = await api.must('GET', path);
  const headers = { authorization: `Bearer ${stack.deskToken}`, accept: 'text/csv' };
  const table = await fetch(`${stack.apiUrl}${path}`, { headers });
  return { lines: lines as readonly unknown[], table: await table.text() };
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
