import type { AttemptPurpose } from './attempt.js';

/**
 * Who may call a number (X1): one live call at any time, which cases with a question of the same kind share. The lease
 * in db/ asks this where several answers are possible; its writes hold to the same conditions.
 */
export interface NumberLine {
  /** The attempt that dials. */
  readonly holder: string;
  readonly kind: string;
  /** Attempts that have joined, also after their question was settled. */
  readonly joined: readonly string[];
  /** How many questions nobody has answered yet. */
  readonly openQuestions: number;
  /** The questions have been read out: whoever comes later was not heard of, and cannot be answered with them. */
  readonly readOut: boolean;
  /** Epoch milliseconds; an expired line is as free as one that nobody holds. */
  readonly expiresAt: number;
}

/**
 * `free`: dial, and hold the line. `held`: this attempt holds it already. `joined`: it has joined already. `open`: the
 * call under way can ask this attempt's question too. `occupied`: somebody is on the phone there for another matter.
 */
export type LineAnswer = 'free' | 'held' | 'joined' | 'open' | 'occupied';

/** Questions of one kind can be asked in one call, since one answer settles them; all others need a call of their own. */
export function questionKind(purpose: AttemptPurpose): {
  readonly kind: string;
  readonly mayBeShared: boolean;
} {
  switch (purpose) {
    case 'inform':
      return { kind: 'inform', mayBeShared: true };
    case 'take':
    case 'mandate':
      return { kind: 'take', mayBeShared: true };
    case 'connect':
    case 'join':
    case 'ratify':
    case 'approve':
    case 'call-back':
    case 'status':
    case 'test':
      return { kind: purpose, mayBeShared: false };
  }
}

export function lineFor(
  line: NumberLine | undefined,
  { attempt, purpose }: { readonly attempt: string; readonly purpose: AttemptPurpose },
  now: number,
): LineAnswer {
  if (line === undefined || line.expiresAt <= now) return 'free';
  if (line.holder === attempt) return 'held';
  if (line.joined.includes(attempt)) return 'joined';
  const { kind, mayBeShared } = questionKind(purpose);
  return mayBeShared && line.kind === kind && line.openQuestions > 0 && !line.readOut ? 'open' : 'occupied';
}

/** How long a lease outlives the time its call was meant to take, in case nobody tells that the call has ended. */
const graceMilliseconds = 60_000;

/** When the lease of a call expires that is ordered now; epoch milliseconds. */
export function leaseEnd(
  { ringSeconds, talkSeconds }: { readonly ringSeconds: number; readonly talkSeconds: number },
  now: number,
): number {
  return now + (ringSeconds + talkSeconds) * 1000 + graceMilliseconds;
}
