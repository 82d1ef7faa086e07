/** The number that people quote (C3): the year in which the case was opened, and its position in that year. */
export interface CaseNumber {
  readonly year: number;
  readonly sequence: number;
}

const sequenceDigits = 6;
const mostSequence = 999_999_999;

/** `B-2026-000123`; more digits when a year has more cases. @throws RangeError for what is no case number. */
export function formatCaseNumber({ year, sequence }: CaseNumber): string {
  if (!isCaseNumber({ year, sequence })) throw new RangeError('This is no number of a case.');
  return `B-${year}-${sequence.toString().padStart(sequenceDigits, '0')}`;
}

/**
 * The case number that somebody typed: lower case, with blanks or other dashes or nothing between the groups, without
 * leading zeros. Undefined when it is none.
 */
export function parseCaseNumber(text: string): CaseNumber | undefined {
  const typed = /^\s*#?\s*B[\s\p{Pd}./_]*(\d{4})[\s\p{Pd}./_]*(\d{1,9})\s*$/iu.exec(
    text.slice(0, 60).normalize('NFKC'),
  );
  return caseNumberOf(typed);
}

function caseNumberOf(match: RegExpExecArray | null): CaseNumber | undefined {
  const number = { year: Number(match?.[1]), sequence: Number(match?.[2]) };
  return isCaseNumber(number) ? number : undefined;
}

function isCaseNumber({ year, sequence }: CaseNumber): boolean {
  return (
    Number.isInteger(year) &&
    year >= 2000 &&
    year <= 9999 &&
    Number.isInteger(sequence) &&
    sequence >= 1 &&
    sequence <= mostSequence
  );
}
