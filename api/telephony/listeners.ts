import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import type { Target } from '../../domain/target.js';
import { ifKnown } from '../use-cases/time-limit.js';

/** Who listens or reads, as far as words depend on it. */
export interface Listener {
  readonly language: Language;
  /** What the organisation is called; the desk's name where nobody knows. */
  readonly organisation: string;
}

export interface Listeners {
  /** Somebody who is asked something. */
  target(organisationId: OrganisationId, target: Target): Promise<Listener>;
  /** Somebody of whom only the organisation is known. */
  anybody(organisationId: OrganisationId): Promise<Listener>;
}

/** Nobody on the phone waits longer to be spoken to in their language. Milliseconds. */
const patience = 300;

export function createListeners({
  contactBook,
  desk,
}: {
  readonly contactBook: Pick<ContactBook, 'organisation' | 'reach'>;
  readonly desk: { readonly name: string; readonly language: Language };
}): Listeners {
  async function anybody(organisationId: OrganisationId): Promise<Listener> {
    const known = await ifKnown(patience, () => contactBook.organisation(organisationId));
    return {
      language: known?.settings.language ?? desk.language,
      organisation: known?.settings.name ?? desk.name,
    };
  }
  return {
    anybody,
    async target(organisationId, target) {
      const [listener, person] = await Promise.all([
        anybody(organisationId),
        target.id === 'caller'
          ? undefined
          : ifKnown(patience, () => contactBook.reach(organisationId, target)),
      ]);
      return { ...listener, language: person?.language ?? listener.language };
    },
  };
}
