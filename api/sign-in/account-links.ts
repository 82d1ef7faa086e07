import type {
  AccountLinkPurpose,
  AccountLinkRepository,
  CredentialRepository,
  Credentials,
} from '../../db/store.js';
import { requireGoodPassword } from '../../domain/access/password-rule.js';
import type { Profile, User } from '../../domain/access/user.js';
import { DomainError } from '../../domain/errors.js';
import type { BackgroundWork } from '../background-work.js';
import { hashToken } from '../middleware/authentication.js';
import type { AccountMails } from './account-mails.js';
import { createLinkDelivery, type AccountLink } from './link-delivery.js';
import type { Passwords } from './passwords.js';

export interface AccountLinkDependencies {
  readonly credentials: CredentialRepository;
  readonly accountLinks: AccountLinkRepository;
  readonly passwords: Passwords;
  readonly mails: AccountMails;
  readonly background: BackgroundWork;
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Links by which somebody chooses a password: invitations and resets. */
export interface AccountLinks {
  /** A new link; every earlier one of this purpose and user is worth nothing any more. */
  make(purpose: AccountLinkPurpose, user: User): Promise<AccountLink>;
  /** Makes and mails it, in the background. */
  send(purpose: AccountLinkPurpose, user: User): void;
  /**
   * Mails a reset to whoever signs in with this address and a password, if anybody does. Takes no time, so it tells
   * nothing.
   */
  sendReset(email: string): void;
  /** Whose link it is; undefined: it is over. Uses nothing up. */
  holder(purpose: AccountLinkPurpose, token: string): Promise<User | undefined>;
  /**
   * Sets the password, once. All sessions end, and the user is told by mail.
   *
   * @throws DomainError `not-found` for a link that is forged, used or too old, `invalid-input` for a bad password,
   *   `conflict` when the address of an invitation signs in somebody else already.
   */
  choosePassword(
    purpose: AccountLinkPurpose,
    token: string,
    password: string,
    profile?: Partial<Profile>,
  ): Promise<User>;
  /** Mails it, in the background. */
  tellPasswordChanged(user: User): void;
}

const hour = 3_600_000;
/** A mail server that is away is asked again as long as a link of the shorter kind is of use. */
const persistence = { firstPause: 2_000, longestPause: 60_000, giveUpAfter: hour / 2 };

export function createAccountLinks(dependencies: AccountLinkDependencies): AccountLinks {
  const { credentials, accountLinks, passwords, mails, background, now } = dependencies;
  const delivery = createLinkDelivery(dependencies);

  async function holder(purpose: AccountLinkPurpose, token: string): Promise<User | undefined> {
    const userId = await accountLinks.find(purpose, hashToken(token), new Date(now()));
    const known = userId && (await credentials.find(userId));
    if (!known) return undefined;
    const mayChoose = purpose === 'invitation' ? known.user.state === 'invited' : hasPassword(known);
    return mayChoose ? known.user : undefined;
  }

  function send(purpose: AccountLinkPurpose, user: User): void {
    const prepared = delivery.prepare(purpose, user);
    background.runUntilItWorks(`mailing a link (${purpose})`, () => prepared.mail(), persistence);
  }

  return {
    make: (purpose, user) => delivery.make(purpose, user),
    send,
    sendReset(email) {
      background.run('a password reset', async () => {
        const known = await credentials.findByEmail(email);
        if (known && hasPassword(known)) send('password-reset', known.user);
      });
    },
    holder,
    async choosePassword(purpose, token, password, profile) {
      const user = await holder(purpose, token);
      if (user === undefined) throw overLink();
      requireGoodPassword(password, [user.name, user.email]);
      const passwordHash = await passwords.hash(password);
      const taken = await accountLinks.take(purpose, hashToken(token), new Date(now()));
      if (taken !== user.id) throw overLink();
      const saved =
        purpose === 'invitation'
          ? await credentials.activate(user.id, { passwordHash }, profile)
          : await credentials.setPassword(user.id, passwordHash);
      if (saved === undefined) throw overLink();
      if (purpose === 'password-reset') tellPasswordChanged(saved);
      return saved;
    },
    tellPasswordChanged,
  };

  function tellPasswordChanged(user: User): void {
    const at = now();
    const key = `account/password-changed/${user.id}/${at}`;
    background.runUntilItWorks(
      'mailing that a password was changed',
      () => mails.sendPasswordChanged(user, at, key),
      persistence,
    );
  }
}

/**
 * Whoever signs in at the identity provider has none to forget, and gets none by mail: it would be a second way in, past
 * the provider and its second factor.
 */
function hasPassword({ user, passwordHash }: Credentials): boolean {
  return user.state === 'active' && passwordHash !== undefined;
}

function overLink(): DomainError {
  return new DomainError('not-found', 'The link is not valid: it was used, is too old, or never was one.');
}
