import { beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import { productFolders } from '../stack/project-folder.js';

const borderRules = new Set([
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-properties',
  'no-restricted-syntax',
]);

let lint: ESLint;
beforeAll(() => {
  lint = new ESLint({
    ruleFilter: ({ ruleId }) => borderRules.has(ruleId),
    // The borders need no types, and the files of this test do not exist.
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  });
});

async function complaints(filePath: string, code: string): Promise<string[]> {
  const [result] = await lint.lintText(code, { filePath });
  return (result?.messages ?? []).map(({ message }) => message);
}

/** The owner of a package may have it; everybody else is refused. */
const owners: Readonly<Record<string, string>> = {
  mongoose: 'db',
  twilio: 'providers',
  'twilio/lib/rest/Twilio.js': 'providers',
  nodemailer: 'providers',
  'smtp-server': 'providers',
  mongodb: 'dev/services/mongodb',
};
const mayKnow: Readonly<Record<string, readonly string[]>> = {
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

describe.each(productFolders)('%s/', (folder) => {
  const others = [...productFolders, 'dev', 'test', 'bench'].filter((other) => other !== folder);

  it('imports the folders that it may know, and no other', async () => {
    const refused: string[] = [];
    for (const other of others) {
      const told = await complaints(
        `${folder}/deeper/file.ts`,
        `import { it } from '../../${other}/it.js';\nit();\n`,
      );
      if (told.length > 0) refused.push(other);
    }
    expect(refused).toEqual(others.filter((other) => !mayKnow[folder]?.includes(other)));
  });

  it('imports none of the development tools, in no kind of file and no kind of import', async () => {
    for (const tools of ['dev', 'test', 'bench']) {
      for (const extension of ['ts', 'mts', 'mjs', 'js']) {
        for (const statement of [
          `import '../${tools}/it.js';`,
          `import { it } from '../${tools}/it.js';`,
          `export * from '../${tools}/it.js';`,
          `export { it } from '../${tools}/it.js';`,
          `await import('../${tools}/it.js');`,
        ]) {
          expect([extension, statement, await complaints(`${folder}/file.${extension}`, statement)]).toEqual([
            extension,
            statement,
            [expect.any(String)],
          ]);
        }
      }
    }
  });

  it('imports nothing of what tests are made of', async () => {
    for (const file of ['./it.test.js', './it.fixture.js', '../db/store.fixture.js', './testing/it.js']) {
      expect([file, await complaints(`${folder}/file.ts`, `import '${file}';`)]).toEqual([
        file,
        expect.arrayContaining([expect.stringContaining('not made of tests')]),
      ]);
    }
  });

  it('lets its tests use development tools', async () => {
    for (const file of ['it.test.ts', 'it.fixture.ts', 'testing/it.ts']) {
      expect(
        await complaints(`${folder}/${file}`, "import '../dev/it.js';\nimport '../test/it.js';\n"),
      ).toEqual([]);
    }
  });

  it('knows no package that another folder owns, in tests neither', async () => {
    for (const [name, owner] of Object.entries(owners)) {
      for (const file of [`${folder}/file.ts`, `${folder}/file.mjs`, `${folder}/file.test.ts`]) {
        const told = await complaints(file, `import { it } from '${name}';\nit();\n`);
        const mayHave = owner === folder || (name === 'mongodb' && file === 'db/file.test.ts');
        expect([file, name, told.length > 0]).toEqual([file, name, !mayHave]);
      }
    }
  });

  it('reads the environment only in config/', async () => {
    for (const code of [
      'process.env.HOME;',
      "process['env'];",
      'const { env } = process;',
      'globalThis.process.env.HOME;',
      'global.process.env.HOME;',
      'const { process } = globalThis;',
      'const self = process;',
      "import { env } from 'node:process';",
      "import { env } from 'process';",
      "import * as self from 'node:process';",
      "import self from 'process';",
      "const { env } = await import('node:process');",
    ]) {
      for (const extension of ['ts', 'mjs']) {
        const told = await complaints(`${folder}/file.${extension}`, code);
        const read = folder === 'config' && !/import|self/.test(code);
        expect([code, extension, told.length > 0]).toEqual([code, extension, !read]);
      }
    }
  });
});

describe('pure and deterministic code', () => {
  it('does no I/O and knows no Temporal in domain/', async () => {
    for (const name of ['node:fs', 'fs', 'node:crypto', 'timers/promises', '@temporalio/workflow']) {
      expect([name, await complaints('domain/file.ts', `import '${name}';`)]).toEqual([
        name,
        [expect.any(String)],
      ]);
    }
  });

  it('has only the workflow package and domain/ in workflows/, and the types of activities', async () => {
    for (const name of [
      'node:fs',
      'zod',
      'luxon',
      '@temporalio/client',
      '@temporalio/worker',
      '../activities/it.js',
    ]) {
      expect([name, await complaints('workflows/file.ts', `import { it } from '${name}';\nit();\n`)]).toEqual(
        [name, [expect.any(String)]],
      );
    }
    for (const statement of [
      "import { sleep } from '@temporalio/workflow';",
      "import { it } from '../domain/it.js';",
      "import type { It } from '../activities/contract.js';",
    ]) {
      expect([statement, await complaints('workflows/file.ts', statement)]).toEqual([statement, []]);
    }
  });
});

describe('development tools', () => {
  it.each(['dev', 'test', 'bench'])(
    '%s/ knows the product, but not its packages or environment',
    async (folder) => {
      expect(
        await complaints(`${folder}/file.ts`, "import '../db/store.js';\nimport '../api/app.js';\n"),
      ).toEqual([]);
      for (const code of [
        "import 'mongoose';",
        "import 'twilio';",
        "import 'nodemailer';",
        'process.env.HOME;',
        "await import('../db/store.js');",
      ]) {
        expect([code, await complaints(`${folder}/file.ts`, code)]).toEqual([code, [expect.any(String)]]);
      }
    },
  );
});

it('leaves no file of the project out: every one is asked for its imports, its environment and its syntax', async () => {
  for (const file of [
    'api/main.ts',
    'dev/start.mjs',
    'dev/phone-simulator/page/phones.js',
    'docker/phone-simulator.mjs',
  ]) {
    const config = (await lint.calculateConfigForFile(file)) as { rules: Record<string, unknown> };
    expect(Object.keys(config.rules)).toEqual(expect.arrayContaining([...borderRules]));
  }
});
