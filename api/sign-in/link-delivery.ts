import { randomBytes } from 'node:crypto';
import type { AccountLinkPurpose, AccountLinkRepository } from '../../db/store.js';
import type { User } from '../../domain/access/user.js';
import { hashToken } from '../middleware/authentication.js';
import type { AccountMails } from './account-mails.js';

export interface LinkDeliveryDependencies {
  readonly accountLinks: Pick<AccountLinkRepository, 'put'>;
  readonly mails: Pick<AccountMails, 'sendLink'>;
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface AccountLink {
  readonly url: string;
  readonly expiresAt: Date;
}

/** A link that is the same for everybody who mails it. */
export interface LinkMail {
  /** Makes the link, once, and mails it. @throws when the database or the mail server is away; it may be repeated. */
  mail(): Promise<void>;
}

/** Links by which somebody chooses a password, and the mails that bring them. */
export interface LinkDelivery {
  /** A new link; every earlier one of this purpose and user is worth nothing any more. */
  make(purpose: AccountLinkPurpose, user: User): Promise<AccountLink>;
  prepare(purpose: AccountLinkPurpose, user: User): LinkMail;
}

const hour = 3_600_000;
const lifetimes: Readonly<Record<AccountLinkPurpose, number>> = {
  invitation: 72 * hour,
  'password-reset': hour,
};

export function createLinkDelivery({
  accountLinks,
  mails,
  publicUrl,
  now,
}: LinkDeliveryDependencies): LinkDelivery {
  const base = publicUrl.replace(/\/$/, '');

  async function make(purpose: AccountLinkPurpose, user: User): Promise<AccountLink> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now() + lifetimes[purpose]);
    await accountLinks.put({ purpose, userId: user.id, hash: hashToken(token), expiresAt });
    return { url: `${base}/account/${purpose}/${token}`, expiresAt };
  }

  return {
    make,
    prepare(purpose, user) {
      const key = `account/${purpose}/${user.id}/${randomBytes(8).toString('hex')}`;
      let link: AccountLink | undefined;
      return {
        async mail() {
          // A link that could not be stored is made anew; one that could not be mailed stays the same.
          link ??= await make(purpose, user);
          await mails.sendLink(purpose, user, link, key);
        },
      };
    },
  };
}
