import type { Reachable } from '../../db/contact-book/contact-book.js';
import type { Language } from '../../domain/language.js';
import type { ApprovalQuestion } from '../../domain/orders/order.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { formatMoney, shortened } from '../../wording/format.js';
import { textParts } from '../../wording/text-parts.js';
import type { Wording } from '../../wording/wording.js';
import type { MessageFacts } from './message-facts.js';
import { nameOfPerson } from './people.js';
import { linkTo, replyCodes, type QuestionDependencies, type WrittenQuestion } from './questions.js';

export interface TextMessageDependencies extends QuestionDependencies {
  readonly wording: Wording;
}

/** Of the report's own words a text carries no more than this: the page behind its link shows them all. */
const summaryCharacters = 200;
/** And no less, if the report says as much: whoever is asked has to know at once what it is about. */
const leastCharacters = 30;
/**
 * In between as many as fit into so many parts, since a text of many parts arrives late, and whole or not at all. A sign
 * beyond GSM-7, be it in a name, halves what a part holds.
 */
const mostParts = { 'GSM-7': 2, 'UCS-2': 4 } as const;

/** The text that asks somebody something, in their language, with the codes and the link that answer it. */
export async function composeQuestionText(
  dependencies: TextMessageDependencies,
  question: WrittenQuestion,
  { language, target }: Reachable,
  number: PhoneNumber,
  facts: MessageFacts,
): Promise<string> {
  const { wording } = dependencies;
  const { organisation, emergencyNumber } = facts;
  const link = linkTo(dependencies, question);
  const who = nameOfPerson(facts, wording, language);
  const ceiling = formatMoney(facts.ceiling, language);
  switch (question.purpose) {
    case 'status': {
      const codes = await replyCodes(dependencies, question, number);
      const common = { organisation, link, emergencyNumber };
      return codes === undefined
        ? wording.text(language, 'sms.statusQuestionByLink', common)
        : wording.text(language, 'sms.statusQuestion', { ...common, okCode: codes.yes, helpCode: codes.no });
    }
    case 'test': {
      const codes = await replyCodes(dependencies, question, number);
      return codes === undefined
        ? wording.text(language, 'sms.testByLink', { organisation, link })
        : wording.text(language, 'sms.test', { organisation, acceptCode: codes.yes, link });
    }
    case 'mandate':
      return wording.text(language, 'sms.mandate', { organisation, who, ceiling, link, emergencyNumber });
    case 'ratify':
      return wording.text(
        language,
        target.role === 'authorising-person' ? 'sms.ratification' : 'sms.ratificationWord',
        { organisation, who, ceiling, link },
      );
    case 'approve':
      return approvalText(wording, language, question.approval, { organisation, link });
    case 'take':
    case 'inform': {
      const codes = await replyCodes(dependencies, question, number);
      const kind = facts.incident?.kind ?? facts.report?.kind ?? 'other';
      const compose = (summary: string) => {
        const common = {
          organisation,
          kind: wording.text(language, `voice.kind.${kind}`),
          who,
          summary: [...(facts.silent ? [wording.text(language, 'sms.underDuress')] : []), summary]
            .filter((part) => part !== '')
            .map((part) => `${part} `)
            .join(''),
          link,
          emergencyNumber,
        };
        return codes === undefined
          ? wording.text(language, 'sms.incidentByLink', common)
          : wording.text(language, 'sms.incident', {
              ...common,
              acceptCode: codes.yes,
              declineCode: codes.no,
            });
      };
      return withWords(compose, facts.report?.summary ?? '');
    }
  }
}

/** A text alone approves nothing, since its sender can be forged: it leads to the link. */
function approvalText(
  wording: Wording,
  language: Language,
  { service, estimate, started, actual }: ApprovalQuestion,
  { organisation, link }: { readonly organisation: string; readonly link: string },
): string {
  const price = formatMoney(actual ?? estimate, language);
  const whole = { organisation, price, link, service: wording.text(language, `names.feeService.${service}`) };
  if (actual !== undefined) return wording.text(language, 'sms.approvalExcess', whole);
  if (started) return wording.text(language, 'sms.approvalAfterwards', whole);
  const long = wording.text(language, 'sms.approval', whole);
  const short = wording.text(language, 'sms.approvalShort', { organisation, price, link });
  return textParts(short).parts < textParts(long).parts ? short : long;
}

/** The text with as many of the words as it has room for. */
function withWords(compose: (words: string) => string, words: string): string {
  for (let characters = summaryCharacters; ; characters -= 5) {
    const text = compose(shortened(words, characters));
    const { alphabet, parts } = textParts(text);
    if (parts <= mostParts[alphabet] || characters <= leastCharacters) return text;
  }
}
