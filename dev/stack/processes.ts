import { join } from 'node:path';
import { inheritEnvironment } from '../../config/env.js';
import { startChildService, type ChildService } from '../services/child-service.js';
import type { Reporter } from '../services/service.js';
import { projectFolder } from './project-folder.js';

const entries = {
  API: 'api/main',
  Worker: 'worker/main',
  'Fallback documents': 'api/fallback/main',
} as const;

export interface ProductProcess {
  readonly name: keyof typeof entries;
  /** Where the compiled product is. */
  readonly folder: string;
  readonly args?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly probe: () => Promise<void>;
  readonly report: Reporter;
}

/** Starts a part of the product as the process that it is in production, compiled. */
export function startProductProcess(product: ProductProcess): Promise<ChildService> {
  const { name, folder, args = [], variables, logFile, probe, report } = product;
  return startChildService({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', join(folder, `${entries[name]}.js`), ...args],
    workingFolder: projectFolder,
    environment: inheritEnvironment(variables),
    logFile,
    probe,
    startTimeoutMilliseconds: 60_000,
    stopTimeoutSeconds: 15,
    report,
  });
}
