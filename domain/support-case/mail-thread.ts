/** A mail of the thread, where it stands in the case. */
export interface ThreadedMail {
  /** Of the entry that it told of, or by which the case took it. */
  readonly sequence: number;
  /** With angle brackets. */
  readonly messageId: string;
}

/** Headers by which mail programs show the mails of a case as one conversation (RFC 5322, 3.6.4). */
export interface MailThread {
  readonly inReplyTo: string;
  /** Oldest first. */
  readonly references: readonly string[];
}

/** Headers of a case with a thousand mails must not grow for ever; programs need the root and the nearest. */
const mostReferences = 12;

/**
 * The thread of a mail: all mails of a case hang on its root, which no mail has itself, and on those that the same person got
 * or wrote before.
 */
export function threadOf(root: string, earlier: readonly ThreadedMail[]): MailThread {
  const nearest = earlier
    .toSorted((one, other) => one.sequence - other.sequence)
    .map(({ messageId }) => messageId)
    .slice(1 - mostReferences);
  return { inReplyTo: nearest.at(-1) ?? root, references: [...new Set([root, ...nearest])] };
}
