import type { Reachable } from '../../db/contact-book/contact-book.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { formatMoney, shortened } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { CaseFacts } from './case-facts.js';
import { nameOfPerson } from './people.js';
import { linkTo, replyCodes, type QuestionDependencies, type WrittenQuestion } from './questions.js';

export interface TextMessageDependencies extends QuestionDependencies {
  readonly wording: Wording;
}

/** Of the report's own words a text carries no more than this: the page behind its link shows them all. */
const summaryCharacters = 200;

/** The text that asks somebody something, in their language, with the codes and the link that answer it. */
export async function composeQuestionText(
  dependencies: TextMessageDependencies,
  question: WrittenQuestion,
  { language }: Reachable,
  number: PhoneNumber,
  facts: CaseFacts,
): Promise<string> {
  const { wording } = dependencies;
  const { organisation, emergencyNumber } = facts;
  const link = linkTo(dependencies, question);
  const who = nameOfPerson(facts, wording, language);
  const ceiling = formatMoney(facts.ceiling, language);
  switch (question.purpose) {
    case 'status': {
      const { yes, no } = await replyCodes(dependencies, question, number);
      return wording.text(language, 'sms.statusQuestion', {
        organisation,
        okCode: yes,
        helpCode: no,
        link,
        emergencyNumber,
      });
    }
    case 'mandate':
      return wording.text(language, 'sms.mandate', { organisation, who, ceiling, link, emergencyNumber });
    case 'ratify':
      return wording.text(language, 'sms.ratification', { organisation, who, ceiling, link });
    case 'take':
    case 'inform': {
      const { yes, no } = await replyCodes(dependencies, question, number);
      const kind = facts.incident?.kind ?? facts.report?.kind ?? 'other';
      return wording.text(language, 'sms.incident', {
        organisation,
        kind: wording.text(language, `voice.kind.${kind}`),
        who,
        summary: shortened(facts.report?.summary ?? '', summaryCharacters),
        acceptCode: yes,
        declineCode: no,
        link,
        emergencyNumber,
      });
    }
  }
}
