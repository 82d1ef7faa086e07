import type {
  AuthorisingPerson,
  InternalContact,
  OrganisationSettings,
  Provider,
} from '../organisation/organisation.js';
import { providerLanguage } from '../organisation/provider.js';
import type { Traveller } from '../organisation/traveller.js';
import type { Language } from '../language.js';
import type { Target, TargetRole } from '../target.js';
import { deskTarget, dutyLeadTarget, sameTarget } from '../target.js';
import type { DeskLines, Reachable } from './people.js';

/** A provider is a line that somebody answers: it is called and mailed, never texted (I3). */
function provider(
  role: TargetRole,
  who: Provider,
  { language, timeZone }: Pick<OrganisationSettings, 'language' | 'timeZone'>,
): Reachable {
  const { hours, languages } = who;
  return {
    target: { role, id: who.id },
    name: who.name,
    phones: who.phones,
    texts: false,
    ...(who.email !== undefined && { email: who.email }),
    language: providerLanguage(languages, language),
    ...(languages !== undefined && { languages }),
    ...(hours !== undefined && { hours: { ...hours, timeZone: hours.timeZone ?? timeZone } }),
  };
}

function person(
  role: TargetRole,
  who: InternalContact | AuthorisingPerson,
  { language, timeZone }: OrganisationSettings,
): Reachable {
  const { absences, availability } = who;
  const limit = 'limit' in who ? who.limit : undefined;
  return {
    target: { role, id: who.id },
    name: who.name,
    phones: who.phones,
    texts: who.texts,
    ...(who.email !== undefined && { email: who.email }),
    language: who.language ?? language,
    ...(availability !== undefined && {
      availability: { ...availability, timeZone: availability.timeZone ?? timeZone },
    }),
    ...(absences !== undefined && {
      absences: absences.map(({ from, until }) => ({ from: Date.parse(from), to: Date.parse(until) })),
    }),
    ...(limit !== undefined && { limit }),
  };
}

/** The desk as somebody to be reached. Like every provider it is called and mailed. */
export function deskItself(desk: DeskLines): Reachable {
  return {
    target: deskTarget,
    name: desk.name,
    phones: [desk.phone],
    texts: false,
    email: desk.email,
    language: desk.language,
  };
}

/** The desk's duty lead: whoever has to act when nobody else answers. */
export function dutyLead(desk: DeskLines): Reachable {
  return {
    target: dutyLeadTarget,
    name: desk.name,
    phones: [desk.dutyPhone],
    texts: false,
    email: desk.dutyEmail,
    language: desk.language,
  };
}

export function travellerAsReachable(traveller: Traveller, organisationLanguage: Language): Reachable {
  return {
    target: { role: 'traveller', id: traveller.id },
    name: traveller.name,
    phones: traveller.phones,
    texts: true,
    ...(traveller.email !== undefined && { email: traveller.email }),
    language: traveller.language ?? organisationLanguage,
  };
}

/** The providers of an organisation by their place (E1, E2). No `assistance` means: the desk. */
export interface ProviderLines {
  readonly assistance?: Reachable;
  readonly medical?: Reachable;
  readonly travel?: Reachable;
  readonly backups: readonly Reachable[];
}

export function providerLines(settings: OrganisationSettings): ProviderLines {
  const { assistance, medical, travel, backups } = settings.providers;
  return {
    ...(assistance.by === 'own' && {
      assistance: provider('assistance-provider', assistance.provider, settings),
    }),
    ...(medical && { medical: provider('medical-provider', medical, settings) }),
    ...(travel && { travel: provider('travel-provider', travel, settings) }),
    backups: backups.map((who) => provider('backup-provider', who, settings)),
  };
}

/** In the order in which they are called (E3). */
export function internalContacts(settings: OrganisationSettings): Reachable[] {
  return settings.internalContacts.map((who) => person('internal-contact', who, settings));
}

export function authorisingPersons(settings: OrganisationSettings): Reachable[] {
  return settings.authorisingPersons.map((who) => person('authorising-person', who, settings));
}

/** Everybody in an organisation's settings; the same person may stand there in several roles. */
export function everybodyIn(settings: OrganisationSettings): Reachable[] {
  const { assistance, medical, travel, backups } = providerLines(settings);
  const lines = [assistance, medical, travel].filter((line) => line !== undefined);
  return [...lines, ...backups, ...internalContacts(settings), ...authorisingPersons(settings)];
}

/** Undefined: not, or no longer, in the settings. */
export function findIn(settings: OrganisationSettings, target: Target): Reachable | undefined {
  return everybodyIn(settings).find((reachable) => sameTarget(reachable.target, target));
}
