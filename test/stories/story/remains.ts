import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { textsOfDatabase } from '../../../dev/services/mongodb/texts-of-database.js';
import type { Written } from './evidence.js';
import type { Story } from './story.js';

/** Every document of every collection, and what its bytes say as text. */
export async function storedInDatabase(mongoUri: string): Promise<readonly Written[]> {
  const stored = await textsOfDatabase(mongoUri);
  return stored.map(({ collection: where, text }) => ({ where, text }));
}

/**
 * Every file below the folder of a stack, as it lies there: logs, Temporal's database with what it has written ahead, copies of
 * the contact book, fallback documents.
 *
 * @param except files and folders directly below it.
 */
export async function storedOnDisk(folder: string, except: readonly string[]): Promise<readonly Written[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !except.includes(path.split(sep)[0] ?? ''));
  return Promise.all(
    files.map(async (path) => ({ where: path, text: await readFile(join(folder, path), 'latin1') })),
  );
}

/** What stands at the telephony provider: all calls, recordings and texts of all accounts. */
export async function storedAtProvider({ phones }: Pick<Story, 'phones'>): Promise<readonly Written[]> {
  const [calls, recordings, texts] = await Promise.all([
    phones.calls(),
    phones.recordings(),
    phones.messages(),
  ]);
  return [
    ...calls.map((call) => ({ where: 'calls at the provider', text: JSON.stringify(call) })),
    ...recordings.map((each) => ({ where: 'recordings at the provider', text: JSON.stringify(each) })),
    ...texts.map((each) => ({ where: `texts at the provider to ${each.to}`, text: JSON.stringify(each) })),
  ];
}
