import { foldedText } from '../folded-text.js';

/** Somebody in settings, as far as it matters whether it is still the same person. */
interface Named {
  readonly id?: string | undefined;
  readonly name: string;
  readonly phones?: readonly string[] | undefined;
  readonly email?: string | undefined;
}

/**
 * Whether somebody who is to be saved keeps the identifier that is given for them: it has to be that of an entry with their
 * name, whatever its case, accents and spaces, and something by which they can be reached has to have stayed. One of the two
 * alone proves little: the phone or mailbox of a role changes hands, and a role may stand in the place of a name. Whatever is
 * bound to an identifier, such as links and a PIN, so ends with its person; one that nobody has at the moment is nobody's.
 *
 * @param before who stands in the settings now; undefined: there are none yet, and identifiers are as they are given.
 */
export function keepsIdentifier(person: Named, before: readonly Named[] | undefined): boolean {
  if (before === undefined) return true;
  const holder = before.find(({ id }) => id !== undefined && id === person.id);
  return (
    holder !== undefined && plainName(holder.name) === plainName(person.name) && isReached(person, holder)
  );
}

/** Whoever could not be reached at all has been sent nothing. */
function isReached(person: Named, before: Named): boolean {
  const former = waysTo(before);
  const now = new Set(waysTo(person));
  return former.length === 0 || former.some((way) => now.has(way));
}

function waysTo({ phones = [], email }: Named): readonly string[] {
  return email === undefined ? phones : [...phones, email.toLowerCase()];
}

function plainName(name: string): string {
  return foldedText(name).trim().replace(/\s+/gu, ' ');
}
