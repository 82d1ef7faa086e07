import { builtinModules } from 'node:module';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The layout is the architecture: which folders a folder may import at run time. Whatever is not named is refused, as are
 * `dev/`, `test/` and `bench/` in all of them. Their tests may import everything.
 */
const productFolders = {
  domain: [],
  wording: ['domain'],
  config: ['domain'],
  db: ['domain'],
  providers: ['domain'],
  workflows: ['domain'],
  cases: ['domain', 'workflows'],
  activities: ['cases', 'db', 'domain', 'providers', 'wording', 'workflows'],
  composition: ['cases', 'config', 'db', 'domain', 'providers', 'wording'],
  worker: ['activities', 'composition', 'config', 'domain'],
  api: ['activities', 'cases', 'composition', 'config', 'db', 'domain', 'providers', 'wording', 'workflows'],
  cli: ['api', 'composition', 'config', 'db', 'domain', 'providers', 'wording'],
};
const developmentFolders = ['dev', 'test', 'bench'];

/** Packages that only one folder knows, with everything below their names. */
const ownedPackages = {
  mongoose: { owner: 'db', message: 'Only db/ queries models.' },
  mongodb: { owner: 'dev', message: 'Only embedded servers need the bare driver; the product has db/.' },
  twilio: {
    owner: 'providers',
    message: 'Only providers/ knows Twilio; the rest knows the Telephony interface.',
  },
  nodemailer: {
    owner: 'providers',
    message: 'Only providers/ knows SMTP; the rest knows the Mailer interface.',
  },
  pdfmake: {
    owner: 'providers',
    message: 'Only providers/ knows pdfmake; the rest prints documents.',
  },
  'smtp-server': {
    owner: 'providers',
    message: 'Only providers/ knows SMTP; the rest is handed mails.',
  },
};

/** Packages that a folder of pure or deterministic code may not know, besides those of others. */
const refusedPackages = {
  domain: [
    { regex: '^@temporalio/', message: 'domain/ is pure: no Temporal.' },
    {
      regex: `^(node:|(${builtinModules.join('|')})$)`,
      message: 'domain/ is pure: no I/O; it also runs inside workflows.',
    },
  ],
  workflows: [
    {
      regex: '^(?!@temporalio/(workflow|common)$|\\.{1,2}/)',
      message: 'Workflows are deterministic: only @temporalio/workflow, domain/ and activity types.',
    },
    {
      regex: '^(?:\\.\\./)+activities/',
      allowTypeImports: true,
      message: 'Workflows know the types of activities only.',
    },
  ],
};

const sources = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];
const everySource = `**/*.{${sources}}`;
const everyTest = `**/*.test.{${sources}}`;
/** What tests are made of stands beside the product and is not built with it. */
const testParts = [`**/*.fixture.{${sources}}`, `**/testing/**/*.{${sources}}`];
const sourcesOf = (folder) => `${folder}/**/*.{${sources}}`;

/** What is refused everywhere: reaching the environment past config/. */
const environmentModules = ['process', 'node:process'].map((name) => ({
  name,
  message: 'config/env.ts is the only reader of the environment; for all else there is the global `process`.',
}));

/** Refuses the packages that others own, and the given patterns. */
function borders(folder, patterns = [], alsoOwned = []) {
  const foreign = Object.entries(ownedPackages).filter(
    ([name, { owner }]) => owner !== folder && !alsoOwned.includes(name),
  );
  return {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: environmentModules,
        patterns: [
          ...foreign.map(([name, { message }]) => ({ regex: `^${name}(/|$)`, message })),
          ...patterns,
        ],
      },
    ],
  };
}

/** The border of a folder of the product; `withTestParts` in what its own tests are made of. */
function productBorder(folder, withTestParts) {
  const refused = Object.keys(productFolders).filter(
    (other) =>
      other !== folder &&
      !productFolders[folder].includes(other) &&
      !(folder === 'workflows' && other === 'activities'),
  );
  // The tests of db/ look past its models at what the server holds.
  if (withTestParts) return borders(folder, [], folder === 'db' ? ['mongodb'] : []);
  return borders(folder, [
    ...(refusedPackages[folder] ?? []),
    { regex: `^(?:\\.\\./)+(${refused.join('|')})(/|$)`, message: `${folder}/ does not know this folder.` },
    {
      regex: `^(?:\\.\\./)+(${developmentFolders.join('|')})(/|$)`,
      message: 'The product does not know its development tools.',
    },
    {
      regex: '^\\.{1,2}/(.*/)?testing/|\\.(fixture|test)\\.js$',
      message: 'The product is not made of tests.',
    },
  ]);
}

/** A border is checked where an import is written as one; the environment has one reader. */
const syntaxBorders = {
  'no-restricted-syntax': [
    'error',
    {
      selector: 'ImportExpression',
      message: 'The borders hold for imports that stand at the top of a file.',
    },
    {
      selector: 'VariableDeclarator[id.type="Identifier"] > Identifier.init[name="process"]',
      message: 'config/env.ts is the only reader of the environment: `process` goes by its own name.',
    },
  ],
};
const environmentBorder = {
  'no-restricted-properties': [
    'error',
    { object: 'process', property: 'env', message: 'config/env.ts is the only reader of process.env.' },
    ...['globalThis', 'global'].map((object) => ({
      object,
      property: 'process',
      message: 'config/env.ts is the only reader of the environment: `process` goes by its own name.',
    })),
  ],
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.data/', 'coverage/', 'dev/services/**/target/'] },
  js.configs.recommended,
  {
    files: [everySource],
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...borders(undefined), ...syntaxBorders, ...environmentBorder },
  },
  {
    files: ['**/*.{ts,mts}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.js', '.json'],
          extensionAlias: { '.js': ['.ts', '.js'] },
        }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/extensions': ['.ts'],
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-console': 'error',
    },
  },
  ...Object.keys(productFolders).flatMap((folder) => [
    { files: [sourcesOf(folder)], rules: productBorder(folder, false) },
    {
      files: [everyTest, ...testParts].map((pattern) => `${folder}/${pattern}`),
      rules: productBorder(folder, true),
    },
  ]),
  { files: [sourcesOf('config')], rules: { 'no-restricted-properties': 'off' } },
  {
    // They run before the packages are there, or speak to programs that are configured by their environment.
    files: ['dev/*.mjs', 'dev/jest/*.mjs', 'dev/services/mongodb/download-mongod.mjs', 'docker/*.mjs'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // A package that reads its settings when it is loaded, and files of tests, which are loaded as their turn comes.
    files: ['dev/services/mongodb/download-mongod.mjs', 'dev/jest/test-runner.mts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly' },
    },
  },
  { files: [sourcesOf('dev/services/mongodb')], rules: borders(undefined, [], ['mongodb']) },
  { files: [sourcesOf('dev/services/mail')], rules: borders(undefined, [], ['smtp-server', 'nodemailer']) },
  {
    // The simulator's tests prove it against the package that the product uses.
    files: ['dev/phone-simulator/**/*.test.ts'],
    rules: borders(undefined, [], ['twilio']),
  },
  {
    files: ['dev/**/*.{ts,mts}', 'bench/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // An update without an answer is `defineUpdate<void, …>`: the SDK's own way.
    files: ['workflows/**/*.messages.ts'],
    rules: { '@typescript-eslint/no-invalid-void-type': 'off' },
  },
  prettier,
);
