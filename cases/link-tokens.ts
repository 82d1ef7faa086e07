import { createHmac, timingSafeEqual } from 'node:crypto';
import { Buffer } from 'node:buffer';
import { DomainError, notFound } from '../domain/errors.js';
import { packQuestion, unpackQuestion, type LinkQuestion } from './link-question.js';

export type { ApprovalLink, LinkQuestion, RatificationLink } from './link-question.js';

export interface LinkTokens {
  /**
   * The link holds until the end of the day (UTC) on which it expires. Throws RangeError when that is more than
   * `farthestDays` away.
   */
  sign(question: LinkQuestion, expiresAt: Date): string;
  /** Throws `not-found` for a forged token, `conflict` for an expired one. */
  verify(token: string): LinkQuestion;
}

/** 96 bits: short enough for a text, and guessing them is out of reach. */
const signatureBytes = 12;
const dayMilliseconds = 24 * 3_600_000;
/** The expiry is one byte, a day's number without its higher bits; they are those of the nearest such day. */
const dayCycle = 256;
const farthestDays = dayCycle / 2 - 1;

/**
 * Links for texts and mails without a database: a cut HMAC-SHA-256, the day of the expiry, and the question. Signed is the
 * whole number of the day: a link that is months old is forged rather than expired, and never valid again.
 */
export function createLinkTokens({
  key,
  now = Date.now,
}: {
  readonly key: Uint8Array;
  readonly now?: () => number;
}): LinkTokens {
  const today = () => Math.floor(now() / dayMilliseconds);
  const signatureOf = (lastDay: number, question: Uint8Array): Buffer =>
    createHmac('sha256', key)
      .update(`link:${lastDay}:`)
      .update(question)
      .digest()
      .subarray(0, signatureBytes);

  return {
    sign(question, expiresAt) {
      const lastDay = Math.floor(expiresAt.getTime() / dayMilliseconds);
      if (Math.abs(lastDay - today()) > farthestDays)
        throw new RangeError('A link cannot expire so far away.');
      const packed = packQuestion(question);
      return Buffer.concat([
        signatureOf(lastDay, packed),
        Uint8Array.of(lastDay % dayCycle),
        packed,
      ]).toString('base64url');
    },
    verify(token) {
      const bytes = Buffer.from(token, 'base64url');
      // Other letters can stand for the same bytes; only one spelling is ours.
      if (bytes.length <= signatureBytes || bytes.toString('base64url') !== token) throw notFound('page');
      const question = bytes.subarray(signatureBytes + 1);
      const lastDay = nearestDay(bytes.readUInt8(signatureBytes), today());
      if (!timingSafeEqual(bytes.subarray(0, signatureBytes), signatureOf(lastDay, question)))
        throw notFound('page');
      if (lastDay < today()) throw new DomainError('conflict', 'This link has expired.');
      return unpackQuestion(question);
    },
  };
}

/** The day with these lower bits that is nearest to today. */
function nearestDay(lowerBits: number, today: number): number {
  const ahead = (((lowerBits - today) % dayCycle) + dayCycle) % dayCycle;
  return today + (ahead > farthestDays ? ahead - dayCycle : ahead);
}
