/** What is counted of a correspondent, to know when two programs write to each other (C4). */
export const correspondentDeeds = ['received', 'answered'] as const;
export type CorrespondentDeed = (typeof correspondentDeeds)[number];

/** Who writes to us from outside, by address: how often, and how often a program of ours has answered. */
export interface CorrespondentRepository {
  /** When it happened of late with this address, newest first, but for `except`. */
  times(deed: CorrespondentDeed, address: string, except: string): Promise<readonly Date[]>;
  /** It has happened; the same `of` twice counts once. */
  note(deed: CorrespondentDeed, address: string, of: string, at: Date): Promise<void>;
}
