/** A command of `npm run cli -- <name> …`. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  /** @returns the exit code. */
  run(args: readonly string[]): Promise<number>;
}
