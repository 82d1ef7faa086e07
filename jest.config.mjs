import { availableParallelism } from 'node:os';

/** Unit tests sit beside the code, stories in test/stories. What runs them is explained in docs/adr/0015-tests-share-a-process.md. */
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
  // A promise that is rejected and that nobody listens to fails the test that made it, not the process.
  waitForUnhandledRejections: true,
  testSequencer: './dev/jest/sequencer.mjs',
  // Most tests wait for something most of the time: two workers a core keep the cores busy. Jest takes no more than 100 per cent.
  maxWorkers: 2 * availableParallelism(),
  // What a file leaves in its process stays until the process ends; with so much of it another one is started.
  workerIdleMemoryLimit: '1GB',
  // A process that has served a hundred files needs a moment to end.
  workerGracefulExitTimeout: 10_000,
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
