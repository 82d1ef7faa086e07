import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Language } from '../../domain/language.js';
import { languages } from '../../domain/language.js';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import { formatPhoneNumber } from '../format.js';
import { createWording } from '../wording.js';
import type { IncidentFacts, MailData, MailFrame, MailKind } from './mail-data.js';
import { createMailTemplates } from './mail-templates.js';

const templates = createMailTemplates(createWording());
const frame: MailFrame = { organisation: 'Org', emergencyNumber: phoneNumberSchema.parse('+4930901820') };
const facts: IncidentFacts = {
  reference: 'inc_abcdef',
  kind: 'medical',
  threat: 'immediate',
  source: 'inbound-call',
  reportedAt: Date.UTC(2026, 10, 21, 13, 5, 9),
  timeZone: 'Europe/Budapest',
  who: 'Anna',
  phones: [phoneNumberSchema.parse('+4930901821')],
  summary: 'Fell on the stairs.\nCannot walk.',
  location: { latitude: 47.4979, longitude: 19.0402, description: 'Hotel, third floor' },
  callerWaiting: true,
};
const ceiling = { amountMinor: 1_000_000, currency: 'EUR' };
const link = 'https://desk.example.org/a/token?a=1&b=2';

const all: { readonly [Kind in MailKind]: MailData<Kind> } = {
  'incident-to-provider': { ...frame, facts, link },
  'incident-to-contact': { ...frame, facts, link },
  'nobody-to-call': { ...frame, facts },
  'call-back-given-up': { ...frame, facts },
  'taken-over': { ...frame, reference: 'inc_abcdef', takenBy: 'Ben' },
  'override-fired': { ...frame, facts, ceiling, link },
  'ratification-asked': {
    ...frame,
    facts,
    ceiling,
    link,
    decision: { at: Date.UTC(2026, 10, 21, 13, 15), basis: 'rule' },
    asWord: false,
  },
  'approval-asked': {
    ...frame,
    receiver: 'Anna',
    facts,
    service: 'medical-treatment',
    estimate: { amountMinor: 123_450, currency: 'EUR' },
    description: 'Surgery in the hospital next door.\nSingle room.',
    started: false,
    until: Date.UTC(2026, 10, 21, 15, 5),
    link,
  },
  'status-question': { ...frame, receiver: 'Anna', link },
  'channel-test': { ...frame, receiver: 'Anna', link },
  closed: { ...frame, reference: 'inc_abcdef', outcome: 'resolved' },
  invitation: { ...frame, receiver: 'Anna', link, until: Date.UTC(2026, 10, 24, 13, 5), timeZone: 'UTC' },
  'password-reset': { ...frame, link, until: Date.UTC(2026, 10, 21, 14, 5), timeZone: 'UTC' },
  'password-changed': { ...frame, at: Date.UTC(2026, 10, 21, 14, 5), timeZone: 'UTC' },
  'application-received': { ...frame, reference: 'app_abcdef' },
  'application-declined': {
    ...frame,
    receiver: 'Anna',
    reference: 'app_abcdef',
    company: 'Reisen & Söhne',
    reason: 'Outside our region.',
  },
  'support-news': {
    ...frame,
    receiver: 'Anna',
    supportCase: { number: 'B-2026-000123', referenceId: 'ABC-DEF-GHJ', subject: 'Payout missing', link },
    what: 'deskWrote',
    timeZone: 'Europe/Berlin',
    reply: 'by-mail',
    message: { author: 'Ben', text: 'Dear Anna,\n\nwe ask the bank.', isCut: true, files: ['form.pdf'] },
  },
  'support-case-closed': { ...frame, number: 'B-2026-000123', link },
  'pin-invitation': {
    ...frame,
    receiver: 'Anna',
    link,
    until: Date.UTC(2026, 10, 24, 13, 5),
    timeZone: 'UTC',
  },
  'pin-changed': { ...frame, receiver: 'Anna', at: Date.UTC(2026, 10, 21, 14, 5), timeZone: 'UTC' },
  'pin-address-changed': { ...frame, receiver: 'Anna', at: Date.UTC(2026, 10, 21, 14, 5), timeZone: 'UTC' },
  report: { kind: 'incidents', from: '2026-01', to: '2026-03', ...frame },
  alarm: {
    ...frame,
    overdue: [{ reference: 'inc_abcdef', dueAt: Date.UTC(2026, 10, 21, 13, 5) }],
    unseen: [{ reference: 'inc_unseen', reportedAt: Date.UTC(2026, 10, 21, 13, 1) }],
    lost: [{ reference: 'sup_lost', openedAt: Date.UTC(2026, 10, 21, 13, 2) }],
    lateRetention: [{ reference: 'org_late', since: Date.UTC(2026, 10, 21, 13, 3) }],
    timeZone: 'UTC',
    engineAnswers: true,
    databaseAnswers: false,
    link,
  },
};
const kinds = Object.keys(all) as MailKind[];
const everyMail = kinds.flatMap((kind) => languages.map((language) => [kind, language] as const));

describe('the alarm', () => {
  it.each(languages)(
    'tells in %s which cases are overdue, and of which nothing is known since their report',
    (language) => {
      const { text } = templates.render('alarm', language, all.alarm);
      expect(text).toMatch(/inc_abcdef: .*13:05/);
      expect(text).toMatch(/inc_unseen: .*13:01/);
      expect(text).toMatch(/sup_lost: .*13:02/);
      const quiet = templates.render('alarm', language, { ...all.alarm, unseen: [] });
      expect(quiet.text.length).toBeLessThan(text.length - 100);
    },
  );

  it.each(languages)('tells in %s which support cases were lost, and what happens with them', (language) => {
    const lost = { ...all.alarm, overdue: [], unseen: [], databaseAnswers: true };
    const mail = templates.render('alarm', language, lost);
    expect(mail.subject).not.toBe(
      templates.render('alarm', language, { ...all.alarm, databaseAnswers: true }).subject,
    );
    expect(mail.text).toMatch(/sup_lost: .*13:02/);
    const nothing = templates.render('alarm', language, { ...lost, lost: [] });
    expect(nothing.text.length).toBeLessThan(mail.text.length - 200);
  });

  it.each(languages)('tells in %s of whom nothing is deleted any more (R1)', (language) => {
    const late = { ...all.alarm, overdue: [], unseen: [], lost: [], databaseAnswers: true };
    const mail = templates.render('alarm', language, late);
    expect(mail.subject).not.toBe(
      templates.render('alarm', language, { ...late, lost: all.alarm.lost }).subject,
    );
    expect(mail.text).toMatch(/org_late: .*13:03/);
    const nothing = templates.render('alarm', language, { ...late, lateRetention: [] });
    expect(nothing.text.length).toBeLessThan(mail.text.length - 150);
  });
});

describe.each(everyMail)('the mail %s in %s', (kind, language) => {
  const mail = templates.render(kind, language, all[kind]);

  it('shows the emergency number in text and HTML (I11)', () => {
    expect(mail.text).toContain(formatPhoneNumber(frame.emergencyNumber));
    expect(mail.html).toContain(`<a href="tel:${frame.emergencyNumber}"`);
    expect(mail.html).toContain(formatPhoneNumber(frame.emergencyNumber));
  });

  it('has a subject of one line that names nobody, and leaves nothing open', () => {
    expect(mail.subject).toMatch(/^\P{Cc}{5,100}$/u);
    expect(mail.subject).not.toContain('Anna');
    for (const part of [mail.subject, mail.text, mail.html]) {
      expect(part).not.toMatch(/\{\{|\}\}|<%|undefined|\[object|\bnull\b/);
    }
    expect(mail.html).toContain(`<html lang="${language}">`);
    expect(mail.text).not.toMatch(/\n{3}|<\w/);
  });
});

describe('a mail with the facts', () => {
  it('tells the provider all that is known (I3)', () => {
    const { text, html } = templates.render('incident-to-provider', 'en', all['incident-to-provider']);
    expect(text).toBe(`A call for help

Hello,

The caller is waiting on the line.

Please take over this call for help. We are calling you at the same time, and keep calling until somebody takes it.

Take it over: ${link}

Kind: Medical
Threat to life: immediate threat to life
Person: Anna
Telephone: +49 30 901821
What happened: Fell on the stairs.
    Cannot walk.
Location: Hotel, third floor, 47.4979, 19.0402 https://www.openstreetmap.org/?mlat=47.4979&mlon=19.0402#map=16/47.4979/19.0402
Reported at: 21 Nov 2026, 14:05:09 CET
How: by call to the emergency number
Reference: inc_abcdef

Emergency number of Org, at any hour: +49 30 901820

This message was sent automatically by Beistand for Org.`);
    expect(html).toContain('<a href="tel:+4930901821"');
    expect(html).toContain('href="https://desk.example.org/a/token?a=1&amp;b=2"');
  });

  it('goes out with the reference alone while nothing else is known', () => {
    const { text } = templates.render('incident-to-provider', 'de', {
      ...frame,
      facts: { reference: 'inc_abcdef' },
    });
    expect(text).toContain('Aktenzeichen: inc_abcdef');
    expect(text).not.toContain('Lebensgefahr:');
  });

  it.each<[Language, string]>([
    ['en', '€10,000'],
    ['de', '10.000'],
    ['hu', '10 000'],
  ])('tells the cost ceiling of an override in %s (I8)', (language, amount) => {
    const { text } = templates.render('override-fired', language, all['override-fired']);
    expect(text.replace(/[\u00A0\u202F]/g, ' ')).toContain(amount);
  });
});

describe('the question whether a service is approved (I9)', () => {
  it.each<[Language, string, string, string]>([
    ['en', 'Service: medical treatment', 'Estimated price: €1,234.50', '21 Nov 2026, 16:05:00 CET'],
    [
      'de',
      'Leistung: medizinische Behandlung',
      'Voraussichtlicher Preis: 1.234,50 €',
      '21. Nov. 2026, 16:05:00 MEZ',
    ],
    ['hu', 'Szolgáltatás: orvosi kezelés', 'Becsült ár: 1234,50 EUR', '2026. nov. 21. 16:05:00 CET'],
  ])(
    'tells in %s what is ordered, its price, and until when it can be answered',
    (language, service, price, until) => {
      const { text, html } = templates.render('approval-asked', language, all['approval-asked']);
      const plain = text.replace(/[\u00A0\u202F]/g, ' ');
      for (const part of [service, price, until, 'Surgery in the hospital next door.', link]) {
        expect(plain).toContain(part);
      }
      expect(html).toContain('href="https://desk.example.org/a/token?a=1&amp;b=2"');
      expect(html).toContain('Surgery in the hospital next door.');
    },
  );

  it('says so when the service was started without approval, and has no time limit then', () => {
    const { until: _until, ...asked } = all['approval-asked'];
    const { subject, text } = templates.render('approval-asked', 'en', { ...asked, started: true });
    expect(subject).toContain('afterwards');
    expect(text).toContain('without approval');
    expect(text).not.toContain('Can be decided until');
  });
});

describe("people's own words", () => {
  it('are escaped in HTML, wherever they stand', () => {
    const evil = `<script>alert("x")</script>' & <%= 1 %> {{who}}`;
    const { html, text } = templates.render('incident-to-contact', 'en', {
      ...frame,
      organisation: evil,
      receiver: evil,
      link: `https://desk.example.org/"><script>`,
      facts: {
        ...facts,
        who: evil,
        summary: evil,
        location: { latitude: 1, longitude: 2, description: evil },
      },
    });
    expect(html).not.toMatch(/<script|<%|' &(?!amp;)/);
    expect(html.match(/&lt;script&gt;/g)).toHaveLength(8);
    expect(text).toContain(evil);
  });

  it('cannot start a line of their own or a header', () => {
    const spoof = '\r\nSegélyvonal: +36 1';
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        const mail = templates.render('incident-to-provider', 'hu', {
          ...frame,
          organisation: `Org${words}${spoof}`,
          receiver: `Anna${spoof}`,
          facts: {
            ...facts,
            reference: `inc_abcdef${words}${spoof}`,
            who: `Anna${spoof}`,
            summary: `${words}${spoof}`,
          },
        });
        expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(mail.text).not.toMatch(/^Segélyvonal: \+36 1/m);
      }),
    );
  });
});
