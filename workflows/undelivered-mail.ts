import type { PendingNotice } from './notices.js';

/** A notice whose mails wait for the mail server to come back. */
export interface UndeliveredMail {
  /** To those alone whom it has not reached. */
  readonly notice: PendingNotice;
  /** As which notice it was sent first: the same number is the same Message-ID. */
  readonly number: number;
  /** When it was first tried; epoch milliseconds. */
  readonly since: number;
  /** When it is tried again; epoch milliseconds. */
  readonly tryAt: number;
  /** The pause before that, in milliseconds. */
  readonly pause: number;
}

const firstPause = 30_000;
const longestPause = 15 * 60_000;
/** What is a day old has been told on other ways, or helps nobody. */
const longestRepeated = 24 * 3_600_000;

/** The mail with its next try: after a pause twice as long as the one before. */
export function nextTry(
  mail: Omit<UndeliveredMail, 'tryAt' | 'pause'> & Partial<Pick<UndeliveredMail, 'pause'>>,
  now: number,
): UndeliveredMail {
  const pause = mail.pause === undefined ? firstPause : Math.min(mail.pause * 2, longestPause);
  return { ...mail, pause, tryAt: now + pause };
}

export function isWorthRepeating({ since }: UndeliveredMail, now: number): boolean {
  return now - since < longestRepeated;
}
