import type { Organisation, Store } from '../../db/store.js';
import { deskScope } from '../../domain/scope.js';
import type { BackgroundWork } from '../background-work.js';
import type { PinMails } from './pin-mails.js';

/**
 * Tells authorising persons who have a PIN that their address was changed, at the address of before: the link for another
 * PIN, and the notice that it was set, go to the new one, which may be somebody else's.
 *
 * @param before the settings that were replaced, with `saved`. Returns at once; the mails go out in the background.
 */
export type TellAddressChanges = (before: Organisation, saved: Organisation) => void;

const hour = 3_600_000;
/** A mail server that is away is asked again for a while, as for other mails about PINs. */
const persistence = { firstPause: 2_000, longestPause: 60_000, giveUpAfter: hour };

export function createAddressChanges({
  pins,
  mails,
  background,
  now,
}: {
  readonly pins: Pick<Store['pins'], 'ownersIn'>;
  readonly mails: Pick<PinMails, 'sendAddressChanged'>;
  readonly background: Pick<BackgroundWork, 'runUntilItWorks'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): TellAddressChanges {
  return (before, saved) => {
    const at = now();
    for (const person of movedPersons(before, saved)) {
      const key = `pin/address-changed/${person.id}/${saved.revision}`;
      background.runUntilItWorks(
        'mailing that the address of somebody with a PIN was changed',
        async () => {
          const owners = await pins.ownersIn(deskScope, saved.id);
          if (!owners.has(person.id)) return;
          await mails.sendAddressChanged({ organisation: before, person }, at, key);
        },
        persistence,
      );
    }
  };
}

/** Who has stayed and has lost their address, as they stood there before. */
function movedPersons(before: Organisation, saved: Organisation) {
  const addresses = new Map(saved.settings.authorisingPersons.map(({ id, email }) => [id, plain(email)]));
  return before.settings.authorisingPersons.filter(
    ({ id, email }) => email !== undefined && addresses.has(id) && addresses.get(id) !== plain(email),
  );
}

function plain(email: string | undefined): string | undefined {
  return email?.trim().toLowerCase();
}
