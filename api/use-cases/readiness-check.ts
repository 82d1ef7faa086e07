import type { DeskLines } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { DiallingRules } from '../../domain/dialling/dialling-rules.js';
import { notFound } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import { channelsOf } from '../../domain/readiness/channel-findings.js';
import { addressOf, type KnownChannel } from '../../domain/readiness/channel-test.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { checkReadiness, type Readiness } from '../../domain/readiness/readiness.js';
import { peopleOf } from '../../domain/readiness/readiness-question.js';
import type { Scope } from '../../domain/scope.js';

export interface ReadinessDependencies {
  readonly store: Pick<Store, 'organisations' | 'pins' | 'channelTests' | 'texts'>;
  readonly desk: DeskLines;
  readonly diallingRules: DiallingRules;
}

/** A channel of somebody in the settings, where it stands there, and what is known of its tests. */
export interface ChannelAt {
  readonly path: string;
  readonly known: KnownChannel;
}

export interface CheckedReadiness extends Readiness {
  readonly settings: OrganisationSettings;
  readonly channels: readonly ChannelAt[];
}

/**
 * Simulates the escalation of an organisation at a moment, in epoch milliseconds, and tells what it would show (I13).
 *
 * @throws DomainError `not-found`: there is no such organisation.
 */
export type CheckReadiness = (
  scope: Scope,
  organisationId: OrganisationId,
  at: number,
) => Promise<CheckedReadiness>;

export function createReadinessCheck({ store, desk, diallingRules }: ReadinessDependencies): CheckReadiness {
  return async (scope, organisationId, at) => {
    const settings = (await store.organisations.find(scope, organisationId))?.settings;
    if (settings === undefined) throw notFound('organisation');
    const all = peopleOf({ settings }).flatMap((who) =>
      channelsOf(who).flatMap(({ path, channel, position }) => {
        const address = addressOf(who.person, channel, position);
        return address === undefined ? [] : [{ path, contactId: who.id, channel, position, address }];
      }),
    );
    const [tested, pinOwners, stopped] = await Promise.all([
      store.channelTests.known(
        scope,
        organisationId,
        all.map(({ path: _path, ...channel }) => channel),
      ),
      store.pins.ownersIn(scope, organisationId),
      stoppedOf(
        store.texts,
        peopleOf({ settings }).flatMap(({ person }) => person.phones),
      ),
    ]);
    const channels = all.map(({ path, contactId, channel, position }): ChannelAt => ({
      path,
      known: tested.find(
        (each) => each.contactId === contactId && each.channel === channel && each.position === position,
      ) ?? { contactId, channel, position },
    }));
    const readiness = checkReadiness({
      settings,
      at,
      desk,
      rules: diallingRules,
      channels: channels.map(({ known }) => known),
      pinOwners,
      stopped,
    });
    return { ...readiness, settings, channels };
  };
}

/** From which of the numbers STOP was texted. */
async function stoppedOf(
  texts: Pick<Store['texts'], 'hasOptedOut'>,
  numbers: readonly PhoneNumber[],
): Promise<ReadonlySet<PhoneNumber>> {
  const different = [...new Set(numbers)];
  const optedOut = await Promise.all(different.map((number) => texts.hasOptedOut(number)));
  return new Set(different.filter((_number, index) => optedOut[index] === true));
}
