import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { CredentialRepository, Credentials } from '../../db/store.js';
import type { Sealer } from '../../db/sealer.js';
import { conflict, DomainError } from '../../domain/errors.js';
import type { UserId } from '../../domain/identifiers.js';
import type { SignInAttempts } from './sign-in-attempts.js';

/** What every authenticator understands (RFC 6238; "Key Uri Format" of Google Authenticator). */
const parameters = { issuer: 'Beistand', algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Steps before and after the present one whose codes count: clocks differ, and typing takes time. */
const window = 1;
const secretBytes = 20;
const recoveryCodeCount = 10;

export interface SecondFactorDependencies {
  readonly credentials: CredentialRepository;
  readonly attempts: SignInAttempts;
  readonly sealer: Sealer;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What somebody types: the code of the moment, or one of the codes for the day the phone is gone. */
export type GivenCode = { readonly code: string } | { readonly recoveryCode: string };

/** Codes by time (TOTP), with recovery codes. */
export interface SecondFactor {
  /** Shows a new secret; it counts once a code of it was given. */
  begin(known: Credentials): Promise<{ readonly secret: string; readonly uri: string }>;
  /**
   * @returns recovery codes, shown this once.
   * @throws DomainError `conflict` when nothing was begun, `unauthenticated` for a wrong code; HttpProblem 429.
   */
  complete(known: Credentials, code: string): Promise<readonly string[]>;
  /** @throws DomainError `unauthenticated` for a wrong or used code; HttpProblem 429 after too many. */
  verify(known: Credentials, given: GivenCode): Promise<void>;
  /** New recovery codes; the ones before are worth nothing any more. */
  renewRecoveryCodes(userId: UserId): Promise<readonly string[]>;
}

export function createSecondFactor({
  credentials,
  attempts,
  sealer,
  now,
}: SecondFactorDependencies): SecondFactor {
  const totp = (secret: string, label: string) =>
    new TOTP({ ...parameters, label, secret: Secret.fromBase32(secret) });

  /** The time step that a code belongs to; undefined: it is none of now. */
  function stepOf(secret: string, code: string): number | undefined {
    const at = now();
    const delta = totp(secret, 'check').validate({ token: code, timestamp: at, window });
    return delta === null ? undefined : Math.floor(at / 1000 / parameters.period) + delta;
  }

  async function bounded<Result>(userId: UserId, judge: () => Promise<Result | undefined>): Promise<Result> {
    const counted = [
      { kind: 'second-factor/account', of: userId },
      { kind: 'second-factor/account-a-day', of: userId },
    ] as const;
    await attempts.begin(counted);
    const result = await judge();
    if (result === undefined)
      throw new DomainError('unauthenticated', 'The code is wrong or was used before.');
    await attempts.succeeded(counted);
    return result;
  }

  return {
    async begin({ user }) {
      const secret = new Secret({ size: secretBytes }).base32;
      await credentials.beginEnrolment(user.id, sealer.seal(bound(user.id, secret)));
      return { secret, uri: totp(secret, user.email).toString() };
    },

    async complete({ user, pendingSecret }, code) {
      if (pendingSecret === undefined) throw conflict('There is no second factor to confirm; begin anew.');
      const step = await bounded(user.id, () =>
        Promise.resolve(stepOf(unbound(user.id, sealer.unseal(pendingSecret)), code)),
      );
      const codes = newRecoveryCodes();
      const enrolled = { sealedSecret: pendingSecret, step, recoveryCodes: codes.map(hashRecoveryCode) };
      if (!(await credentials.completeEnrolment(user.id, enrolled))) {
        throw conflict('The second factor was begun anew meanwhile.');
      }
      return codes;
    },

    async verify({ user, secondFactor }, given) {
      await bounded(user.id, async () => {
        if (secondFactor === undefined) return undefined;
        if ('recoveryCode' in given) {
          return (
            (await credentials.useRecoveryCode(user.id, hashRecoveryCode(given.recoveryCode))) || undefined
          );
        }
        const step = stepOf(unbound(user.id, sealer.unseal(secondFactor.sealedSecret)), given.code);
        return step === undefined ? undefined : (await credentials.acceptStep(user.id, step)) || undefined;
      });
    },

    async renewRecoveryCodes(userId) {
      const codes = newRecoveryCodes();
      await credentials.replaceRecoveryCodes(userId, codes.map(hashRecoveryCode));
      return codes;
    },
  };
}

/** A sealed secret that is moved to another user's document is worth nothing there. */
function bound(userId: UserId, secret: string): string {
  return `${userId} ${secret}`;
}

function unbound(userId: UserId, text: string): string {
  const [owner, secret] = text.split(' ');
  if (owner !== userId || secret === undefined) throw new Error('A second factor belongs to somebody else.');
  return secret;
}

/** 16 letters and digits that nobody confuses, in groups of four: about 79 random bits each. */
function newRecoveryCodes(): readonly string[] {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const sign = () => letters.charAt(randomInt(letters.length));
  const group = () => sign() + sign() + sign() + sign();
  return Array.from({ length: recoveryCodeCount }, () => [group(), group(), group(), group()].join('-'));
}

/** Recovery codes are random, so a slow hash would add nothing. How they were typed does not matter. */
function hashRecoveryCode(code: string): string {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHash('sha256').update(`recovery:${plain}`).digest('hex');
}
