/** How long MongoDB may take before whoever asked goes on without it. Milliseconds. */
export interface OperationLimits {
  /** What stands before a dial. */
  readonly dial: number;
  /** What stands before the answer to a call for help. */
  readonly intake: number;
  /** Work that nobody waits for: refreshing copies. */
  readonly background: number;
  readonly other: number;
}

export type LimitName = keyof OperationLimits;

export const usualLimits: OperationLimits = { dial: 300, intake: 500, background: 15_000, other: 2000 };
