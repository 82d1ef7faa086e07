/** A round in which nobody could be asked at all is not repeated sooner than this: nothing changes that fast. */
const emptyRoundMilliseconds = 15 * 60_000;

/** The pause behind a round that has come to its end, in milliseconds. */
export function pauseAfterRound(anybodyAsked: boolean, delaySeconds: number): number {
  const delay = delaySeconds * 1000;
  return anybodyAsked ? delay : Math.max(delay, emptyRoundMilliseconds);
}
