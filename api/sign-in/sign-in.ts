import type { CredentialRepository, Credentials } from '../../db/store.js';
import { DomainError } from '../../domain/errors.js';
import { networkOf, type SignInAttempts } from './sign-in-attempts.js';
import type { BrowserSession, Visitor } from './browser-session.js';
import type { Passwords } from './passwords.js';

export interface SignInDependencies {
  readonly credentials: CredentialRepository;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Signing in with a password. */
export interface SignIn {
  /**
   * The answer, and about the work, is the same whether there is such an account or not.
   *
   * @param address of the machine that asks.
   * @throws DomainError `unauthenticated`; HttpProblem 429 after too many failures.
   */
  withPassword(given: {
    readonly email: string;
    readonly password: string;
    readonly address: string;
  }): Promise<Credentials>;
  /**
   * That somebody who is signed in knows their password.
   *
   * @throws DomainError `unauthenticated`; HttpProblem 429 after too many failures.
   */
  confirm(given: {
    readonly credentials: Credentials;
    readonly password: string;
    readonly address: string;
  }): Promise<void>;
}

export function createSignIn({ credentials, attempts, passwords, now }: SignInDependencies): SignIn {
  async function judge(
    email: string,
    password: string,
    address: string,
    find: () => Promise<Credentials | undefined>,
  ): Promise<Credentials> {
    const network = networkOf(address);
    const counted = [
      { kind: 'sign-in/account-and-address', of: `${email} ${network}` },
      { kind: 'sign-in/account', of: email },
      { kind: 'sign-in/address', of: network },
    ] as const;
    await attempts.begin(counted);
    const found = await find();
    const isRight = await passwords.verify(found?.passwordHash, password);
    if (found?.user.state !== 'active' || !isRight) {
      throw new DomainError('unauthenticated', 'The e-mail address or the password is wrong.');
    }
    await attempts.succeeded(counted);
    return found;
  }

  return {
    async withPassword({ email, password, address }) {
      const found = await judge(email, password, address, () => credentials.findByEmail(email));
      const { user, passwordHash } = found;
      if (passwordHash !== undefined && passwords.isOutdated(passwordHash)) {
        await credentials.renewHash(user.id, await passwords.hash(password));
      }
      await credentials.noteSignIn(user.id, new Date(now()));
      return found;
    },
    async confirm({ credentials: known, password, address }) {
      await judge(known.user.email, password, address, () => Promise.resolve(known));
    },
  };
}

/** The session of somebody who has just proven something. */
export function visitorOf(
  { user }: Pick<Credentials, 'user'>,
  proven: Pick<Visitor, 'proven' | 'withSecondFactor'>,
  now: number,
): Visitor {
  return { userId: user.id, generation: user.generation, ...proven, startedAt: now };
}

/**
 * Begins the session of somebody who has proven who they are, except for the code of their second factor, if they have
 * one and it was not among the proofs.
 *
 * @returns whether it counts already.
 */
export async function beginSession(
  session: BrowserSession,
  known: Credentials,
  withSecondFactor: boolean,
  now: number,
): Promise<boolean> {
  const isComplete = known.secondFactor === undefined || withSecondFactor;
  const proven = isComplete ? 'all' : 'password';
  await session.begin(visitorOf(known, { proven, withSecondFactor }, now));
  return isComplete;
}
