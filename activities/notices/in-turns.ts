/**
 * Does the same for many, at most `atOnce` of them at the same time, so that a notice to fifty contacts neither floods
 * the providers nor waits for the slowest mailbox. The answers are in the order of the items.
 */
export async function inTurns<Item, Answer>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers = new Array<Answer>(items.length);
  const queue = items.entries();
  const takeTurns = async (): Promise<void> => {
    for (const [index, item] of queue) answers[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, takeTurns));
  return answers;
}
