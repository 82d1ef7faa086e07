import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';

/** The bundle from a file that was built before; without one it is built now, which takes some seconds. */
export async function loadBundle(file: string | undefined): Promise<WorkflowBundleOption> {
  return file === undefined ? bundle() : { codePath: file };
}

async function bundle(): Promise<{ readonly code: string }> {
  return bundleWorkflowCode({
    workflowsPath: workflowsPath(),
    webpackConfigHook: resolveTypeScript,
    logger: new DefaultLogger('WARN'),
  });
}

/** Builds the workflow bundle into a file, so that workers start without a compiler. */
export async function buildBundle(target: string): Promise<void> {
  const { code } = await bundle();
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}

/** The bundle entry: compiled beside this file in production, TypeScript in development. */
export function workflowsPath(): string {
  const compiled = fileURLToPath(new URL('../workflows/index.js', import.meta.url));
  return existsSync(compiled) ? compiled : compiled.replace(/\.js$/, '.ts');
}

type Bundling = NonNullable<Parameters<typeof bundleWorkflowCode>[0]['webpackConfigHook']>;

/** TypeScript sources import each other by the name of their output. */
export const resolveTypeScript: Bundling = (configuration) => ({
  ...configuration,
  resolve: { ...configuration.resolve, extensionAlias: { '.js': ['.ts', '.js'] } },
});

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildBundle(process.argv[2] ?? fileURLToPath(new URL('./workflow-bundle.js', import.meta.url)));
}
