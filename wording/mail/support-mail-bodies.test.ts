import { describe, expect, it } from '@jest/globals';
import { languages } from '../../domain/language.js';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import { createWording } from '../wording.js';
import type { MailData, SupportMailTopic } from './mail-data.js';
import { createMailTemplates } from './mail-templates.js';

const templates = createMailTemplates(createWording());
const link = 'https://desk.example.org/#/support-cases/sup_case0001';
const news: MailData<'support-news'> = {
  organisation: 'Desk',
  emergencyNumber: phoneNumberSchema.parse('+4930901820'),
  receiver: 'Anna',
  supportCase: { number: 'B-2026-000123', referenceId: 'ABC-DEF-GHJ', subject: 'Payout missing', link },
  what: 'deskWrote',
  timeZone: 'Europe/Berlin',
  reply: 'by-mail',
};
const topics: readonly SupportMailTopic[] = [
  'opened',
  'openedForYou',
  'deskWrote',
  'colleagueWrote',
  'partnerWrote',
  'waitingForPartner',
  'putOnHold',
  'resumed',
  'reminded',
  'closureWarned',
  'closedAnswered',
  'closedWithdrawn',
  'closedNoReply',
  'closedMerged',
  'duplicateMerged',
  'assigned',
  'cameIn',
  'answerDueSoon',
  'answerOverdue',
  'holdReminded',
];
const until = Date.UTC(2026, 11, 3, 9, 30);

describe.each(languages)('mails about support cases in %s (C5)', (language) => {
  it.each(topics)('have number, reference ID and link, and leave nothing open: %s', (what) => {
    const other = 'B-2026-000099';
    const mail = templates.render('support-news', language, { ...news, what, until, other });
    expect(mail.subject).toBe('[B-2026-000123] Payout missing');
    for (const part of ['B-2026-000123', 'ABC-DEF-GHJ', link]) {
      expect(mail.text).toContain(part);
      expect(mail.html).toContain(part);
    }
    expect(mail.text).not.toMatch(/\{\{|undefined| \.|\(\)|\n{3}/);
    expect(mail.text.includes(other)).toBe(what === 'closedMerged' || what === 'duplicateMerged');
    expect(mail.text.includes('2026, 10:30') || mail.text.includes('3. 10:30')).toBe(
      what === 'closureWarned',
    );
  });

  it('say how to answer, or that a closed case takes no reply (C6)', () => {
    const texts = (['by-mail', 'in-case-only', 'takes-none'] as const).map(
      (reply) => templates.render('support-news', language, { ...news, reply }).text,
    );
    expect(new Set(texts).size).toBe(3);
    const answer = templates.render('support-case-closed', language, {
      ...news,
      number: 'B-2026-000123',
      link,
    });
    expect(answer.subject).toContain('[B-2026-000123]');
    expect(answer.text).toContain(link);
    expect(answer.text).not.toContain('Payout missing');
  });
});

describe('words of people in mails about support cases (C5)', () => {
  const words = 'First line\n  indented\n\nDesk wrote:\n\nEmergency number: +36 1\n<script>alert(1)</script>';

  it('stand set in, line by line, and are escaped', () => {
    const message = { author: 'Ben', text: words, isCut: false, files: ['a.pdf', 'b.pdf'] };
    const { text, html } = templates.render('support-news', 'en', { ...news, message });
    expect(text).toContain('Ben wrote:\n\n    First line\n      indented\n    \n    Desk wrote:');
    expect(text).not.toMatch(/^(Desk wrote|Emergency number: \+36)/m);
    expect(text).toContain('Files: a.pdf, b.pdf');
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
  });

  it('say when there is more of them', () => {
    const message = { author: 'Ben', text: words, isCut: true, files: [] };
    const { text } = templates.render('support-news', 'en', { ...news, message });
    expect(text).toContain('The message is longer.');
  });

  it('make no subject longer than mail programs show', () => {
    const supportCase = { ...news.supportCase, subject: 'é'.repeat(500) };
    const { subject } = templates.render('support-news', 'en', { ...news, supportCase });
    expect(Array.from(subject).length).toBeLessThan(140);
    expect(subject.endsWith('…')).toBe(true);
  });
});
