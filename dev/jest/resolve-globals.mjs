const globals = new URL('./globals.ts', import.meta.url).href;

/** Resolves `@jest/globals`, which Jest itself provides only to files that it loads in a context of their own. */
export function resolve(specifier, context, nextResolve) {
  return specifier === '@jest/globals'
    ? { url: globals, shortCircuit: true }
    : nextResolve(specifier, context);
}
