/** One command of `npm run cli -- <name> …`. */
export interface Command {
  readonly name: string;
  /** One line: the arguments, and what it does. */
  readonly usage: string;
  /** @returns the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** Where a command tells what it found. */
export type Print = (line: string) => void;
