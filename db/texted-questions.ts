import { trusted, type Model } from 'mongoose';
import type { TextedNumberDocument } from './models/texted-number.js';

type TextedNumbers = Model<TextedNumberDocument>;

/**
 * Takes away what was asked by text for these cases, and the numbers that are asked nothing else: a number stays only while an answer is
 * awaited from it, or when it wants no texts. Whoever asks it meanwhile stores it anew, or is seen by the deletion.
 */
export async function closeQuestionsOf(
  textedNumbers: TextedNumbers,
  caseIds: readonly string[],
): Promise<void> {
  const ofCases = trusted({ $in: [...caseIds] });
  const asked = await textedNumbers.find({ 'questions.caseId': ofCases }, { _id: 1 }).lean();
  if (asked.length === 0) return;
  const numbers = { _id: trusted({ $in: asked.map(({ _id }) => _id) }) };
  await textedNumbers.updateMany(numbers, { $pull: { questions: { caseId: ofCases } } });
  await forgetNumbersNotAsked(textedNumbers, numbers);
}

/** The same of questions that can be answered no more, whatever they were asked for: nobody closes those of a test, say. */
export async function closeExpiredQuestions(textedNumbers: TextedNumbers, now: Date): Promise<void> {
  await textedNumbers.updateMany(
    { 'questions.expiresAt': trusted({ $lte: now }) },
    { $pull: { questions: { expiresAt: { $lte: now } } } },
  );
  await forgetNumbersNotAsked(textedNumbers, {});
}

/** Those of the numbers that are asked nothing at this moment, and may be sent texts. */
export async function forgetNumbersNotAsked(textedNumbers: TextedNumbers, which: object): Promise<void> {
  await textedNumbers.deleteMany({ ...which, optedOut: false, questions: trusted({ $size: 0 }) });
}
