/** So many are remembered: far more than can be on their way twice at the same time. */
const mostRemembered = 100;

/**
 * Takes an answer that may come twice: by the attempt that asked for it, and by an update, since whoever passes it on
 * cannot know that the attempt has it when the reply to its completion was lost.
 *
 * @param taken IDs of the answers that were taken, the latest last.
 * @param id absent: nobody else can bring the same answer.
 * @returns what is taken now; undefined: the answer has been taken before.
 */
export function takeAnswer(taken: readonly string[], id: string | undefined): readonly string[] | undefined {
  if (id === undefined) return taken;
  return taken.includes(id) ? undefined : [...taken, id].slice(-mostRemembered);
}
