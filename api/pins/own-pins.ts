import { randomBytes } from 'node:crypto';
import type { PinInvitationRepository, PinOwner, Store } from '../../db/store.js';
import { conflict, DomainError, notFound } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { personsByEmail } from '../../domain/orders/approver.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { AnsweringPerson } from '../audit/recording.js';
import type { BackgroundWork } from '../background-work.js';
import { hashToken } from '../middleware/authentication.js';
import type { PinHolder, PinMails } from './pin-mails.js';
import type { Pins } from './pins.js';

/**
 * How authorising persons come to their PIN: nobody else ever learns it. They set it signed in, or by a link that works once
 * and goes to their own address; whoever has it sent does not see it.
 */
export interface OwnPins {
  /**
   * Mails the link, in the background; an earlier one is worth nothing any more.
   *
   * @throws DomainError `not-found` for somebody who is no authorising person of the organisation, `conflict` for somebody
   *   without an address.
   */
  invite(scope: Scope, owner: PinOwner): Promise<void>;
  /** Takes PIN and link away. @throws DomainError `not-found`. */
  revoke(scope: Scope, owner: PinOwner): Promise<void>;
  /** Whose link it is; undefined: it is over, or somebody else has taken their place. Uses nothing up. */
  invited(token: string): Promise<PinHolder | undefined>;
  /** Sets the PIN by a link, once. @throws DomainError `not-found` for a link that is over. */
  setByLink(token: string, digits: string): Promise<PinHolder>;
  /**
   * Sets the PIN of somebody who has signed in, by their address as everywhere at the console.
   *
   * @returns whose it is now: of every entry of the settings with that address.
   * @throws DomainError `forbidden` when they are no authorising person.
   */
  setBySignedIn(
    scope: Scope,
    organisationId: OrganisationId,
    email: string,
    digits: string,
  ): Promise<readonly PinHolder[]>;
}

const hour = 3_600_000;
const lifetime = 72 * hour;
/** A mail server that is away is asked again for a while; the link is made once. */
const persistence = { firstPause: 2_000, longestPause: 60_000, giveUpAfter: hour };

export function createOwnPins({
  organisations,
  invitations,
  store,
  pins,
  mails,
  background,
  publicUrl,
  now,
}: {
  readonly organisations: Pick<Store['organisations'], 'find'>;
  readonly invitations: PinInvitationRepository;
  readonly store: Pick<Store['pins'], 'remove'>;
  readonly pins: Pick<Pins, 'set'>;
  readonly mails: PinMails;
  readonly background: Pick<BackgroundWork, 'runUntilItWorks'>;
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): OwnPins {
  const base = publicUrl.replace(/\/$/, '');

  async function holderOf(scope: Scope, { organisationId, contactId }: PinOwner): Promise<PinHolder> {
    const organisation = await organisations.find(scope, organisationId);
    if (organisation === undefined) throw notFound('organisation');
    const person = organisation.settings.authorisingPersons.find(({ id }) => id === contactId);
    if (person === undefined) throw notFound('authorising person');
    return { organisation, person };
  }

  async function holderOfLink(owner: PinOwner | undefined): Promise<PinHolder | undefined> {
    if (owner === undefined) return undefined;
    try {
      return await holderOf(deskScope, owner);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }

  async function set(scope: Scope, holder: PinHolder, digits: string): Promise<void> {
    const owner = ownerOf(holder);
    await pins.set(scope, owner, digits);
    await invitations.remove(scope, owner);
    const at = now();
    const key = `pin/changed/${owner.contactId}/${at}`;
    background.runUntilItWorks(
      'mailing that a PIN was set',
      () => mails.sendChanged(holder, at, key),
      persistence,
    );
  }

  return {
    async invite(scope, owner) {
      const holder = await holderOf(scope, owner);
      if (holder.person.email === undefined) {
        throw conflict('This authorising person has no e-mail address that a link could go to.');
      }
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now() + lifetime);
      await invitations.put(scope, owner, { hash: hashToken(token), expiresAt });
      const key = `pin/invitation/${owner.contactId}/${randomBytes(8).toString('hex')}`;
      background.runUntilItWorks(
        'mailing a link for a PIN',
        () => mails.sendInvitation(holder, `${base}/account/pin/${token}`, expiresAt.getTime(), key),
        persistence,
      );
    },

    async revoke(scope, owner) {
      await holderOf(scope, owner);
      await store.remove(scope, owner);
      await invitations.remove(scope, owner);
    },

    invited: async (token) => holderOfLink(await invitations.find(hashToken(token), new Date(now()))),

    async setByLink(token, digits) {
      const holder = await holderOfLink(await invitations.take(hashToken(token), new Date(now())));
      if (holder === undefined) throw overLink();
      await set(deskScope, holder, digits);
      return holder;
    },

    async setBySignedIn(scope, organisationId, email, digits) {
      const organisation = await organisations.find(scope, organisationId);
      const persons = personsByEmail(organisation?.settings.authorisingPersons ?? [], email);
      if (organisation === undefined || persons.length === 0) {
        throw new DomainError(
          'forbidden',
          'Only who stands among the authorising persons of the organisation, with this e-mail address, has a PIN.',
        );
      }
      const holders = persons.map((person) => ({ organisation, person }));
      for (const holder of holders) await set(scope, holder, digits);
      return holders;
    },
  };
}

/** Whose PIN it is, as it is kept. */
function ownerOf({ organisation, person }: PinHolder): PinOwner {
  return { organisationId: organisation.id, contactId: person.id };
}

/** Whose PIN it is, for the audit trail: whoever sets it by a link has no account. */
export function personOf(holder: PinHolder): AnsweringPerson {
  const { organisationId, contactId } = ownerOf(holder);
  return { organisationId, target: { role: 'authorising-person', id: contactId }, what: 'pin' };
}

function overLink(): DomainError {
  return new DomainError('not-found', 'The link is not valid: it was used, is too old, or never was one.');
}
