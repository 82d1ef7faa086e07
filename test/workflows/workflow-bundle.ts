import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { resolveTypeScript, workflowsPath } from '../../worker/build-bundle.js';

const root = join(import.meta.dirname, '../..');
const cacheFolder = join(root, 'node_modules', '.cache', 'beistand-workflows');

/** The bundle of all workflows: compiled once for as long as neither they nor their packages change. */
export async function workflowBundle(): Promise<{ readonly code: string }> {
  const file = join(cacheFolder, `${await fingerprint()}.js`);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return { code: known };
  const { code } = await bundleWorkflowCode({
    workflowsPath: workflowsPath(),
    webpackConfigHook: resolveTypeScript,
    logger: new DefaultLogger('ERROR'),
  });
  await mkdir(cacheFolder, { recursive: true });
  // Other test files may be reading at the same time.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, file);
  return { code };
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const sources = await Promise.all(['workflows', 'domain'].map(sourcesIn));
  const files = [...sources.flat(), join(root, 'package-lock.json'), join(root, 'worker', 'build-bundle.ts')];
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  return hash.digest('hex').slice(0, 20);
}

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.test.ts'))
    .map((entry) => join(root, folder, entry));
}
