import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import type { Actor } from '../../domain/timeline.js';
import type { Wording } from '../../wording/wording.js';
import type { MessageFacts } from './message-facts.js';

/** What an actor is called in what people hear and read. A token is somebody at the desk, not a name. */
export async function nameOfActor(
  { contactBook, wording }: { readonly contactBook: ContactBook; readonly wording: Wording },
  organisationId: OrganisationId,
  actor: Actor | undefined,
  language: Language,
): Promise<string> {
  if (actor?.by === 'rule') return wording.text(language, 'names.actor.rule');
  if (actor?.by === 'target') {
    const person = await contactBook.reach(organisationId, actor.target);
    if (person !== undefined && person.name !== '') return person.name;
  }
  return wording.text(language, 'names.actor.somebody');
}

/** What the person who needs help is called. */
export function nameOfPerson(
  { person }: Pick<MessageFacts, 'person'>,
  wording: Wording,
  language: Language,
): string {
  if (person === undefined) return wording.text(language, 'names.actor.somebody');
  return person.name ?? wording.text(language, 'names.actor.unknownCaller');
}
