/** What a benchmark has found: a name, what was measured, and what it should be. */
export interface Finding {
  readonly name: string;
  readonly value: number | string;
  readonly unit?: string;
  readonly target?: string;
}

/** As a small table, or as one line of JSON for a machine. */
export function printFindings(findings: readonly Finding[], asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify(Object.fromEntries(findings.map(({ name, value }) => [name, value]))));
    return;
  }
  const width = Math.max(...findings.map(({ name }) => name.length));
  for (const { name, value, unit = '', target } of findings) {
    const goal = target === undefined ? '' : `   (target: ${target})`;
    console.log(`${name.padEnd(width)}  ${String(value).padStart(10)} ${unit}${goal}`);
  }
}

export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
