import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');

/** What a module loads at run time: everything but `import type` and `export type`, which leave no trace. */
function loadedBy(file: string): readonly string[] {
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    const isErased =
      (ts.isImportDeclaration(statement) &&
        statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly);
    if (isErased || !(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
  });
}

interface ImportGraph {
  /** From the root of the project. */
  readonly modules: readonly string[];
  /** Every package, with the chain of modules that loads it. */
  readonly packages: ReadonlyMap<string, string>;
}

function graphFrom(entry: string): ImportGraph {
  const modules: string[] = [];
  const packages = new Map<string, string>();
  const visit = (file: string, chain: readonly string[]): void => {
    const name = relative(root, file);
    if (modules.includes(name)) return;
    modules.push(name);
    const here = [...chain, name];
    for (const specifier of loadedBy(file)) {
      if (specifier.startsWith('.')) visit(join(dirname(file), specifier.replace(/\.js$/, '.ts')), here);
      else if (!packages.has(specifier)) packages.set(specifier, here.join(' → '));
    }
  };
  visit(join(root, entry), []);
  return { modules, packages };
}

describe('what workflows load at run time (ADR 6)', () => {
  it('is nothing but Temporal’s own packages: no schemas, and whatever else brings zod or tables along', () => {
    const { packages } = graphFrom('workflows/index.ts');
    const foreign = [...packages].filter(([name]) => !/^@temporalio\/(workflow|common)$/.test(name));
    expect(Object.fromEntries(foreign)).toEqual({});
    expect([...packages.keys()]).toContain('@temporalio/workflow');
  });

  it('lies in workflows/ and domain/', () => {
    const { modules } = graphFrom('workflows/index.ts');
    expect(modules.filter((name) => !/^(workflows|domain)\//.test(name))).toEqual([]);
    expect(modules).toContain('domain/escalation/escalation.ts');
  });

  it('would be found out: a schema is seen behind any number of modules', () => {
    const { packages } = graphFrom('domain/organisation/organisation.ts');
    expect(packages.get('zod')).toContain('domain/organisation/organisation.ts');
    expect(packages.get('libphonenumber-js/max')).toMatch(/organisation\.ts → .*phone-number\.ts/);
  });
});
