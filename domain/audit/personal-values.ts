import { canonicalText } from './canonical.js';
import type { PersonalValue } from './entry.js';

/** Travellers, contacts, users and applicants: whose data are sealed under a key of their own. */
const personId = /^(?:trv|con|usr|app)_[a-z0-9]{6,40}$/;

export function isPersonId(value: unknown): value is string {
  return typeof value === 'string' && personId.test(value);
}

/** Everybody whom a value names by an identifier, anywhere in it, each once. */
export function personsIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  const look = (part: unknown): void => {
    if (isPersonId(part)) found.add(part);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(look);
  };
  look(value);
  return [...found].sort();
}

/**
 * Takes a change apart by the people in it: whoever stands in it with an identifier of their own is kept apart, so that
 * destroying one person's key makes their data unreadable and nobody else's. What has not changed is left out.
 *
 * @param owner whose the rest is: a person, or the organisation.
 */
export function personalValues(owner: string, before: unknown, after: unknown): readonly PersonalValue[] {
  const was = takeApart(owner, before);
  const became = takeApart(owner, after);
  return [...new Set([...was.keys(), ...became.keys()])].sort().flatMap((person) => {
    const [one, other] = [was.get(person), became.get(person)];
    if (asText(one) === asText(other)) return [];
    return [
      {
        person,
        ...(one === undefined ? {} : { before: one }),
        ...(other === undefined ? {} : { after: other }),
      },
    ];
  });
}

function takeApart(owner: string, value: unknown): ReadonlyMap<string, unknown> {
  const people = new Map<string, unknown>();
  const rest = withoutPeople(asData(value), owner, people);
  if (rest !== undefined) people.set(owner, rest);
  return people;
}

/** The value with every other person in it replaced by their identifier. */
function withoutPeople(value: unknown, owner: string, people: Map<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutPeople(each, owner, people));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, withoutPeople(field, owner, people)]),
  );
  const { id } = fields;
  if (!isPersonId(id) || id === owner) return fields;
  people.set(id, fields);
  return id;
}

/** As it will be sealed: moments as text, absent fields absent. */
function asData(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function asText(value: unknown): string | undefined {
  return value === undefined ? undefined : canonicalText(value);
}
