import { isPlainObject, type PlainJson, type PlainObject } from './plain-json.js';

/**
 * What differs at one place. Paths are JSON pointers in which people stand by their identifier, so that another order is
 * not a change of everybody: `/internalContacts/con_4f9a2b/phones`. Absent `was`: it is new; absent `is`: it is gone.
 */
export interface SettingsChange {
  readonly path: string;
  readonly was?: PlainJson;
  readonly is?: PlainJson;
}

/** All that changes, field by field. People without an identifier are new ones: `new-1` in the order of the draft. */
export function settingsChanges(was: PlainObject, is: PlainObject): readonly SettingsChange[] {
  return changesOfObject('', was, is);
}

function changesAt(
  path: string,
  was: PlainJson | undefined,
  is: PlainJson | undefined,
): readonly SettingsChange[] {
  if (isSame(was, is)) return [];
  if (was === undefined || is === undefined) return [change(path, was, is)];
  if (isPlainObject(was) && isPlainObject(is)) return changesOfObject(path, was, is);
  if (isPeople(was) && isPeople(is)) return changesOfPeople(path, was, is);
  return [change(path, was, is)];
}

function changesOfObject(path: string, was: PlainObject, is: PlainObject): readonly SettingsChange[] {
  const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...keys].flatMap((key) => changesAt(`${path}/${escaped(key)}`, was[key], is[key]));
}

function changesOfPeople(
  path: string,
  was: readonly PlainObject[],
  is: readonly PlainObject[],
): readonly SettingsChange[] {
  const [before, after] = [byIdentifier(was), byIdentifier(is)];
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changes = [...keys].flatMap((key) =>
    changesAt(`${path}/${escaped(key)}`, before.get(key), after.get(key)),
  );
  const stayed = (people: ReadonlyMap<string, PlainObject>) =>
    [...people.keys()].filter((key) => before.has(key) && after.has(key));
  // The order is what people are called in, so it is news of its own.
  return isSame(stayed(before), stayed(after))
    ? changes
    : [...changes, change(path, [...before.keys()], [...after.keys()])];
}

function byIdentifier(people: readonly PlainObject[]): ReadonlyMap<string, PlainObject> {
  let unnamed = 0;
  const found = new Map<string, PlainObject>();
  for (const person of people) {
    const { id } = person;
    const isNamed = typeof id === 'string' && !found.has(id);
    if (!isNamed) unnamed += 1;
    found.set(isNamed ? id : `new-${unnamed}`, person);
  }
  return found;
}

/** Lists of objects are lists of people where somebody in them has an identifier; an empty list may be one. */
function isPeople(value: PlainJson): value is readonly PlainObject[] {
  return isList(value) && value.every(isPlainObject) && value.every((each) => 'id' in each || 'name' in each);
}

function isList(value: PlainJson): value is readonly PlainJson[] {
  return Array.isArray(value);
}

function change(path: string, was: PlainJson | undefined, is: PlainJson | undefined): SettingsChange {
  return { path, ...(was === undefined ? {} : { was }), ...(is === undefined ? {} : { is }) };
}

function isSame(one: PlainJson | undefined, other: PlainJson | undefined): boolean {
  if (one === undefined || other === undefined || one === null || other === null) return one === other;
  if (isList(one)) {
    return (
      isList(other) && one.length === other.length && one.every((each, index) => isSame(each, other[index]))
    );
  }
  if (!isPlainObject(one)) return one === other;
  if (!isPlainObject(other) || isList(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSame(one[key], other[key]));
}

/** RFC 6901. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
