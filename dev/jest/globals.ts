import type { ModernFakeTimers } from '@jest/fake-timers';
import type { CircusGlobals } from 'jest-circus/runner';

/** What can be imported from `@jest/globals` here: nothing that replaces modules or functions, as no test does that. */
export interface TestGlobals extends CircusGlobals {
  readonly jest: Pick<ModernFakeTimers, 'setSystemTime' | 'useFakeTimers' | 'useRealTimers'>;
}

// Variables, as a module that several files of tests import has to see those of the file that is running.
export let afterAll: TestGlobals['afterAll'];
export let afterEach: TestGlobals['afterEach'];
export let beforeAll: TestGlobals['beforeAll'];
export let beforeEach: TestGlobals['beforeEach'];
export let describe: TestGlobals['describe'];
export let expect: TestGlobals['expect'];
export let it: TestGlobals['it'];
export let test: TestGlobals['test'];
export let jest: TestGlobals['jest'];

/** From now on these are imported from `@jest/globals`: those of the file that is about to run. */
export function provideGlobals(globals: TestGlobals): void {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test, jest } = globals);
}
