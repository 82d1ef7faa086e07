import type { Store } from '../../db/store.js';
import type { User } from '../../domain/access/user.js';
import { conflict, DomainError, notFound } from '../../domain/errors.js';
import type { AccountId, PartnerApplicationId, UserId } from '../../domain/identifiers.js';
import type { ApplicationForm, PartnerApplication } from '../../domain/partners/partner-application.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { BackgroundWork } from '../background-work.js';
import type { Caller } from '../openapi/route.js';
import type { LinkDelivery } from '../sign-in/link-delivery.js';

export interface AcceptanceDependencies {
  readonly store: Pick<Store, 'partnerApplications' | 'accounts' | 'users' | 'credentials'>;
  readonly links: Pick<LinkDelivery, 'prepare'>;
  readonly background: Pick<BackgroundWork, 'run'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Makes partners of applicants: decides the application, makes the account, and invites its first user (C1). What is made has
 * identifiers that follow from the application's. So whoever repeats it, at the same moment or after a process that died half-way,
 * completes the same account and user. That the invitation is still to be mailed stands beside the decision until the mail server
 * has taken it, and one alone sees to it at a time.
 */
export interface Acceptance {
  /**
   * @throws DomainError `conflict` for an application that was declined, or names an address that signs in somebody already.
   */
  accept(caller: Caller, application: PartnerApplication): Promise<PartnerApplication>;
  /**
   * Completes one application whose acceptance was left behind, if there is one.
   *
   * @param before only what should have been done by then.
   * @returns whose it was; undefined: there is none. @throws what keeps it from being completed; it comes again later.
   */
  completeOne(before: Date): Promise<PartnerApplicationId | undefined>;
}

/** Whoever sees to an invitation has so long for it; then somebody else tries. Milliseconds. */
const patience = 60_000;

export function createAcceptance({ store, links, background, now }: AcceptanceDependencies): Acceptance {
  const { partnerApplications } = store;

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
      await store.users.create(scope, user);
    } catch (error) {
      const isMadeMeanwhile =
        error instanceof DomainError &&
        error.kind === 'conflict' &&
        (await store.users.find(scope, userId)) !== undefined;
      if (!isMadeMeanwhile) throw error;
    }
  }

  async function complete({ id, form }: PartnerApplication): Promise<void> {
    const { accountId, userId } = partnerOf(id);
    const { companyName: name, language, country, identifiers } = form;
    const details = { name, language, country, identifiers, state: 'active' } as const;
    await store.accounts.create(deskScope, accountId, details, new Date(now()));
    await firstUser(userId, accountId, form);
  }

  /** Whoever was invited by hand meanwhile, and has come, needs no further invitation. */
  async function invite({ id }: PartnerApplication): Promise<void> {
    const user = await store.users.find(deskScope, partnerOf(id).userId);
    if (user?.state === 'invited') await links.prepare('invitation', user).mail();
    await partnerApplications.noteInvited(id);
  }

  function claim(before: Date, id?: PartnerApplicationId): Promise<PartnerApplication | undefined> {
    return partnerApplications.claimInvitation(before, new Date(now() + patience), id);
  }

  return {
    async accept({ scope, by }, { id, form, decision }) {
      const { accountId, userId } = partnerOf(id);
      if (decision.state === 'received') await refuseKnownAddress(form.email, userId);
      const at = new Date(now());
      const decided = await partnerApplications.decide(scope, id, {
        state: 'accepted',
        decidedBy: by,
        decidedAt: at,
        accountId,
      });
      if (decided === undefined) throw notFound('partner application');
      const { application } = decided;
      if (application.decision.state === 'declined') throw conflict('The application was declined.');
      await complete(application);
      const claimed = await claim(at, id);
      if (claimed !== undefined) background.run('inviting a new partner', () => invite(claimed));
      return application;
    },

    async completeOne(before) {
      const claimed = await claim(before);
      if (claimed === undefined) return undefined;
      await complete(claimed);
      await invite(claimed);
      return claimed.id;
    },
  };
}

function partnerOf(id: PartnerApplicationId): { readonly accountId: AccountId; readonly userId: UserId } {
  const own = id.slice('app_'.length);
  return { accountId: `acc_${own}`, userId: `usr_${own}` };
}
