import { trusted } from 'mongoose';
import { erasedName } from '../../domain/persons/erased-from-settings.js';
import type { PersonTraces } from '../../domain/persons/person.js';
import { identifierSearchToken } from '../../domain/partner-identifiers/partner-identifier.js';
import { searchTokens } from '../../domain/search/search-tokens.js';
import type { SupportCaseDocument, SupportModels } from '../models/support.js';

/** What somebody is called, and reached by alone. */
export type Called = Pick<PersonTraces, 'names' | 'phones' | 'emails'>;

/** Whether an answer to a form is nothing but somebody's name, number or address. */
export function isNamedIn(answers: unknown, called: Called): boolean {
  return textsIn(answers).some((text) => isOnlyThem(text, called));
}

/**
 * Takes somebody out of the answers by which a case was opened, and the case is not found any more by what stood there, unless it
 * stands elsewhere in it too.
 */
export async function eraseAnswers(
  { cases, messages }: Pick<SupportModels, 'cases' | 'messages'>,
  { _id, number, referenceId, opening, details }: SupportCaseDocument,
  called: Called,
): Promise<void> {
  const { answers } = opening;
  if (!isNamedIn(answers, called)) return;
  const left = withoutThem(answers, called);
  const written = await messages.find({ caseId: _id }, { text: 1 }).lean();
  const identifiers = [...opening.identifiers, ...(details?.identifiers ?? [])].map(({ value }) => value);
  const stay = new Set([
    ...identifiers.map(identifierSearchToken),
    ...searchTokens([number, referenceId, ...identifiers]),
    ...searchTokens(
      [opening.subject, details?.subject ?? '', ...textsIn(left), ...written.map(({ text }) => text)],
      { language: opening.language },
    ),
    ...written.flatMap(({ text }) => searchTokens(text)),
  ]);
  const gone = searchTokens(
    textsIn(answers).filter((text) => isOnlyThem(text, called)),
    { language: opening.language },
  ).filter((token) => !stay.has(token));
  await cases.updateOne(
    { _id },
    { $set: { 'opening.answers': left }, $pull: { searchTokens: trusted({ $in: gone }) } },
  );
}

function isOnlyThem(text: string, { names, phones, emails }: Called): boolean {
  const plain = text.trim().toLowerCase();
  return (
    emails.includes(plain) ||
    phones.includes(plain.replace(/[\s()/.-]/g, '')) ||
    names.some((name) => name.toLowerCase() === plain)
  );
}

function withoutThem(value: unknown, called: Called): unknown {
  if (typeof value === 'string') return isOnlyThem(value, called) ? erasedName : value;
  if (Array.isArray(value)) return value.map((each) => withoutThem(each, called));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutThem(each, called)]));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
