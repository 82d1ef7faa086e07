import type { CredentialRepository, Credentials, PinOwner } from '../../db/store.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { userIdSchema } from '../../domain/identifiers.js';
import type { Principal } from '../../domain/timeline.js';
import type { Pins } from '../pins/pins.js';
import type { SecondFactor } from './second-factor.js';
import type { SignIn } from './sign-in.js';

/** What somebody who has signed in proves with anew that it is them. */
export type AccountProof =
  { readonly by: 'password'; readonly password: string } | { readonly by: 'code'; readonly code: string };
/** The same, or what an authorising person proves with on the telephone. */
export type ApproverProof = AccountProof | { readonly by: 'pin'; readonly pin: string };

/**
 * Step-up authentication: proof of the moment for what a session alone must not do, since a browser may stand unlocked.
 * Wrong tries count with those at every other door to the same password, second factor or PIN.
 */
export interface StepUp {
  /**
   * That whoever asks knows their password or has their second factor at hand.
   *
   * @param address of the machine that asks.
   * @throws DomainError `unauthenticated` for a wrong proof; HttpProblem 429 after too many.
   */
  proveAccount(known: Credentials, proof: AccountProof, address: string): Promise<void>;
  /**
   * That whoever decides about costs is the authorising person who has signed in.
   *
   * @param owner the person as whom they decide, whose PIN it has to be.
   * @param address of the machine that asks.
   * @throws DomainError `unauthenticated` for a wrong proof, or any PIN while it is locked; `unavailable` when nobody can
   *   tell; HttpProblem 429 after too many wrong passwords or codes.
   */
  proveApprover(by: Principal, owner: PinOwner, proof: ApproverProof, address: string): Promise<void>;
}

export function createStepUp({
  credentials,
  signIn,
  secondFactor,
  pins,
}: {
  readonly credentials: Pick<CredentialRepository, 'find'>;
  readonly signIn: Pick<SignIn, 'confirm'>;
  readonly secondFactor: Pick<SecondFactor, 'verify'>;
  readonly pins: Pick<Pins, 'verify'>;
}): StepUp {
  async function proveAccount(known: Credentials, proof: AccountProof, address: string): Promise<void> {
    if (proof.by === 'code') await secondFactor.verify(known, { code: proof.code });
    else await signIn.confirm({ credentials: known, password: proof.password, address });
  }

  return {
    proveAccount,
    async proveApprover(by, owner, proof, address) {
      if (proof.by === 'pin') {
        if (await pins.verify(owner, proof.pin)) return;
        throw new DomainError('unauthenticated', 'The PIN is wrong, not set, or locked after wrong tries.');
      }
      const known = by.by === 'user' ? await credentials.find(userIdSchema.parse(by.userId)) : undefined;
      if (known === undefined) throw notFound('account');
      await proveAccount(known, proof, address);
    },
  };
}
