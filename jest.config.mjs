/** Unit tests sit beside the code, stories in test/stories; both run as native ES modules. */
const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    // The package's ESM build imports JSON in a way that Jest warns of at each file.
    '^libphonenumber-js/max$': '<rootDir>/node_modules/libphonenumber-js/max/index.cjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
};

export default {
  testTimeout: 150_000,
  // Most tests wait for something most of the time, so the core that Jest would leave free is free anyway.
  maxWorkers: '100%',
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
