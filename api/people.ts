import type { ContactBook } from '../db/contact-book/contact-book.js';
import type { SettingsVersionRepository, UserRepository } from '../db/store.js';
import { deskScope } from '../domain/scope.js';
import { userIdSchema, type OrganisationId } from '../domain/identifiers.js';
import type { Language } from '../domain/language.js';
import type { Target } from '../domain/target.js';
import type { Actor } from '../domain/timeline.js';
import type { Wording } from '../wording/wording.js';
import { ifKnown } from './use-cases/time-limit.js';

/** Names for what people hear and read. They are looked up at this moment and nowhere stored. */
export interface People {
  /** A target's name; somebody whom the settings no longer know has the name of then, or else is named by their role. */
  nameOfTarget(organisationId: OrganisationId, target: Target, language: Language): Promise<string>;
  /** A user by name; a token as what it stands for: the desk, or the organisation's own systems. */
  nameOfActor(organisationId: OrganisationId, actor: Actor, language: Language): Promise<string>;
}

export function createPeople({
  contactBook,
  users,
  formerSettings,
  wording,
  deskName,
  deskTokenId,
}: {
  readonly contactBook: Pick<ContactBook, 'reach' | 'organisation'>;
  readonly users: Pick<UserRepository, 'nameOf'>;
  readonly formerSettings: Pick<SettingsVersionRepository, 'nameOf'>;
  readonly wording: Wording;
  readonly deskName: string;
  readonly deskTokenId: string;
}): People {
  async function nameOfTarget(organisationId: OrganisationId, target: Target, language: Language) {
    if (target.id === 'caller') return wording.text(language, 'names.actor.unknownCaller');
    // The duty lead has the desk's name; who reads a timeline wants to tell the two apart.
    if (target.role === 'duty-lead') return wording.text(language, 'names.role.duty-lead');
    const person = await contactBook.reach(organisationId, target);
    if (person !== undefined && person.name !== '') return person.name;
    const former =
      person === undefined
        ? await ifKnown(500, () => formerSettings.nameOf(deskScope, organisationId, target.id))
        : undefined;
    if (former !== undefined) return former;
    return wording.text(language, `names.role.${target.role}`);
  }

  async function nameOfUser(userId: string): Promise<string | undefined> {
    const id = userIdSchema.safeParse(userId).data;
    // Without MongoDB the rest of the timeline is worth showing all the same.
    return id && ifKnown(500, () => users.nameOf(id));
  }

  return {
    nameOfTarget,
    async nameOfActor(organisationId, actor, language) {
      switch (actor.by) {
        case 'rule':
          return wording.text(language, 'names.actor.rule');
        case 'target':
          return nameOfTarget(organisationId, actor.target, language);
        case 'user': {
          const { userId } = actor;
          return (await nameOfUser(userId)) ?? wording.text(language, 'names.actor.somebody');
        }
        case 'token': {
          if (actor.tokenId === deskTokenId) return deskName;
          const organisation = await contactBook.organisation(organisationId);
          return organisation?.settings.name ?? wording.text(language, 'names.actor.somebody');
        }
      }
    },
  };
}
