import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { invalidInput } from '../errors.js';

/** Characters. NIST SP 800-63B-4 asks for 15 without a second factor; we weigh the strength besides. */
export const passwordLength = { least: 12, most: 128 } as const;

/** zxcvbn's scale ends at 4; 3 stands for more than 10^8 guesses, which a salted argon2id makes costly. */
const leastScore = 3;

/** Words that an attacker of Beistand tries first. */
const ownWords = ['beistand', 'assistance', 'operator', 'notruf', 'segélyhívó', 'helpdesk'];

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/**
 * Whether a password may be used: long enough, and not to be guessed from lists of breached passwords, patterns, or what
 * is known of its owner.
 *
 * @param about words about the owner: name, address, organisation.
 * @param path where it stands in the request.
 * @throws DomainError `invalid-input` that says what is wrong, without repeating the password.
 */
export function requireGoodPassword(password: string, about: readonly string[], path = '/password'): void {
  const problem = problemOf(password, about);
  if (problem === undefined) return;
  throw invalidInput('The password cannot be used.', [{ path, message: problem }]);
}

function problemOf(password: string, about: readonly string[]): string | undefined {
  const { length } = Array.from(password);
  if (length < passwordLength.least) return `must have at least ${passwordLength.least} characters`;
  if (length > passwordLength.most) return `must have at most ${passwordLength.most} characters`;
  const { score } = estimator.check(password, [...ownWords, ...wordsOf(about)]);
  return score < leastScore ? 'is too easy to guess: it is common, a pattern, or about you' : undefined;
}

/** `anna.kovacs@example.org` is guessed as a whole and in its parts. */
function wordsOf(about: readonly string[]): string[] {
  return about.flatMap((text) => [
    text,
    ...text.split(/[\s@.]+/u).filter((word) => word.length > 2),
    ...text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2),
  ]);
}
