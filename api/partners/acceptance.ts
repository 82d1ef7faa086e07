import type { Store } from '../../db/store.js';
import type { User } from '../../domain/access/user.js';
import { conflict, DomainError, notFound } from '../../domain/errors.js';
import type { AccountId, PartnerApplicationId, UserId } from '../../domain/identifiers.js';
import type {
  ApplicationForm,
  IncompleteReason,
  PartnerApplication,
} from '../../domain/partners/partner-application.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { BackgroundWork } from '../background-work.js';
import type { Caller } from '../openapi/route.js';
import type { LinkDelivery } from '../sign-in/link-delivery.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';

export interface AcceptanceDependencies {
  readonly store: Pick<Store, 'partnerApplications' | 'accounts' | 'users' | 'credentials' | 'deskTasks'>;
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
   * Where somebody else has taken the address since the application was decided, it stays accepted, and shows that it is incomplete.
   *
   * @throws DomainError `conflict` for an application that was declined, or names an address that signs in somebody already.
   */
  accept(caller: Caller, application: PartnerApplication): Promise<PartnerApplication>;
  /**
   * Completes one application whose acceptance was left behind, if there is one.
   *
   * @param before only what should have been done by then.
   * @returns whose it was; undefined: there is none. @throws what keeps it from being completed; it comes again later.
   */
  completeOne(before: Date): Promise<LeftBehindAcceptance | undefined>;
}

export interface LeftBehindAcceptance {
  readonly id: PartnerApplicationId;
  readonly completion: Completion;
}

/** `address-taken`: somebody else has the address. The desk is told, and it comes again later. */
export type Completion = 'complete' | IncompleteReason;

/** Whoever sees to an invitation has so long for it; then somebody else tries. Milliseconds. */
const patience = 60_000;
/** Of a new account: more it has not yet. */
const mostUsers = 100;

export function createAcceptance({ store, links, background, now }: AcceptanceDependencies): Acceptance {
  const { partnerApplications } = store;

  /** Whether somebody else signs in by the address. */
  async function isTaken(email: string, userId: UserId): Promise<boolean> {
    const known = await store.credentials.findByEmail(email);
    return known !== undefined && known.user.id !== userId;
  }

  async function refuseKnownAddress(email: string, userId: UserId): Promise<void> {
    if (await isTaken(email, userId)) {
      throw new DomainError('conflict', 'This e-mail address signs in somebody already.', [
        { path: '/email', message: 'signs in somebody already' },
      ]);
    }
  }

  /** False: somebody of the account has the address already. */
  async function makeFirstUser(
    userId: UserId,
    accountId: AccountId,
    form: ApplicationForm,
  ): Promise<boolean> {
    const scope: Scope = { of: 'account', accountId };
    if ((await store.users.find(scope, userId)) !== undefined) return true;
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
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error;
      // Made by somebody else in this very moment, or not at all.
      return (await store.users.find(scope, userId)) !== undefined;
    }
  }

  /** Whether somebody of the desk has seen to it that another one can manage the account. */
  async function hasOtherAdmin(accountId: AccountId, userId: UserId): Promise<boolean> {
    const { items } = await store.users.list(deskScope, { accountId, limit: mostUsers });
    return items.some(
      ({ id, role, state }) => id !== userId && role === 'partner-admin' && state !== 'disabled',
    );
  }

  async function complete({ id, form }: PartnerApplication): Promise<Completion> {
    const { accountId, userId } = partnerOf(id);
    const { companyName: name, language, country, identifiers } = form;
    const details = { name, language, country, identifiers, state: 'active' } as const;
    await store.accounts.create(deskScope, accountId, details, new Date(now()));
    const isFree = !(await isTaken(form.email, userId)) && (await makeFirstUser(userId, accountId, form));
    if (isFree || (await hasOtherAdmin(accountId, userId))) return 'complete';
    await tellDesk(id, 'address-taken');
    return 'address-taken';
  }

  async function tellDesk(id: PartnerApplicationId, why: IncompleteReason): Promise<void> {
    await partnerApplications.noteIncomplete(id, why);
    const kind = 'acceptance-incomplete';
    await store.deskTasks.put({
      id: derivedIdentifier('tsk', kind, id),
      createdAt: new Date(now()),
      about: { kind, applicationId: id, accountId: partnerOf(id).accountId, why },
    });
  }

  /** Whoever was invited by hand meanwhile, and has come, needs no further invitation. */
  async function invite({ id, form }: PartnerApplication): Promise<void> {
    const { userId } = partnerOf(id);
    const user = await store.users.find(deskScope, userId);
    if (user?.state === 'invited' && !(await isTaken(form.email, userId)))
      await links.prepare('invitation', user).mail();
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
      if (application.decision.state !== 'accepted') throw conflict('The application was declined.');
      const completion = await complete(application);
      if (completion !== 'complete') {
        return { ...application, decision: { ...application.decision, incomplete: completion } };
      }
      const claimed = await claim(at, id);
      if (claimed !== undefined) background.run('inviting a new partner', () => invite(claimed));
      return application;
    },

    async completeOne(before) {
      const claimed = await claim(before);
      if (claimed === undefined) return undefined;
      const completion = await complete(claimed);
      if (completion === 'complete') await invite(claimed);
      return { id: claimed.id, completion };
    },
  };
}

function partnerOf(id: PartnerApplicationId): { readonly accountId: AccountId; readonly userId: UserId } {
  const own = id.slice('app_'.length);
  return { accountId: `acc_${own}`, userId: `usr_${own}` };
}
