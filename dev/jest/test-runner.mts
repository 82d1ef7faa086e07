import asyncHooks from 'node:async_hooks';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import circus, { type Runtime, type RunTestFile } from 'jest-circus/runner';
import { provideGlobals } from './globals.js';
import { formatStack } from './stack-lines.js';

/** Where jest-circus keeps the tests of the file it runs, and who listens to it. */
const circusGlobals: readonly unknown[] = ['JEST_STATE_SYMBOL', 'EVENT_HANDLERS'];

/**
 * Runs a file of tests with Jest's own runner, but loads it as Node.js loads any module: into the process, once, with all
 * that it imports. So the files that run in a process share what they import; see docs/adr/0015-tests-share-a-process.md.
 */
const runTestFile: RunTestFile = (globalConfig, projectConfig, environment, _runtime, ...more) => {
  const ownStorages: EndableStorage[] = [];
  const runtime: Runtime = {
    requireInternalModule: (path) => keepingStorages(ownStorages, () => requireAnew(path)),
    requireModule: createRequire(import.meta.url),
    setGlobalsForRuntime: (globals) => {
      provideGlobals({ ...globals, jest: environment.fakeTimersModern });
    },
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path) => import(pathToFileURL(path).href),
    enterTestCode: () => undefined,
    leaveTestCode: () => undefined,
  };
  const ownConsole = globalThis.console;
  // Collects what a file writes, and tells it below the file's name.
  globalThis.console = environment.global.console;
  // Jest's own does not know the source maps of what it has not loaded.
  Error.prepareStackTrace = formatStack;
  // Not awaited, as this function would then end the stack of every error.
  return circus.default(globalConfig, projectConfig, environment, runtime, ...more).finally(() => {
    globalThis.console = ownConsole;
    for (const storage of ownStorages) storage.disable();
  });
};

type EndableStorage = Pick<asyncHooks.AsyncLocalStorage<unknown>, 'disable'>;

/**
 * Keeps the storages that are made while something is loaded. The runner makes one for each file and never ends it, and
 * every promise of the process is entered into each: after eighty files a promise costs thirty times as much.
 */
function keepingStorages<Loaded>(storages: EndableStorage[], load: () => Loaded): Loaded {
  const { AsyncLocalStorage } = asyncHooks;
  asyncHooks.AsyncLocalStorage = class<Store> extends AsyncLocalStorage<Store> {
    constructor() {
      super();
      storages.push(this);
    }
  };
  try {
    return load();
  } finally {
    asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
  }
}

/** As if no file had run before in this process: it would hear of the tests of this one. */
function requireAnew(path: string): unknown {
  for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
    if (circusGlobals.includes(symbol.description)) Reflect.deleteProperty(globalThis, symbol);
  }
  // One of its own, as it remembers whatever was loaded through it.
  const require = createRequire(import.meta.url);
  Reflect.deleteProperty(require.cache, path);
  return require(path);
}

export default runTestFile;
