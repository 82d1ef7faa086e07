import type { LinkQuestion } from '../../cases/link-tokens.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Language } from '../../domain/language.js';
import { formatPhoneNumber } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { Listeners } from '../telephony/listeners.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { Page } from './page.js';

/** What every page behind a link has around its words. */
export interface PageFrame extends Pick<Page, 'language' | 'footer'> {
  readonly organisation: string;
}

export interface PageFrames {
  /** In the language of whoever was asked, with the number of their organisation (I11). */
  of(question: Pick<LinkQuestion, 'organisationId' | 'target'>): Promise<PageFrame>;
  /** For somebody of whom nothing is known. */
  ofDesk(): Pick<Page, 'language' | 'footer'>;
}

/** Nobody waits longer for the number below the page. Milliseconds. */
const patience = 300;

export function createPageFrames({
  contactBook,
  listeners,
  wording,
  desk,
}: {
  readonly contactBook: Pick<ContactBook, 'emergencyNumber'>;
  readonly listeners: Listeners;
  readonly wording: Wording;
  readonly desk: { readonly language: Language; readonly emergencyNumber: string };
}): PageFrames {
  const footer = (language: Language, number: string): string =>
    wording.text(language, 'page.emergencyNumber', { emergencyNumber: formatPhoneNumber(number) });
  return {
    async of({ organisationId, target }) {
      const [{ language, organisation }, number] = await Promise.all([
        listeners.target(organisationId, target),
        ifKnown(patience, () => contactBook.emergencyNumber(organisationId)),
      ]);
      return { language, organisation, footer: footer(language, number ?? desk.emergencyNumber) };
    },
    ofDesk: () => ({ language: desk.language, footer: footer(desk.language, desk.emergencyNumber) }),
  };
}
