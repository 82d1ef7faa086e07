import { availableParallelism } from 'node:os';

/** Unit tests sit beside the code, stories in test/stories; both run as native ES modules. */
const base = {
  testEnvironment: '<rootDir>/dev/jest/environment.mjs',
  testRunner: '<rootDir>/dev/jest/test-runner.mts',
  injectGlobals: false,
  // Node.js loads the files, not Jest.
  transform: {},
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
};

export default {
  testTimeout: 150_000,
  waitForUnhandledRejections: true,
  // Stories wait for telephones and timers most of the time: two workers a core keep the cores busy.
  maxWorkers: 2 * availableParallelism(),
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{workflows,activities,api,worker,domain,db,providers,config,cases,composition,wording,cli,dev,bench}/**/*.test.ts',
      ],
    },
    {
      ...base,
      displayName: 'workflows',
      testMatch: ['<rootDir>/test/{workflows,replay}/**/*.test.ts'],
    },
    {
      ...base,
      displayName: 'stories',
      testMatch: ['<rootDir>/test/stories/**/*.test.ts'],
    },
  ],
};
