import { z } from 'zod';
import type { CaseIdentifier } from '../../db/support-store.js';
import { answerTo } from '../../domain/forms/answer-to.js';
import type { Answers } from '../../domain/forms/answers-schema.js';
import type { Form } from '../../domain/forms/form-schema.js';
import { attachmentIdSchema } from '../../domain/identifiers.js';
import { jsonPointer } from '../openapi/parse-request.js';
import type { NamedFile } from './named-files.js';

/** What of the answers to a form is more than words: typed identifiers (C2), and the files that they name. */
export interface AnsweredWith {
  readonly identifiers: readonly CaseIdentifier[];
  readonly named: readonly NamedFile[];
}

const filesSchema = z.array(attachmentIdSchema);

export function answeredWith({ questions }: Pick<Form, 'questions'>, answers: Answers): AnsweredWith {
  const identifiers: CaseIdentifier[] = [];
  const named: NamedFile[] = [];
  for (const question of questions) {
    const answer = answerTo(answers, question.id);
    if (question.type === 'identifier' && typeof answer === 'string') {
      identifiers.push({ type: question.identifierType, value: answer });
    }
    if (question.type === 'attachment' && answer !== undefined) {
      for (const [index, id] of filesSchema.parse(answer).entries()) {
        named.push({ id, path: jsonPointer(['answers', question.id, index]) });
      }
    }
  }
  return { identifiers, named };
}
