import type { Language } from '../../domain/language.js';
import { formatMoment } from '../format.js';
import type { Wording } from '../wording.js';
import type { Fact, MailBodies, Quotation } from './mail-body.js';
import type { SupportCaseFacts, SupportMailMessage } from './mail-data.js';

/** Subjects of partners may be long, and mail programs show the beginning only. */
const mostSubject = 120;

type SupportMailKind = 'support-news' | 'support-case-closed';

/** The bodies of mails about support cases (C5, C6). @param language of the receiver */
export function createSupportMailBodies(
  wording: Wording,
  language: Language,
): Pick<MailBodies, SupportMailKind> {
  const { text } = wording;

  function fact(name: 'number' | 'referenceId' | 'subject' | 'files', values: readonly string[]): Fact[] {
    if (values.length === 0) return [];
    return [
      {
        label: text(language, `supportMail.facts.${name}`),
        values: values.map((value) => ({ text: value })),
      },
    ];
  }

  function caseFacts({ number, referenceId, subject }: SupportCaseFacts): readonly Fact[] {
    return [
      ...fact('number', [number]),
      ...fact('referenceId', [referenceId]),
      ...fact('subject', [subject]),
    ];
  }

  function quotation({ author, text: words, isCut }: SupportMailMessage): Quotation {
    return {
      label: text(language, 'supportMail.wrote', { author }),
      text: words,
      ...(isCut ? { more: text(language, 'supportMail.isCut') } : {}),
    };
  }

  return {
    'support-news': ({ organisation, supportCase, what, until, timeZone, other = '', reply, message }) => {
      const values = {
        organisation,
        other,
        until: until === undefined ? '' : formatMoment(until, timeZone, language),
      };
      const files = message?.files ?? [];
      const isClosed = reply === 'takes-none';
      return {
        subject: `[${supportCase.number}] ${shortened(supportCase.subject)}`,
        heading: text(language, `supportMail.${what}.heading`),
        paragraphs: [
          text(language, `supportMail.${what}.body`, values),
          ...(reply === 'by-mail' ? [text(language, 'supportMail.mayReply')] : []),
          ...(isClosed ? [text(language, 'supportMail.takesNoReply')] : []),
          ...(files.length === 0 ? [] : [text(language, 'supportMail.filesInCase')]),
        ],
        ...(message === undefined ? {} : { quotation: quotation(message) }),
        facts: [...caseFacts(supportCase), ...fact('files', files)],
        button: {
          text: text(language, `supportMail.${isClosed ? 'askFurther' : 'openCase'}`),
          href: supportCase.link,
        },
      };
    },
    'support-case-closed': ({ number, link }) => ({
      subject: text(language, 'supportMail.caseClosed.subject', { number }),
      heading: text(language, 'supportMail.caseClosed.heading'),
      paragraphs: [text(language, 'supportMail.caseClosed.body', { number })],
      facts: [],
      button: { text: text(language, 'supportMail.askFurther'), href: link },
    }),
  };
}

function shortened(subject: string): string {
  const signs = Array.from(subject);
  return signs.length <= mostSubject ? subject : `${signs.slice(0, mostSubject - 1).join('')}…`;
}
