import { describe, expect, it } from '@jest/globals';
import { automationOf } from '../../../domain/mail/automatic-mail.js';
import { caseQuotedIn, type CaseQuote } from '../../../domain/mail/case-quote.js';
import { deliveryStatusOf } from '../../../domain/mail/delivery-status.js';
import type { InboundMail } from '../../../domain/mail/inbound-mail.js';
import { foldQuotedText } from '../../../domain/mail/quoted-text.js';
import { createCaseMessageIds } from '../../../domain/mail/references.js';
import { createReplyAddresses } from '../../../domain/mail/reply-address.js';
import {
  corpusAddressing,
  corpusCase,
  corpusFiles,
  expectations,
  rawMail,
} from '../../../test/mail-corpus/corpus.js';
import type { ReadableExpectation } from '../../../test/mail-corpus/expectation.js';
import { parseMail } from './parse-mail.js';

const addresses = createReplyAddresses(corpusAddressing);
const messageIds = createCaseMessageIds(corpusAddressing);

/** What most mails of the corpus have in common. */
function usual(expectation: ReadableExpectation) {
  return {
    folded: [],
    madeFrom: 'text',
    from: ['partner@example.net'],
    messageId: `<${expectation.file.replace('.eml', '')}@example.net>`,
    sentAt: new Date('2026-03-02T10:00:00Z'),
    envelopeSender: 'partner@example.net',
    automation: { automatic: 'no' },
    attachments: [],
    attachmentsLeftOut: 0,
    delivery: undefined,
    matched: undefined,
    quoted: [],
    ...expectation,
  } as const;
}

/** The case that a mail belongs to, by the sure signs in their order. */
function matchOf(mail: InboundMail): ReadableExpectation['matched'] {
  const [addressed] = addresses.casesAddressed(mail);
  if (addressed !== undefined) return addressed === corpusCase ? { by: 'address' } : undefined;
  const answered = messageIds.answered(mail);
  return answered?.caseId === corpusCase ? { by: 'references', message: answered.message } : undefined;
}

function numbersIn(quote: CaseQuote): readonly string[] {
  switch (quote.quoted) {
    case 'one':
      return [quote.value];
    case 'several':
      return quote.values;
    case 'nothing':
      return [];
  }
}

describe('the corpus of mails (C4, C6)', () => {
  it('has an expectation for each of its files, and enough of them', () => {
    expect(expectations.map(({ file }) => file).sort()).toEqual(corpusFiles());
    expect(corpusFiles().length).toBeGreaterThanOrEqual(60);
  });

  it('has only addresses that belong to nobody', () => {
    for (const file of corpusFiles()) {
      const text = new TextDecoder('latin1').decode(rawMail(file));
      // Bounded on the left: there are lines of a hundred thousand letters.
      for (const [domain] of text.matchAll(/(?<=\w)@[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}/g))
        expect(domain).toMatch(/[@.]example\.(?:org|net|com)$/i);
    }
  });

  it.each(expectations.map((expectation) => [expectation.file, expectation] as const))(
    'is understood: %s',
    async (file, expectation) => {
      const parsing = await parseMail(rawMail(file));
      if (parsing.parsed === 'no' || expectation.parsed === 'no') {
        const { file: _file, ...expected } = expectation;
        expect(parsing).toEqual(expected);
        return;
      }
      const { mail } = parsing;
      const expected = usual(expectation);
      expect(mail.subject).toBe(expected.subject);
      expect(mail.body.madeFrom).toBe(expected.madeFrom);
      expect(mail.messageId).toBe(expected.messageId);
      expect(mail.sentAt).toEqual(expected.sentAt);
      if (expected.from) expect(mail.from.map(({ address }) => address)).toEqual(expected.from);
      if (expectation.to) expect(mail.to.map(({ address }) => address)).toEqual(expectation.to);

      const folded = foldQuotedText(mail.body.text, { subject: mail.subject });
      expect(folded.fresh).toBe(expected.fresh);
      for (const piece of expected.folded) expect(folded.folded).toContain(piece);
      expect(folded.folded === '').toBe(expected.folded.length === 0);
      expect(folded.parts.map(({ text }) => text).join('')).toBe(mail.body.text);

      expect(
        automationOf({
          mail,
          envelopeSender: expected.envelopeSender,
          isOurs: (id) => messageIds.messageOf(id) !== undefined,
        }),
      ).toEqual(expected.automation);
      expect(
        mail.attachments.map(({ name, declaredType, typeByContent, isInline }) => [
          name,
          declaredType,
          typeByContent,
          ...(isInline ? ['inline'] : []),
        ]),
      ).toEqual(expected.attachments);
      expect(mail.attachmentsLeftOut).toBe(expected.attachmentsLeftOut);

      const delivery = deliveryStatusOf(mail);
      expect(
        delivery && {
          ...delivery,
          recipients: delivery.recipients.map(({ recipient, outcome, status }) => [
            recipient,
            outcome,
            status,
          ]),
        },
      ).toEqual(expected.delivery);
      expect(matchOf(mail)).toEqual(expected.matched);
      expect(numbersIn(caseQuotedIn({ subject: mail.subject, fresh: folded.fresh }))).toEqual(
        expected.quoted,
      );
    },
  );
});
