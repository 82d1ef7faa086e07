/** Until when nothing is brought to a case that has not answered, so that no mail overtakes those that wait for it already. */
export interface Silences {
  /** Epoch milliseconds; undefined: it answers, as far as is known. */
  until(of: string): number | undefined;
  note(of: string, until: number): void;
}

/** Known to this process only. @param now epoch milliseconds. */
export function createSilences(now: () => number): Silences {
  const silences = new Map<string, number>();
  return {
    until(of) {
      const until = silences.get(of);
      return until !== undefined && until > now() ? until : undefined;
    },
    note(of, until) {
      for (const [other, end] of silences) if (end <= now()) silences.delete(other);
      silences.set(of, until);
    },
  };
}
