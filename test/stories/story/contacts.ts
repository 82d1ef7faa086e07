import { z } from 'zod';
import type { Story } from './story.js';

const settingsSchema = z.looseObject({
  revision: z.number(),
  internalContacts: z.array(z.looseObject({ id: z.string(), name: z.string() })),
});

/** The settings in force, as they can be saved again. */
async function settingsOf({ api }: Story, organisation: string) {
  const shown = await api.must('GET', `/v1/organisations/${organisation}`);
  const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...settings } = shown;
  return settingsSchema.parse(settings);
}

/** A draft in which a contact of this name stands as well. Returns the identifier of the contact. */
export async function drafted(story: Story, organisation: string, contact: string): Promise<string> {
  const { revision: basedOn, ...settings } = await settingsOf(story, organisation);
  await story.api.must('PUT', `/v1/organisations/${organisation}/settings/draft`, { basedOn, settings });
  return settings.internalContacts.find(({ name }) => name === contact)?.id ?? '';
}

/** Whoever has this name stands in the settings in force no more. */
export async function takenOutOfSettings(story: Story, organisation: string, contact: string): Promise<void> {
  const path = `/v1/organisations/${organisation}`;
  const { revision, internalContacts, ...settings } = await settingsOf(story, organisation);
  const left = internalContacts.filter(({ name }) => name !== contact);
  const ifMatch = { 'if-match': `"${revision}"` };
  await story.api.must('PUT', path, { ...settings, internalContacts: left }, ifMatch);
}
