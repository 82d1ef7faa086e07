import { z } from 'zod';
import { eventually, type DeskApi } from '../client/desk-api.js';
import { addressOf, cast, friedasPin } from './cast.js';

interface Desk {
  readonly api: DeskApi;
  readonly mailUrl: string;
}

const mailsSchema = z.object({ messages: z.array(z.object({ text: z.string() })) });
const personsSchema = z.object({ items: z.array(z.object({ id: z.string() })) });

/** The authorising persons choose their PINs, by the link that is mailed to them: nobody else can set one. */
export async function givePins({ api, mailUrl }: Desk, organisationId: string): Promise<void> {
  const at = `/v1/organisations/${organisationId}/authorising-persons`;
  const { items } = personsSchema.parse(await api.must('GET', at));
  const earlier = new Set(await linksToFrieda(mailUrl));
  for (const { id } of items) await api.must('POST', `${at}/${id}/pin-invitation`);
  const link = await eventually(
    async () => (await linksToFrieda(mailUrl)).find((each) => !earlier.has(each)),
    30,
  );
  if (link === undefined) throw new Error('The link by which Frieda chooses her PIN has not arrived.');
  const form = new URLSearchParams({ pin: friedasPin, repeat: friedasPin });
  const { status } = await fetch(link, { method: 'POST', body: form });
  if (status !== 200) throw new Error(`Frieda’s PIN was answered ${status}.`);
}

async function linksToFrieda(mailUrl: string): Promise<readonly string[]> {
  const answer = await fetch(`${mailUrl}/messages?to=${encodeURIComponent(addressOf(cast.frieda))}`);
  const { messages } = mailsSchema.parse(await answer.json());
  return messages.flatMap(({ text }) => /https?:\/\/\S+\/account\/pin\/[\w-]+/.exec(text) ?? []);
}
