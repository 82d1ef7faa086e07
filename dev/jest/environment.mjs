import { register } from 'node:module';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';
import { register as registerTypeScript } from 'tsx/esm/api';

// Once per process, as this module is: from here on it can import what the test files are made of.
registerTypeScript();
register('./resolve-globals.mjs', import.meta.url);

/**
 * What a test file runs in: nothing but the process itself (docs/adr/0015-tests-share-a-process.md). Jest makes one for
 * each file before it calls the runner.
 */
export default class ProcessEnvironment {
  /** Where Jest would put what belongs to one file; nobody looks it up here. */
  global = {};
  fakeTimers = null;
  moduleMocker = new ModuleMocker(globalThis);

  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  getVmContext() {
    return null;
  }

  setup() {
    return Promise.resolve();
  }

  teardown() {
    this.fakeTimersModern.dispose();
    return Promise.resolve();
  }
}
