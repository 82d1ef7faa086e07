import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inheritEnvironment } from '../../config/env.js';
import { startChildService, type ChildService } from '../services/child-service.js';
import type { Reporter } from '../services/service.js';

/** The root of the project, from source and from compiled output alike. */
export const projectFolder = existsSync(join(import.meta.dirname, '..', '..', 'package.json'))
  ? join(import.meta.dirname, '..', '..')
  : join(import.meta.dirname, '..', '..', '..');

const entries = {
  API: 'api/main',
  Worker: 'worker/main',
  'Fallback documents': 'api/fallback/main',
} as const;

export interface ProductProcess {
  readonly name: keyof typeof entries;
  readonly args?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly probe: () => Promise<void>;
  readonly report: Reporter;
}

/** Starts a part of the product as the process that it is in production, from TypeScript. */
export function startProductProcess(product: ProductProcess): Promise<ChildService> {
  const { name, args = [], variables, logFile, probe, report } = product;
  return startChildService({
    name,
    command: process.execPath,
    args: ['--import', 'tsx', '--enable-source-maps', join(projectFolder, `${entries[name]}.ts`), ...args],
    workingFolder: projectFolder,
    environment: inheritEnvironment(variables),
    logFile,
    probe,
    startTimeoutMilliseconds: 60_000,
    stopTimeoutSeconds: 15,
    report,
  });
}
