import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The layout is the architecture: each entry says which packages a folder may not know.
 * Every border holds for tests beside the code too, except where an entry says otherwise.
 */
const packages = {
  mongoose: { name: 'mongoose', message: 'Only db/ queries models.' },
  twilio: {
    name: 'twilio',
    message: 'Only providers/ knows Twilio; the rest knows the Telephony interface.',
  },
  nodemailer: {
    name: 'nodemailer',
    message: 'Only providers/ knows SMTP; the rest knows the Mailer interface.',
  },
};
const packageGroups = {
  mongoose: { group: ['mongoose/*'], message: packages.mongoose.message },
  twilio: { group: ['twilio/*'], message: packages.twilio.message },
  nodemailer: { group: ['nodemailer/*'], message: packages.nodemailer.message },
};

/** Refuses the named packages and, as patterns, the named folders. */
function borders(forbiddenPackages, forbiddenFolders = []) {
  return {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: forbiddenPackages.map((name) => packages[name]),
        patterns: [...forbiddenPackages.map((name) => packageGroups[name]), ...forbiddenFolders],
      },
    ],
  };
}

const everyProvider = ['mongoose', 'twilio', 'nodemailer'];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.data/', 'coverage/', 'dev/services/**/target/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
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
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'config/env.ts is the only reader of process.env.' },
      ],
      'no-console': 'error',
      ...borders(everyProvider),
    },
  },
  {
    files: ['config/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ['db/**/*.ts'], rules: borders(['twilio', 'nodemailer']) },
  { files: ['providers/**/*.ts'], rules: borders(['mongoose']) },
  {
    files: ['domain/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: borders(everyProvider, [
      { regex: '^@temporalio/', message: 'domain/ is pure: no Temporal.' },
      { regex: '^node:', message: 'domain/ is pure: no I/O; it also runs inside workflows.' },
      {
        regex: '(^|/)(workflows|activities|api|worker|db|providers|config|cases|composition|wording|dev)/',
        message: 'domain/ knows nobody.',
      },
    ]),
  },
  {
    files: ['workflows/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: borders(everyProvider, [
      {
        regex: '^(?!@temporalio/(workflow|common)$|\\.{1,2}/)',
        message: 'Workflows are deterministic: only @temporalio/workflow, domain/ and activity types.',
      },
      {
        regex: '(^|/)activities/',
        allowTypeImports: true,
        message: 'Workflows know the types of activities only.',
      },
      {
        regex: '(^|/)(api|worker|db|providers|config|cases|composition|wording|dev)/',
        message: 'Workflows import domain/ and activity types, nothing else.',
      },
    ]),
  },
  {
    files: ['activities/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: borders(everyProvider, [
      {
        regex: '(^|/)(api|worker|composition|dev)/',
        message: 'Activities are below the processes that host them.',
      },
    ]),
  },
  {
    files: ['api/**/*.ts', 'worker/**/*.ts', 'cli/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: borders(everyProvider, [
      { regex: '(^|/)dev/', message: 'The product does not know its development tools.' },
    ]),
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly' },
    },
  },
  {
    // The simulator's tests prove it against the package that the product uses.
    files: ['dev/phone-simulator/**/*.test.ts'],
    rules: borders(['mongoose', 'nodemailer']),
  },
  {
    files: ['dev/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // An update without an answer is `defineUpdate<void, …>`: the SDK's own way.
    files: ['workflows/**/*.messages.ts'],
    rules: { '@typescript-eslint/no-invalid-void-type': 'off' },
  },
  prettier,
);
