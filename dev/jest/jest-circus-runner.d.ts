/** The package has no types for this entry; these are what dev/jest/ knows of it. */
declare module 'jest-circus/runner' {
  import type { ModernFakeTimers } from '@jest/fake-timers';
  import type * as jestGlobals from '@jest/globals';

  export interface Environment {
    readonly global: { readonly console: Console };
    readonly fakeTimersModern: ModernFakeTimers;
  }

  /** What a file of tests is written with. */
  export type CircusGlobals = Pick<
    typeof jestGlobals,
    'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach' | 'describe' | 'expect' | 'it' | 'test'
  >;

  /** What the runner asks for modules. */
  export interface Runtime {
    requireInternalModule(path: string): unknown;
    requireModule(path: string): unknown;
    setGlobalsForRuntime(globals: CircusGlobals): void;
    unstable_shouldLoadAsEsm(path: string): boolean;
    unstable_importModule(path: string): Promise<unknown>;
    enterTestCode(): void;
    leaveTestCode(): void;
  }

  /** Runs one file of tests. Rejects when it cannot be loaded. */
  export type RunTestFile = (
    globalConfig: object,
    projectConfig: object,
    environment: Environment,
    runtime: Runtime,
    testPath: string,
    sendMessageToJest: unknown,
  ) => Promise<object>;

  const module: { readonly default: RunTestFile };
  export = module;
}
