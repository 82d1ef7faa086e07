import type { TextQuestion } from '../../db/store.js';
import type { IncidentKind } from '../../domain/incident/incident.js';
import { languages, type Language } from '../../domain/language.js';
import type { DuressCode } from '../../domain/organisation/duress-code.js';
import { writesDuress } from '../../domain/speech/duress.js';
import { saysNothing, type Understanding } from '../../domain/speech/understand-speech.js';
import { understandText } from '../../domain/speech/understand-text.js';
import type { Wording } from '../../wording/wording.js';
import type { TextAnswer } from './answers.js';

export type OpenQuestion = TextQuestion & { readonly yes: number; readonly no: number };

/** What a text is taken for. */
export type TextReading =
  | { readonly as: 'answer'; readonly question: OpenQuestion; readonly answer: TextAnswer }
  /** Somebody needs help. */
  | { readonly as: 'help'; readonly kind: IncidentKind; readonly lifeInDanger: boolean }
  /** Meant for an open question, but nobody can say what it answers: the newest is asked again. */
  | { readonly as: 'unclear'; readonly question: OpenQuestion }
  /** All is well, and nothing is open. */
  | { readonly as: 'nothing' };

/**
 * Reads a text (I2, I5, I6, I14). A code or a plain word answers an open question. Otherwise safety decides:
 * - a call for help in words is one, from anybody, except that a contact who writes more than the bare word ("I will
 *   help") is asked for a code;
 * - whatever is not clearly an OK counts as help from a traveller who was asked for their status; mere thanks are asked
 *   again;
 * - from a contact who was asked to take over, or to confirm a test, it is asked again;
 * - from anybody else it opens an incident: somebody wrote to an emergency number. Only a plain OK, yes, no or thanks does not.
 */
export function readText(
  body: string,
  questions: readonly OpenQuestion[],
  wording: Wording,
  language: Language,
  code?: DuressCode,
): TextReading {
  const status = questions.find(({ purpose }) => purpose === 'status');
  const tests = questions.filter(({ purpose }) => purpose === 'test');
  // Whoever was asked for help as well answers that: a test can wait.
  const others = questions.filter(({ purpose }) => purpose !== 'status' && purpose !== 'test');
  if (status !== undefined && code !== undefined && writesDuress(body, code)) {
    const lifeInDanger = code.threat === 'immediate';
    return { as: 'answer', question: status, answer: { answer: 'duress', lifeInDanger } };
  }
  const { code: digits, understanding } = understand(body, questions, wording, language);
  const polite = body.trim() !== '' && languages.some((each) => saysNothing(body, wording.words(each)));
  const coded = questions.find(({ yes, no }) => digits === yes || digits === no);
  if (coded !== undefined)
    return { as: 'answer', question: coded, answer: answerOf(coded, digits === coded.yes) };

  const [other, ...furtherOthers] = others;
  const [test] = tests;
  const lifeInDanger = understanding === 'immediate-danger';
  if (lifeInDanger || understanding === 'help') {
    if (status !== undefined)
      return { as: 'answer', question: status, answer: { answer: 'help', lifeInDanger } };
    const isBare = body.trim().split(/\s+/).length === 1;
    if (other !== undefined && !lifeInDanger && !isBare) return { as: 'unclear', question: other };
    return { as: 'help', kind: 'other', lifeInDanger };
  }
  if (status !== undefined) {
    if (understanding === 'ok' || understanding === 'acknowledge') {
      return { as: 'answer', question: status, answer: { answer: 'ok' } };
    }
    if (polite) return { as: 'unclear', question: status };
    return { as: 'answer', question: status, answer: { answer: 'help', lifeInDanger: false } };
  }
  if (other !== undefined) {
    const decision =
      understanding === 'acknowledge' || understanding === 'decline' ? understanding : undefined;
    if (furtherOthers.length > 0 || decision === undefined) {
      return { as: 'unclear', question: other };
    }
    return { as: 'answer', question: other, answer: answerOf(other, decision === 'acknowledge') };
  }
  if (test !== undefined) {
    const isConfirmed = understanding === 'acknowledge' || understanding === 'ok';
    return isConfirmed
      ? { as: 'answer', question: test, answer: answerOf(test, true) }
      : { as: 'unclear', question: test };
  }
  return polite ? { as: 'nothing' } : readUnasked(digits, understanding);
}

/** A text from somebody who was not asked. We have offered "2 = I need help" to whoever wrote before. */
function readUnasked(code: number | undefined, understanding: Understanding): TextReading {
  if (code === 2) return { as: 'help', kind: 'other', lifeInDanger: false };
  if (code === 1) return { as: 'nothing' };
  switch (understanding) {
    case 'ok':
    case 'acknowledge':
    case 'decline':
      return { as: 'nothing' };
    case 'security':
    case 'medical':
    case 'travel':
      return { as: 'help', kind: understanding, lifeInDanger: false };
    case 'help':
    case 'immediate-danger':
    case 'uncertain':
      return { as: 'help', kind: 'other', lifeInDanger: false };
  }
}

/** People do not always write in the language that we know of: theirs first, then the others. */
function preferred(language: Language): readonly Language[] {
  return [language, ...languages.filter((other) => other !== language)];
}

function understand(
  body: string,
  questions: readonly OpenQuestion[],
  wording: Wording,
  language: Language,
): { readonly code?: number; readonly understanding: Understanding } {
  const meanings: Record<string, Understanding> = questions.length === 0 ? { 1: 'ok', 2: 'help' } : {};
  for (const { yes, no, purpose } of questions) {
    meanings[yes] = purpose === 'status' ? 'ok' : 'acknowledge';
    meanings[no] = purpose === 'status' ? 'help' : 'decline';
  }
  for (const tried of preferred(language)) {
    const read = understandText(body, wording.words(tried), meanings);
    if (read.by === 'code') return { code: Number(read.code), understanding: 'uncertain' };
    if (read.understanding !== 'uncertain') return { understanding: read.understanding };
  }
  return { understanding: 'uncertain' };
}

function answerOf({ purpose }: OpenQuestion, isYes: boolean): TextAnswer {
  if (purpose === 'status') return isYes ? { answer: 'ok' } : { answer: 'help', lifeInDanger: false };
  return isYes ? { answer: 'yes', lifeInDanger: false } : { answer: 'no' };
}
