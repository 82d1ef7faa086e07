import { foldedText } from '../folded-text.js';

/** Somebody in settings, as far as it matters whether it is still the same person. */
interface Named {
  readonly id?: string | undefined;
  readonly name: string;
}

/**
 * Whether somebody who is to be saved keeps the identifier that is given for them: it has to be that of an entry with their
 * name, whatever its case, accents and spaces. Numbers and addresses change hands, a phone that is passed on or the mailbox
 * of a role is no sign that the person has stayed. Whatever is bound to an identifier, such as links and a PIN, so ends with
 * its person; and an identifier that nobody has at the moment is nobody's.
 *
 * @param before who stands in the settings now; undefined: there are none yet, and identifiers are as they are given.
 */
export function keepsIdentifier(person: Named, before: readonly Named[] | undefined): boolean {
  if (before === undefined) return true;
  const holder = before.find(({ id }) => id !== undefined && id === person.id);
  return holder !== undefined && plainName(holder.name) === plainName(person.name);
}

function plainName(name: string): string {
  return foldedText(name).trim().replace(/\s+/gu, ' ');
}
