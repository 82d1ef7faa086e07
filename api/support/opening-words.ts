import { answerTo } from '../../domain/forms/answer-to.js';
import type { Answer } from '../../domain/forms/answer-schema.js';
import type { Answers } from '../../domain/forms/answers-schema.js';
import type { Form } from '../../domain/forms/form-schema.js';
import type { Question } from '../../domain/forms/question-schema.js';
import type { Language } from '../../domain/language.js';
import { formatList, formatMoney, formatPhoneNumber } from '../../wording/format.js';

/** How a case that was asked by a form is told to people. */
export interface OpeningWords {
  readonly subject: string;
  readonly text: string;
}

/** The question whose answer names the case; forms without one name it by their title. */
const subjectQuestion = 'subject';

/**
 * The first message of a case: every question that was answered with its answer, as people of the language write it. So
 * whoever reads the case, in the portal or by mail, needs no form to understand it.
 */
export function openingWords(
  form: Pick<Form, 'title' | 'questions'>,
  answers: Answers,
  language: Language,
): OpeningWords {
  const subject = answerTo(answers, subjectQuestion);
  const paragraphs = form.questions.flatMap((question) => {
    const answer = answerTo(answers, question.id);
    const text = answer === undefined ? undefined : answerAsText(question, answer, language);
    if (text === undefined) return [];
    const label = question.label[language];
    return [question.type === 'long-text' ? `${label}\n${text}` : `${label}: ${text}`];
  });
  return {
    subject: typeof subject === 'string' ? subject : form.title[language],
    text: paragraphs.join('\n\n') || form.title[language],
  };
}

/** Undefined: it is no text; files stand beside the message. */
function answerAsText(question: Question, answer: Answer, language: Language): string | undefined {
  if (question.type === 'attachment') return undefined;
  if (typeof answer === 'number') return answer.toLocaleString(language, { maximumFractionDigits: 6 });
  if (typeof answer === 'string') {
    if (question.type === 'phone') return formatPhoneNumber(answer);
    return question.type === 'choice' ? labelOf(question, answer, language) : answer;
  }
  if ('currency' in answer) return formatMoney(answer, language);
  if (question.type !== 'several-choices') return formatList(answer, language);
  return formatList(
    answer.map((chosen) => labelOf(question, chosen, language)),
    language,
  );
}

function labelOf(
  { options }: Extract<Question, { type: 'choice' | 'several-choices' }>,
  chosen: string,
  language: Language,
): string {
  return options.find(({ id }) => id === chosen)?.label[language] ?? chosen;
}
