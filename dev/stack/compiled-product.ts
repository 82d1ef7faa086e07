import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { exists } from '../services/cache.js';
import { isSystemError } from '../services/process-identity.js';
import { fingerprint, sourcesIn } from './fingerprint.js';
import { productFolders, projectFolder } from './project-folder.js';

const cacheFolder = join(projectFolder, 'node_modules', '.cache', 'beistand-product');
const unusedMilliseconds = 7 * 24 * 3_600_000;

/**
 * The folder of the compiled product, as `npm run build` would lay it out, but without the check of types: a second
 * instead of half a minute. A process of it starts in half the time that it would take from TypeScript. Made once for
 * as long as the sources do not change.
 */
export async function compiledProduct(): Promise<string> {
  const makers = ['package.json', 'package-lock.json', join('dev', 'stack', 'compiled-product.ts')];
  const folder = join(cacheFolder, await fingerprint(projectFolder, productFolders, makers));
  if (await exists(folder)) {
    const now = new Date();
    await utimes(folder, now, now);
    return folder;
  }
  await removeUnused();
  await compile(folder);
  return folder;
}

async function compile(folder: string): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = await mkdtemp(`${folder}.`);
  const sources = await Promise.all(productFolders.map((name) => sourcesIn(projectFolder, name)));
  await build({
    absWorkingDir: projectFolder,
    entryPoints: sources.flat(),
    outdir: unfinished,
    outbase: projectFolder,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
  await copyFile(join(projectFolder, 'package.json'), join(unfinished, 'package.json'));
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // Somebody else has made it at the same time.
    if (!isSystemError(error, 'ENOTEMPTY')) throw error;
    await rm(unfinished, { recursive: true });
  }
}

async function removeUnused(): Promise<void> {
  if (!(await exists(cacheFolder))) return;
  for (const name of await readdir(cacheFolder)) {
    const folder = join(cacheFolder, name);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > unusedMilliseconds) await rm(folder, { recursive: true, force: true });
  }
}
