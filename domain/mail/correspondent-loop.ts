/** At most so many automatic mails to one address within a time. */
export interface LoopCap {
  readonly most: number;
  readonly withinSeconds: number;
}

/**
 * Two programs that answer each other would go on for ever, whatever their headers say. A person who is told twice within
 * an hour that a case is closed has understood it, or reads no mail.
 */
export const answerCaps: readonly LoopCap[] = [
  { most: 2, withinSeconds: 3600 },
  { most: 5, withinSeconds: 24 * 3600 },
];

/** A person with many questions stays below; whoever writes more is a program, and what it writes is only kept. */
export const intakeCaps: readonly LoopCap[] = [
  { most: 30, withinSeconds: 600 },
  { most: 200, withinSeconds: 24 * 3600 },
];

/** What comes into one case by its signed names, whoever writes: a conversation of a few people stays far below. */
export const caseCaps: readonly LoopCap[] = [{ most: 200, withinSeconds: 600 }];

export type LoopVerdict =
  | { readonly allowed: 'yes' }
  /** `until`: from then on it is allowed again, if nothing more happens. */
  | { readonly allowed: 'no'; readonly cap: LoopCap; readonly until: Date };

/**
 * Whether one more is allowed now. What counts as one (an answer sent, a mail received) is the caller's; times in the
 * future, from a clock that is ahead, count too.
 */
export function loopVerdict(times: readonly Date[], now: Date, caps: readonly LoopCap[]): LoopVerdict {
  let verdict: LoopVerdict = { allowed: 'yes' };
  for (const cap of caps) {
    const within = times
      .map((time) => time.getTime())
      .filter((time) => time > now.getTime() - cap.withinSeconds * 1000)
      .sort((one, other) => other - one);
    const oldestThatFills = cap.most === 0 ? now.getTime() : within[cap.most - 1];
    if (oldestThatFills === undefined) continue;
    const until = new Date(oldestThatFills + cap.withinSeconds * 1000);
    if (verdict.allowed === 'yes' || until > verdict.until) verdict = { allowed: 'no', cap, until };
  }
  return verdict;
}
