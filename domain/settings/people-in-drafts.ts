import { z } from 'zod';
import { contactIdSchema, type ContactId } from '../identifiers.js';
import { organisationInputSchema, providersSchema } from '../organisation/organisation.js';
import { isPlainObject, type PlainJson, type PlainObject } from './plain-json.js';
import { keepsIdentifier } from './same-person.js';

/** A draft whose people have identifiers, as far as people can be recognised in it. */
export interface IdentifiedDraft {
  readonly content: PlainObject;
  /** Those that no saved settings know yet; saving the draft keeps them. */
  readonly given: readonly ContactId[];
}

type NamedPerson = Parameters<typeof keepsIdentifier>[0];

/** Whoever may be meant by an identifier in a draft. */
export interface KnownPeople {
  /** In the settings that are saved. */
  readonly saved: readonly NamedPerson[];
  /** The draft as it was before, and the identifiers that it was given. */
  readonly before?: IdentifiedDraft;
}

/** As far as somebody can be recognised, whatever else is wrong with them. */
const personOfDraftSchema = z.object({
  id: contactIdSchema.optional().catch(undefined),
  name: z.string().catch(''),
  phones: z.array(z.string().catch('')).catch([]),
  email: z.string().optional().catch(undefined),
});
type PersonOfDraft = z.infer<typeof personOfDraftSchema>;

/**
 * Gives everybody in a draft an identifier who has none yet, or who has taken somebody else's entry, as saving would
 * (see `keepsIdentifier`): what is kept of a person is kept under theirs from the first draft on. What is wrong stays as
 * it is, and is told as an error.
 *
 * @param content plain JSON, right or wrong.
 */
export function identifyPeople(
  content: PlainObject,
  { saved, before }: KnownPeople,
  newIdentifier: () => ContactId,
): IdentifiedDraft {
  const given = new Set<ContactId>();
  const drafted = before === undefined ? [] : peopleOf(before.content);
  const known = [...saved, ...drafted.filter(({ id }) => before?.given.some((each) => each === id))];
  const met = new Set<PlainJson>();
  const identified = mapPeople(content, (person) => {
    const { id } = person;
    if (id !== undefined && (!contactIdSchema.safeParse(id).success || met.has(id))) return person;
    if (id !== undefined) met.add(id);
    const holder = known.find((each) => each.id === id && id !== undefined);
    if (holder !== undefined && isPerhapsTheSame(personOfDraftSchema.parse(person), holder)) {
      const kept = before?.given.find((each) => each === id);
      if (kept !== undefined) given.add(kept);
      return person;
    }
    const theirs = newIdentifier();
    given.add(theirs);
    return { ...person, id: theirs };
  });
  return { content: identified, given: [...given] };
}

/** Who has no name at the moment is nobody else. */
function isPerhapsTheSame(person: PersonOfDraft, holder: NamedPerson): boolean {
  return person.name.trim() === '' || holder.name === '' || keepsIdentifier(person, [holder]);
}

/**
 * What may be kept of a draft for good: fields that are right, and people who can be told apart. Anything else might
 * be somebody's, and nobody could say whose.
 */
export function withoutStrays(content: PlainObject): PlainObject {
  const met = new Set<PlainJson>();
  const { providers, internalContacts, authorisingPersons, ...others } = content;
  const people = {
    ...(isPlainObject(providers) ? { providers: knownProviders(providers) } : {}),
    ...(internalContacts === undefined ? {} : { internalContacts }),
    ...(authorisingPersons === undefined ? {} : { authorisingPersons }),
  };
  return mapPeople(
    { ...Object.fromEntries(Object.entries(others).filter(isRight)), ...people },
    (person) => {
      const { id } = person;
      if (id === undefined || !contactIdSchema.safeParse(id).success || met.has(id)) return undefined;
      met.add(id);
      return person;
    },
    'leave out what is no person',
  );
}

/** The draft without somebody who must not stand in any settings any more, wherever in it they stand. */
export function draftWithout({ content, given }: IdentifiedDraft, gone: string): IdentifiedDraft {
  const left = mapPeople(content, (person) => (person['id'] === gone ? undefined : person));
  return { content: left, given: given.filter((each) => each !== gone) };
}

/** What stands in a draft about somebody; more than once where it names them more than once. */
export function partsOfDraft(content: PlainObject, id: string): readonly PlainObject[] {
  const parts: PlainObject[] = [];
  mapPeople(content, (person) => {
    if (person['id'] === id) parts.push(person);
    return person;
  });
  return parts;
}

const fieldSchemas = new Map<string, z.ZodType>(Object.entries(organisationInputSchema.shape));

/** A field whose value is wrong may hold anything, people among it. */
function isRight([name, value]: readonly [string, PlainJson]): boolean {
  return fieldSchemas.get(name)?.safeParse(value).success === true;
}

function knownProviders(providers: PlainObject): PlainObject {
  const { assistance, ...others } = onlyFields(providers, Object.keys(providersSchema.shape));
  return isPlainObject(assistance)
    ? { ...others, assistance: onlyFields(assistance, ['by', 'provider']) }
    : others;
}

function onlyFields(object: PlainObject, names: readonly string[]): PlainObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
}

function peopleOf(content: PlainObject): readonly PersonOfDraft[] {
  const people: PersonOfDraft[] = [];
  mapPeople(content, (person) => {
    people.push(personOfDraftSchema.parse(person));
    return person;
  });
  return people;
}

/** Where people stand in settings; `each` stands for every item of a list. */
const places = [
  ['providers', 'assistance', 'provider'],
  ['providers', 'medical'],
  ['providers', 'travel'],
  ['providers', 'backups', 'each'],
  ['internalContacts', 'each'],
  ['authorisingPersons', 'each'],
] as const;

type OfPerson = (person: PlainObject) => PlainObject | undefined;

function mapPeople(
  content: PlainObject,
  ofPerson: OfPerson,
  others: 'keep' | 'leave out what is no person' = 'keep',
): PlainObject {
  let mapped = content;
  for (const place of places) {
    const changed = mapAt(mapped, place, (found) =>
      isPlainObject(found) ? ofPerson(found) : others === 'keep' ? found : undefined,
    );
    mapped = isPlainObject(changed) ? changed : mapped;
  }
  return mapped;
}

function mapAt(
  value: PlainJson,
  [step, ...further]: readonly string[],
  change: (found: PlainJson) => PlainJson | undefined,
): PlainJson | undefined {
  if (step === undefined) return change(value);
  if (step === 'each') {
    return isList(value)
      ? value.map((item) => change(item)).filter((item) => item !== undefined)
      : change(value);
  }
  if (!isPlainObject(value)) return change(value);
  const { [step]: found, ...others } = value;
  if (found === undefined) return value;
  const changed = mapAt(found, further, change);
  return changed === undefined ? others : { ...value, [step]: changed };
}

function isList(value: PlainJson): value is readonly PlainJson[] {
  return Array.isArray(value);
}
