import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the project, from source and from compiled output alike. */
export const projectFolder = existsSync(join(import.meta.dirname, '..', '..', 'package.json'))
  ? join(import.meta.dirname, '..', '..')
  : join(import.meta.dirname, '..', '..', '..');

/** Where the product's sources are; everything else serves its development. */
export const productFolders: readonly string[] = [
  'activities',
  'api',
  'cases',
  'cli',
  'composition',
  'config',
  'db',
  'domain',
  'providers',
  'wording',
  'worker',
  'workflows',
];
