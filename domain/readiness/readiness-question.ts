import { everybodyIn as everybodyToReach } from '../directory/reachable.js';
import type { DeskLines, Reachable } from '../directory/people.js';
import { numberBlock, type DiallingRules, type NumberBlock } from '../dialling/dialling-rules.js';
import type { ContactId } from '../identifiers.js';
import type { OrganisationSettings } from '../organisation/organisation.js';
import { phoneNumberSchema, type PhoneNumber } from '../phone-number.js';
import { everybodyIn } from '../settings/people-in-settings.js';
import type { KnownChannel } from './channel-test.js';

/** Everything that a readiness check looks at. */
export interface ReadinessQuestion {
  readonly settings: OrganisationSettings;
  /** The moment that is simulated, in epoch milliseconds. */
  readonly at: number;
  readonly desk: DeskLines;
  readonly rules: DiallingRules;
  readonly channels: readonly KnownChannel[];
  /** Who has a PIN. */
  readonly pinOwners: ReadonlySet<ContactId>;
  /** From which numbers STOP was texted. */
  readonly stopped: ReadonlySet<PhoneNumber>;
}

/** Somebody of the settings, and where they stand there. */
export interface PersonAt {
  readonly path: string;
  readonly id: ContactId;
  readonly person: Reachable;
}

/** Everybody in the settings, in the order of the settings. */
export function peopleOf({ settings }: Pick<ReadinessQuestion, 'settings'>): readonly PersonAt[] {
  const reachable = everybodyToReach(settings);
  return everybodyIn(settings).flatMap(([path, { id }]) => {
    const person = reachable.find(({ target }) => target.id === id);
    return person === undefined ? [] : [{ path, id, person }];
  });
}

/** Why a number cannot be called; undefined: it can. */
export function obstacleOf(phone: PhoneNumber, rules: DiallingRules): NumberBlock | 'invalid' | undefined {
  return phoneNumberSchema.safeParse(phone).success ? numberBlock(phone, rules) : 'invalid';
}

/** Whether a call, or a mail to somebody who has no phone, would reach them. */
export function hasUsableChannel({ phones, email }: Reachable, rules: DiallingRules): boolean {
  return phones.length === 0
    ? email !== undefined
    : phones.some((phone) => obstacleOf(phone, rules) === undefined);
}
