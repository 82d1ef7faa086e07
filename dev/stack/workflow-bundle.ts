import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle } from '../../worker/build-bundle.js';
import { exists } from '../services/cache.js';
import { fingerprint } from './fingerprint.js';
import { projectFolder } from './project-folder.js';

const cacheFolder = join(projectFolder, 'node_modules', '.cache', 'beistand-workflows');

/** The file of the bundle of all workflows: built once for as long as neither they nor their packages change. */
export async function workflowBundleFile(): Promise<string> {
  const makers = ['package-lock.json', join('worker', 'build-bundle.ts')];
  const file = join(cacheFolder, `${await fingerprint(projectFolder, ['workflows', 'domain'], makers)}.js`);
  if (await exists(file)) return file;
  // Others may be looking for it at the same time.
  const unfinished = `${file}.${process.pid}`;
  await buildBundle(unfinished);
  await rename(unfinished, file);
  return file;
}
