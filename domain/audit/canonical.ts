/**
 * The one text that stands for a stored document, whatever the order of its fields: what is signed. Two documents that
 * differ in any field, value or type have different texts.
 *
 * @throws TypeError for anything that no entry can contain.
 */
export function canonicalText(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return `@${value.toISOString()}`;
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (isPlain(value)) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    fields.sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalText(field)}`).join(',')}}`;
  }
  throw new TypeError('There is no canonical text of this kind of value.');
}

/** Own fields only: an object that could answer `toJSON` or similar by itself is not plain data. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
