import type { FieldError } from '../errors.js';

export type PlainJson = null | boolean | number | string | readonly PlainJson[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: PlainJson;
}

const deepest = 10;
const mostValues = 5_000;
const mostErrors = 50;
/** Keys that would mean something to a database or to JavaScript itself. */
const specialKey = /^\$|\.|\0|^__proto__$/;

/**
 * Why something may not be kept as it was given; empty: it may. Only plain JSON is: not too deep, not too many values, no
 * keys that begin with `$` or hold a dot.
 */
export function plainJsonErrors(value: unknown): readonly FieldError[] {
  const errors: FieldError[] = [];
  let values = 0;
  const refuse = (path: string, message: string) => errors.push({ path: path.slice(0, 200), message });

  function look(found: unknown, path: string, depth: number): void {
    values += 1;
    if (errors.length >= mostErrors || values > mostValues) return;
    if (typeof found !== 'object' || found === null) return;
    if (depth > deepest) {
      refuse(path, `is nested deeper than ${deepest} levels`);
      return;
    }
    for (const [key, each] of Object.entries(found)) {
      const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100)}`;
      if (specialKey.test(key)) refuse(at, 'is no name that a field may have');
      else look(each, at, depth + 1);
    }
  }

  look(value, '', 1);
  if (values > mostValues) refuse('', `has more than ${mostValues} values`);
  return errors;
}

/** Whether it can be handled as JSON, whatever it means. Keys are the matter of {@link plainJsonErrors}. */
export function isPlainJson(value: unknown): value is PlainJson {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlainJson);
  return isPlainObject(value);
}

export function isPlainObject(value: unknown): value is PlainObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isPlainJson)
  );
}

/** As it is written and read: without fields that are there and undefined. */
export function asPlainObject(value: object): PlainObject {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  if (!isPlainObject(plain)) throw new TypeError('This is no JSON object.');
  return plain;
}
