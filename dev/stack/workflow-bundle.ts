import { createHash } from 'node:crypto';
import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle } from '../../worker/build-bundle.js';
import { exists } from '../services/cache.js';
import { projectFolder } from './processes.js';

const cacheFolder = join(projectFolder, 'node_modules', '.cache', 'beistand-workflows');

/** The file of the bundle of all workflows: built once for as long as neither they nor their packages change. */
export async function workflowBundleFile(): Promise<string> {
  const file = join(cacheFolder, `${await fingerprint()}.js`);
  if (await exists(file)) return file;
  // Others may be looking for it at the same time.
  const unfinished = `${file}.${process.pid}`;
  await buildBundle(unfinished);
  await rename(unfinished, file);
  return file;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const sources = await Promise.all(['workflows', 'domain'].map(sourcesIn));
  const makers = ['package-lock.json', join('worker', 'build-bundle.ts')];
  for (const file of [...sources.flat(), ...makers.map((maker) => join(projectFolder, maker))].sort())
    hash.update(file).update(await readFile(file));
  return hash.digest('hex').slice(0, 20);
}

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(projectFolder, folder), { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.test.ts'))
    .map((entry) => join(projectFolder, folder, entry));
}
