import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  fallbackIndexFile,
  fallbackIndexSchema,
  type FallbackIndex,
} from '../../providers/telephony/hosted-fallback.js';
import { indexOf, type FallbackDocument } from './documents.js';

/**
 * Writes the documents whose content has changed, and then their index; resolves with the number of those written. Each
 * file appears complete or not at all. What the index lists no longer stays where it is, since a call under way may have
 * been given its address.
 */
export async function writeDocuments(
  folder: string,
  documents: readonly FallbackDocument[],
): Promise<number> {
  const index = indexOf(documents);
  const before = await readIndex(folder);
  const changed = documents.filter(({ file }) => before?.documents[file] !== index.documents[file]);
  for (const { file, content } of changed) await replace(join(folder, file), content);
  const text = `${JSON.stringify(index, undefined, 2)}\n`;
  if (before === undefined || text !== `${JSON.stringify(before, undefined, 2)}\n`)
    await replace(join(folder, fallbackIndexFile), text);
  return changed.length;
}

/** Undefined: there is none that could be relied on, so everything is written anew. */
async function readIndex(folder: string): Promise<FallbackIndex | undefined> {
  try {
    return fallbackIndexSchema.parse(JSON.parse(await readFile(join(folder, fallbackIndexFile), 'utf8')));
  } catch {
    return undefined;
  }
}

async function replace(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, content);
  await rename(draft, path);
}
