import type { Store } from '../../db/store.js';
import type { User } from '../../domain/access/user.js';
import { conflict, DomainError, notFound } from '../../domain/errors.js';
import type { AccountId, UserId } from '../../domain/identifiers.js';
import type { ApplicationForm, PartnerApplication } from '../../domain/partners/partner-application.js';
import type { Scope } from '../../domain/scope.js';
import type { Caller } from '../openapi/route.js';
import type { AccountLinks } from '../sign-in/account-links.js';

export interface AcceptanceDependencies {
  readonly store: Pick<Store, 'partnerApplications' | 'accounts' | 'users' | 'credentials'>;
  readonly links: Pick<AccountLinks, 'send'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Makes a partner of an applicant: decides the application, makes the account, and invites its first user (C1). What is made
 * has identifiers that follow from the application's. So whoever repeats it, at the same moment or after a process that died
 * half-way, completes the same account and user, and only whoever made the user sends the invitation.
 *
 * @throws DomainError `conflict` for an application that was declined, or names an address that signs in somebody already.
 */
export type AcceptApplication = (
  caller: Caller,
  application: PartnerApplication,
) => Promise<PartnerApplication>;

export function createAcceptance({ store, links, now }: AcceptanceDependencies): AcceptApplication {
  async function refuseKnownAddress(email: string, userId: UserId): Promise<void> {
    const known = await store.credentials.findByEmail(email);
    if (known !== undefined && known.user.id !== userId) {
      throw new DomainError('conflict', 'This e-mail address signs in somebody already.', [
        { path: '/email', message: 'signs in somebody already' },
      ]);
    }
  }

  async function firstUser(userId: UserId, accountId: AccountId, form: ApplicationForm): Promise<void> {
    const scope: Scope = { of: 'account', accountId };
    if ((await store.users.find(scope, userId)) !== undefined) return;
    const user: User = {
      id: userId,
      accountId,
      email: form.email,
      name: form.contactName,
      role: 'partner-admin',
      language: form.language,
      timeZone: 'UTC',
      supportMails: 'all',
      state: 'invited',
      hasSecondFactor: false,
      generation: 1,
      createdAt: new Date(now()),
    };
    try {
      links.send('invitation', await store.users.create(scope, user));
    } catch (error) {
      const isMadeMeanwhile =
        error instanceof DomainError &&
        error.kind === 'conflict' &&
        (await store.users.find(scope, userId)) !== undefined;
      if (!isMadeMeanwhile) throw error;
    }
  }

  return async ({ scope, by }, { id, form, decision }) => {
    const own = id.slice('app_'.length);
    const [accountId, userId] = [`acc_${own}`, `usr_${own}`] as const;
    if (decision.state === 'received') await refuseKnownAddress(form.email, userId);
    const at = new Date(now());
    const decided = await store.partnerApplications.decide(scope, id, {
      state: 'accepted',
      decidedBy: by,
      decidedAt: at,
      accountId,
    });
    if (decided === undefined) throw notFound('partner application');
    const { application } = decided;
    if (application.decision.state === 'declined') throw conflict('The application was declined.');
    const { companyName: name, language, country, identifiers } = form;
    const details = { name, language, country, identifiers, state: 'active' } as const;
    await store.accounts.create(scope, accountId, details, at);
    await firstUser(userId, accountId, form);
    return application;
  };
}
