import { Eta } from 'eta';
import type { Language } from '../../domain/language.js';
import { formatPhoneNumber } from '../format.js';
import type { Wording } from '../wording.js';
import { htmlLayout, textLayout } from './layouts.js';
import type { Link, MailBodies, MailBody } from './mail-body.js';
import { createMailBodies } from './mail-body.js';
import type { MailData, MailFrame, MailKind } from './mail-data.js';

export interface RenderedMail {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Makes mails; everybody's own words are escaped in HTML and nobody can start a new line in a subject. */
export interface MailTemplates {
  render<Kind extends MailKind>(kind: Kind, language: Language, data: MailData<Kind>): RenderedMail;
}

/** What the layouts show. */
interface LaidOutMail {
  readonly language: Language;
  readonly body: MailBody;
  readonly greeting: string;
  readonly emergency: Link & { readonly label: string };
  readonly automatic: string;
}

export function createMailTemplates(wording: Wording): MailTemplates {
  const html = new Eta({ autoEscape: true, autoTrim: [false, 'nl'] });
  const plain = new Eta({ autoEscape: false, autoTrim: [false, 'nl'] });
  html.loadTemplate('@mail', htmlLayout);
  plain.loadTemplate('@mail', textLayout);
  const bodies: Record<Language, MailBodies> = {
    en: createMailBodies(wording, 'en'),
    de: createMailBodies(wording, 'de'),
    hu: createMailBodies(wording, 'hu'),
  };

  function layOut(frame: MailFrame, body: MailBody, language: Language): LaidOutMail {
    const { organisation, emergencyNumber, receiver } = frame;
    return {
      language,
      body,
      greeting:
        receiver === undefined
          ? wording.text(language, 'mail.hello')
          : wording.text(language, 'mail.greeting', { name: receiver }),
      emergency: {
        label: wording.text(language, 'mail.emergencyNumber', { organisation }),
        text: formatPhoneNumber(emergencyNumber),
        href: `tel:${emergencyNumber}`,
      },
      automatic: wording.text(language, 'mail.automatic', { organisation }),
    };
  }

  return {
    render: (kind, language, data) => {
      const body = bodies[language][kind](data);
      const mail = layOut(data, { ...body, subject: onOneLine(body.subject) }, language);
      return {
        subject: mail.body.subject,
        html: html.render('@mail', mail),
        text: plain.render('@mail', { ...mail, indented }).trimEnd(),
      };
    },
  };
}

/** Further lines of somebody's own words, set in. */
function indented(text: string): string {
  return text
    .trim()
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .join('\n    ');
}

function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
