import type { Language } from '../../domain/language.js';
import { formatMoment } from '../format.js';
import type { Wording } from '../wording.js';
import type { MailBodies, MailBody } from './mail-body.js';
import type { MailData } from './mail-data.js';

type AccessMailKind =
  | 'invitation'
  | 'password-reset'
  | 'password-changed'
  | 'pin-invitation'
  | 'pin-changed'
  | 'pin-address-changed';

/** The bodies of mails about signing in and about PINs (U1, I9). @param language of the receiver */
export function createAccessMailBodies(
  wording: Wording,
  language: Language,
): Pick<MailBodies, AccessMailKind> {
  const { text } = wording;

  function pinNotice(kind: 'pin-changed' | 'pin-address-changed') {
    return ({ organisation, at, timeZone }: MailData<typeof kind>): MailBody => ({
      subject: text(language, `mail.${kind}.subject`),
      heading: text(language, `mail.${kind}.heading`),
      paragraphs: [
        text(language, `mail.${kind}.body`, { organisation, at: formatMoment(at, timeZone, language) }),
      ],
      facts: [],
    });
  }

  return {
    invitation: ({ organisation, link, until, timeZone }) => ({
      subject: text(language, 'mail.invitation.subject'),
      heading: text(language, 'mail.invitation.heading'),
      paragraphs: [
        text(language, 'mail.invitation.body', {
          organisation,
          until: formatMoment(until, timeZone, language),
        }),
      ],
      facts: [],
      button: { text: text(language, 'mail.invitation.button'), href: link },
    }),
    'password-reset': ({ link, until, timeZone }) => ({
      subject: text(language, 'mail.password-reset.subject'),
      heading: text(language, 'mail.password-reset.heading'),
      paragraphs: [
        text(language, 'mail.password-reset.body', { until: formatMoment(until, timeZone, language) }),
      ],
      facts: [],
      button: { text: text(language, 'mail.password-reset.button'), href: link },
    }),
    'password-changed': ({ at, timeZone }) => ({
      subject: text(language, 'mail.password-changed.subject'),
      heading: text(language, 'mail.password-changed.heading'),
      paragraphs: [
        text(language, 'mail.password-changed.body', { at: formatMoment(at, timeZone, language) }),
      ],
      facts: [],
    }),
    'pin-invitation': ({ organisation, link, until, timeZone }) => ({
      subject: text(language, 'mail.pin-invitation.subject'),
      heading: text(language, 'mail.pin-invitation.heading'),
      paragraphs: [
        text(language, 'mail.pin-invitation.body', {
          organisation,
          until: formatMoment(until, timeZone, language),
        }),
      ],
      facts: [],
      button: { text: text(language, 'mail.pin-invitation.button'), href: link },
    }),
    'pin-changed': pinNotice('pin-changed'),
    'pin-address-changed': pinNotice('pin-address-changed'),
  };
}
