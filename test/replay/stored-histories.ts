import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import proto from '@temporalio/proto';
import type { History } from '../workflows/stage.js';
import { withoutOrigin } from './without-origin.js';

const folder = join(import.meta.dirname, 'histories');
const { History: HistoryMessage } = proto.temporal.api.history.v1;

/** A history as it is stored: protobufjs' own JSON, since the SDK's `historyToJSON` needs a single copy of protobufjs. */
export interface StoredHistory {
  readonly name: string;
  readonly text: string;
}

/** Replaces all stored histories by these. */
export async function storeHistories(histories: readonly StoredHistory[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await addHistories(histories);
}

/** Stores these beside the others. */
export async function addHistories(histories: readonly StoredHistory[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, text } of histories) await writeFile(join(folder, `${name}.json`), text);
}

export async function storedHistories(): Promise<readonly StoredHistory[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.json$/, ''),
      text: await readFile(join(folder, file), 'utf8'),
    })),
  );
}

/** Who recorded it, on which machine and in which folder, is nobody's business and changes with every recording. */
export function writeHistory(history: History): string {
  const plain: unknown = JSON.parse(JSON.stringify(HistoryMessage.fromObject(history)));
  return `${JSON.stringify(plain, withoutOrigin, 1)}\n`;
}

/** Throws when the text is no history. */
export function readHistory(text: string): History {
  const plain: unknown = JSON.parse(text);
  if (typeof plain !== 'object' || plain === null) throw new Error('This is no history.');
  return HistoryMessage.fromObject(plain);
}
