import type { Expectation } from '../expectation.js';

export const forwards: readonly Expectation[] = [
  {
    file: 'gmail-forward.eml',
    fresh:
      'Please see below.\n\n---------- Forwarded message ---------\nFrom: Insurer <claims@example.com>\nDate: Fri, Feb 27, 2026 at 9:00 AM\nSubject: Invoice 17\nTo: Partner One <partner@example.net>\n\nPlease find the invoice.',
    subject: 'Fwd: Invoice 17',
    parsed: 'yes',
  },
  {
    file: 'nested-forward.eml',
    fresh:
      'Once more.\n\n---------- Forwarded message ---------\nFrom: Insurer <claims@example.com>\nDate: Fri, Feb 27, 2026 at 9:00 AM\nSubject: Invoice 17\nTo: Partner One <partner@example.net>\n\nPlease find the invoice.\n\n---------- Forwarded message ---------\nFrom: Payer <payer@example.com>\nDate: Thu, Feb 26, 2026 at 9:00 AM\nSubject: Invoice 17\nTo: Insurer <claims@example.com>\n\nInnermost.\n\n> older still',
    subject: 'Fwd: Fwd: Invoice 17',
    parsed: 'yes',
  },
  {
    file: 'outlook-weiterleitung.eml',
    fresh:
      'Bitte sehen Sie unten.\n\nVon: Insurer <claims@example.com>\nGesendet: Freitag, 27. Februar 2026 09:00\nAn: Partner One <partner@example.net>\nBetreff: Rechnung 17\n\nAnbei die Rechnung.',
    subject: 'WG: Rechnung 17',
    parsed: 'yes',
  },
  {
    file: 'apple-mail-weiterleitung.eml',
    fresh:
      'Siehe unten.\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: Insurer <claims@example.com>\nBetreff: Rechnung 17\nDatum: 27. Februar 2026 um 09:00:00 MEZ\nAn: Partner One <partner@example.net>\n\nAnbei die Rechnung.',
    subject: 'Fwd: Rechnung 17',
    parsed: 'yes',
  },
  {
    file: 'thunderbird-tovabbitas.eml',
    fresh:
      'Lásd lent.\n\n-------- Továbbított üzenet --------\nTárgy: \t17. számla\nDátum: \tFri, 27 Feb 2026 09:00:00 +0100\nFeladó: \tInsurer <claims@example.com>\nCímzett: \tPartner One <partner@example.net>\n\nMellékelve a számla.',
    subject: 'Fwd: 17. számla',
    parsed: 'yes',
  },
  {
    file: 'reply-to-a-forward.eml',
    fresh: 'Thank you, we have it now.',
    folded: ['Please find the invoice.'],
    subject: 'Re: Fwd: Invoice 17',
    parsed: 'yes',
  },
  {
    file: 'forward-as-attachment.eml',
    subject: 'Fwd: Invoice 17',
    fresh: 'See the attached mail.',
    attachments: [['Invoice 17.eml', 'message/rfc822', 'text/plain']],
    parsed: 'yes',
  },
  {
    file: 'forward-inline-rfc822.eml',
    subject: 'Fwd: Invoice 17',
    fresh: 'See the mail.',
    attachments: [['mail-1.eml', 'message/rfc822', 'text/plain', 'inline']],
    parsed: 'yes',
  },
];
