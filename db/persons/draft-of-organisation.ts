import { trusted, type Model } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { IdentifiedDraft } from '../../domain/settings/people-in-drafts.js';
import { isPlainObject } from '../../domain/settings/plain-json.js';
import type { SettingsDraftDocument } from '../models/settings-draft.js';

export interface StoredDraft extends IdentifiedDraft {
  readonly version: number;
}

/** What an organisation is editing; undefined: nothing. */
export async function readDraft(
  drafts: Model<SettingsDraftDocument>,
  organisationId: OrganisationId,
): Promise<StoredDraft | undefined> {
  const found = await drafts
    .findOne({ _id: organisationId, content: trusted({ $exists: true }) })
    .lean<SettingsDraftDocument>();
  if (found === null) return undefined;
  const content: unknown = JSON.parse(found.content);
  if (!isPlainObject(content)) throw new Error('A stored draft is no JSON object.');
  return { version: found.version, content, given: found.given ?? [] };
}
