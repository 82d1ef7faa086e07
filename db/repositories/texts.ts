import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { unavailable } from '../../domain/errors.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { OnceDocument } from '../models/once.js';
import type { OpenQuestion, TextedNumberDocument } from '../models/texted-number.js';
import type { TextQuestion, TextRepository } from '../store.js';
import { closeExpiredQuestions, closeQuestionsOf, forgetNumbersNotAsked } from '../texted-questions.js';
import type { OptOuts } from './opt-outs.js';

/** How often a pair of codes may be snatched away before asking gives up: more texts at once than any person gets. */
const stepsToAsk = 50;

function codes({ pair }: Pick<OpenQuestion, 'pair'>): { readonly yes: number; readonly no: number } {
  return { yes: 2 * pair - 1, no: 2 * pair };
}

function lowestFreePair(questions: readonly OpenQuestion[]): number {
  const used = new Set(questions.map(({ pair }) => pair));
  let pair = 1;
  while (used.has(pair)) pair += 1;
  return pair;
}

export interface TextModels {
  readonly textedNumbers: Model<TextedNumberDocument>;
  readonly seenMessages: Model<OnceDocument>;
  readonly claimedSendings: Model<OnceDocument>;
}

export function createTextRepository(
  { textedNumbers, seenMessages, claimedSendings }: TextModels,
  optOuts: OptOuts,
  within: Within,
): TextRepository {
  async function once(marks: Model<OnceDocument>, id: string): Promise<boolean> {
    const mark: OnceDocument = { _id: id, at: new Date() };
    return (await keepOnce(() => marks.insertOne(mark))) === 'kept';
  }

  /** The same question again: it keeps its codes, and its newest attempt is the one that an answer completes. */
  async function repeat(
    number: string,
    { id, question, askedAt, expiresAt }: Omit<OpenQuestion, 'pair'>,
  ): Promise<OpenQuestion | undefined> {
    const document = await textedNumbers
      .findOneAndUpdate(
        { _id: number, 'questions.id': id },
        {
          $set: {
            'questions.$.question': question,
            'questions.$.askedAt': askedAt,
            'questions.$.expiresAt': expiresAt,
          },
        },
        { returnDocument: 'after' },
      )
      .lean<TextedNumberDocument>();
    return document?.questions.find((open) => open.id === id);
  }

  /** Adds the question under its pair of codes; false when the pair or the question has come to stand there meanwhile. */
  async function add(number: string, question: OpenQuestion): Promise<boolean> {
    try {
      const { modifiedCount, upsertedCount } = await textedNumbers.updateOne(
        {
          _id: number,
          'questions.pair': trusted({ $ne: question.pair }),
          'questions.id': trusted({ $ne: question.id }),
        },
        { $push: { questions: question }, $setOnInsert: { optedOut: false } },
        { upsert: true },
      );
      return modifiedCount + upsertedCount > 0;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async function questionsOf(number: string): Promise<readonly OpenQuestion[]> {
    const document = await textedNumbers.findOne({ _id: number }).lean<TextedNumberDocument>();
    return document?.questions ?? [];
  }

  return {
    ask: ({ number, ...question }: TextQuestion, expiresAt) =>
      within('dial', async () => {
        const { caseId } = question.subject;
        const id = `${caseId}/${question.purpose}`;
        for (let step = 0; step < stepsToAsk; step += 1) {
          const now = new Date();
          const asked = { id, caseId, question, askedAt: now, expiresAt };
          const standing = await questionsOf(number);
          if (standing.some((open) => open.id === id)) {
            const repeated = await repeat(number, asked);
            if (repeated) return codes(repeated);
            continue;
          }
          const open = standing.filter((other) => other.expiresAt > now);
          if (open.length < standing.length) {
            await textedNumbers.updateOne(
              { _id: number },
              { $pull: { questions: { expiresAt: { $lte: now } } } },
            );
          }
          const added = { ...asked, pair: lowestFreePair(open) };
          if (await add(number, added)) return codes(added);
        }
        throw unavailable('The reply codes of the number');
      }),

    openQuestions: (number) =>
      within('dial', async () => {
        const now = new Date();
        return (await questionsOf(number))
          .filter(({ expiresAt }) => expiresAt > now)
          .sort((one, other) => other.askedAt.getTime() - one.askedAt.getTime())
          .map((open) => ({ number, ...open.question, ...codes(open) }));
      }),

    closeQuestions: (caseId) => within('other', () => closeQuestionsOf(textedNumbers, [caseId])),

    closeExpired: () => within('background', () => closeExpiredQuestions(textedNumbers, new Date())),

    firstSeen: (messageSid) => within('dial', () => once(seenMessages, messageSid)),
    claimSending: (key) => within('dial', () => once(claimedSendings, key)),

    optOut: (number, optedOut) =>
      within('dial', async () => {
        if (optedOut) {
          await textedNumbers.updateOne(
            { _id: number },
            { $set: { optedOut }, $setOnInsert: { questions: [] } },
            { upsert: true },
          );
        } else {
          await textedNumbers.updateOne({ _id: number }, { $set: { optedOut } });
          await forgetNumbersNotAsked(textedNumbers, { _id: number });
        }
        // Behind it: what was kept of somebody who was erased gives way to what the number wants now.
        await optOuts.forget(number);
      }),

    hasOptedOut: (number) =>
      within('dial', async (maxTimeMS) => {
        const document = await textedNumbers
          .findOne({ _id: number }, { optedOut: 1 }, { maxTimeMS })
          .lean<Pick<TextedNumberDocument, 'optedOut'>>();
        return document?.optedOut === true || (await optOuts.find(number)) !== undefined;
      }),
  };
}
