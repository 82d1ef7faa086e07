import { mongo } from 'mongoose';

/** How much of a case's entries is stored, as the case's document says. */
export interface Progress {
  /** Every entry up to this sequence is stored. */
  readonly timelineThrough: number;
  /** The highest sequence of any stored entry; above timelineThrough when a record is missing in between. */
  readonly highestSequence: number;
}

/** How many entries are asked for by key in one query. */
const windowSize = 500;

export interface EntryWindows<Entry> {
  /** The highest sequence that can be reached from timelineThrough without a gap. */
  contiguousThrough(caseId: string, progress: Progress): Promise<number>;
  /** Up to `limit` entries with sequences above `after`, in order. */
  read(caseId: string, after: number, highest: number, limit: number): Promise<readonly Entry[]>;
}

/**
 * The entries of a case are read by their keys: one look-up each by `_id`, on any server and however many there are.
 *
 * @param window the entries of a case that are stored from one sequence to another, both included, in order.
 */
export function readByWindows<Entry extends { readonly sequence: number }>(
  window: (caseId: string, from: number, to: number) => Promise<readonly Entry[]>,
): EntryWindows<Entry> {
  return {
    async contiguousThrough(caseId, { timelineThrough, highestSequence }) {
      let through = timelineThrough;
      while (through < highestSequence) {
        const to = Math.min(through + windowSize, highestSequence);
        for (const { sequence } of await window(caseId, through + 1, to)) {
          if (sequence !== through + 1) return through;
          through = sequence;
        }
        if (through < to) return through;
      }
      return through;
    },

    async read(caseId, after, highest, limit) {
      const read: Entry[] = [];
      for (let from = after + 1; from <= highest && read.length < limit;) {
        const to = Math.min(highest, from + Math.min(limit - read.length, windowSize) - 1);
        read.push(...(await window(caseId, from, to)));
        from = to + 1;
      }
      return read;
    },
  };
}

/** Whether a batch failed only since somebody else stored the same at the same moment. */
export function onlyDuplicates(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError)) return false;
  const refused = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  // A connection lost on the way comes as the same error, with nothing refused: then nobody knows what is stored.
  return refused.length > 0 && refused.every(({ code }) => code === 11_000);
}

/** What the entries of a record say about those that are stored, once they are. */
export interface Run {
  readonly first: number;
  /** The end of the run that begins with `first` and has no gap. */
  readonly end: number;
  readonly highest: number;
}

export function runOf(entries: readonly { readonly sequence: number }[]): Run | undefined {
  const [head, ...tail] = entries;
  if (!head) return undefined;
  let end = head.sequence;
  let highest = end;
  for (const { sequence } of tail) {
    if (sequence === end + 1) end = sequence;
    highest = Math.max(highest, sequence);
  }
  return { first: head.sequence, end, highest };
}
