import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Tells apart what is made of the sources in these folders, and by these other files. */
export async function fingerprint(
  projectFolder: string,
  sourceFolders: readonly string[],
  others: readonly string[],
): Promise<string> {
  const hash = createHash('sha256');
  const sources = await Promise.all(sourceFolders.map((folder) => sourcesIn(projectFolder, folder)));
  for (const file of [...sources.flat(), ...others].sort())
    hash.update(file).update(await readFile(join(projectFolder, file)));
  return hash.digest('hex').slice(0, 20);
}

/** The TypeScript in a folder of the project but its tests, by their paths from the project's root. */
export async function sourcesIn(projectFolder: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(projectFolder, folder), { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.test.ts'))
    .map((entry) => join(folder, entry));
}
