import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const packageSchema = z.object({ version: z.string() });

/**
 * The version of the product, from its package.json. The API has none of its own: a change that breaks its clients makes a
 * new major version of the product, or a new prefix beside `/v1`.
 *
 * @param beside a file of the product: its package.json stands in its folder or above it, since compiled files lie
 *   one folder deeper than their sources.
 * @throws Error when there is no package.json, or none with a version.
 */
export function readPackageVersion(beside = fileURLToPath(import.meta.url)): string {
  const folder = dirname(beside);
  const file = join(folder, 'package.json');
  if (existsSync(file)) return packageSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  if (folder === beside) throw new Error('The product has no package.json.');
  return readPackageVersion(folder);
}
