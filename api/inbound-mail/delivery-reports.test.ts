import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  userIdSchema,
  type AccountId,
  type ReportMailId,
  type SupportCaseId,
  type SupportMailId,
} from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { newcomer, partnerAccount } from '../testing/people.js';
import { mailbox, setMailStage, type MailStage } from './mail-stage.fixture.js';

let mails: MailStage;
let accountId: AccountId;
let id: SupportCaseId;
let mailId: SupportMailId;

beforeAll(async () => {
  mails = await setMailStage();
});
beforeEach(async () => {
  accountId = await partnerAccount(mails.stage);
  const { id: userId } = await newcomer(mails.stage, 'partner-user', accountId);
  ({ id } = await mails.openCase(accountId));
  mailId = newIdentifier('sml');
  const { supportMails } = mails.stage.store;
  await supportMails.put({
    ...{ id: mailId, caseId: id, accountId, createdAt: new Date() },
    to: { is: 'user', userId: userIdSchema.parse(userId) },
    about: { is: 'news', sequence: 1 },
  });
  await supportMails.settle(mailId, ['pending'], 'sent');
});
afterAll(() => mails.stage.close());

const stateOfMail = async () => (await mails.stage.store.supportMails.find(mailId))?.state;
const trouble = async () => (await mails.stage.store.supportCases.find(deskScope, id))?.mailTrouble;

const tasks = async () => {
  const { items } = await mails.stage.store.deskTasks.list(deskScope, { state: 'open', limit: 200 });
  return items.filter(({ about }) => 'caseId' in about && about.caseId === id);
};

/** A report of a delivery (RFC 3464) about our mail. */
function report(action: string, status: string, original = ''): string {
  return [
    'Content-Type: multipart/report; report-type=delivery-status; boundary=part',
    'MIME-Version: 1.0',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'About your mail.',
    '--part',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    '',
    'Final-Recipient: rfc822; somebody@example.org',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 unknown user',
    '',
    '--part',
    'Content-Type: message/rfc822',
    '',
    ...(original === '' ? [] : [`Message-ID: ${original}`]),
    'Subject: Your case',
    '',
    'Text',
    '--part--',
  ].join('\r\n');
}

const messageId = () =>
  mails.identity.messageIds.messageIdFor({ caseId: id, message: mailId.slice('sml_'.length) });

const daemon = 'MAILER-DAEMON@mx.example.org';
const bounced = (headers: string, to = mailbox) =>
  mails.receive({ from: daemon, to, subject: 'Undelivered mail', headers: [headers], text: '' });

describe('a report of a delivery (C5)', () => {
  it('of a failure marks the mail and its case, and raises a task for the desk', async () => {
    expect(await bounced(report('failed', '5.1.1', messageId()))).toMatchObject({
      state: 'dropped-as-automatic',
      why: 'bounce',
    });
    expect(await stateOfMail()).toBe('bounced');
    expect(await trouble()).toMatchObject({ why: 'bounced' });
    const [task] = await tasks();
    expect(task).toMatchObject({ about: { mailId, diagnostic: '550 5.1.1 unknown user' } });
    expect(await mails.messagesOf(id)).toEqual([]);
  });

  it.each([
    ['a delay', 'delayed', '4.4.1'],
    ['an arrival', 'delivered', '2.0.0'],
  ])('of %s changes nothing', async (_what, action, status) => {
    await bounced(report(action, status, messageId()));
    expect(await stateOfMail()).toBe('sent');
    expect(await trouble()).toBeUndefined();
  });

  it('tells by the address that it comes to which mail it is, where servers have given that another Message-ID', async () => {
    const message = { caseId: id, message: mailId.slice('sml_'.length) };
    const address = mails.identity.replyAddresses.returnPathFor(message);
    const filed = await bounced(report('failed', '5.1.1', '<0102-rewritten@relay.example>'), address);
    expect(filed).toMatchObject({ state: 'dropped-as-automatic', why: 'bounce', caseId: id });
    expect(await stateOfMail()).toBe('bounced');
    expect(await trouble()).toMatchObject({ why: 'bounced' });
  });

  it('marks the case, and is one task, where nothing tells which of its mails have not arrived', async () => {
    const address = mails.identity.replyAddresses.addressFor(id);
    const filed = await bounced(report('failed', '5.1.1'), address);
    expect(filed).toMatchObject({ state: 'dropped-as-automatic', caseId: id });
    await bounced(report('failed', '5.1.1'), address);
    expect(await trouble()).toMatchObject({ why: 'bounced' });
    const about = {
      ...{ kind: 'unknown-mail-undelivered', caseId: id, receivedMailId: filed.id },
      diagnostic: '550 5.1.1 unknown user',
    };
    const [task, ...others] = await tasks();
    expect([task?.about, others]).toEqual([about, []]);
    await mails.stage.ask('POST', `/v1/desk-tasks/${task?.id ?? ''}/done`, {});
    expect(await trouble()).toBeUndefined();
  });

  it('is read by the desk when it is about a case, and no program can tell what became of which mail', async () => {
    const words = ['Auto-Submitted: auto-replied', `In-Reply-To: ${messageId()}`].join('\r\n');
    expect(await bounced(words)).toMatchObject({ state: 'review', why: 'bounce', caseId: id });
  });

  it.each([
    ['writes from an address of programs', { from: 'Erika <postmaster@partner.example>' }],
    [
      'hands on a report',
      {
        from: 'somebody@example.org',
        headers: [
          ...['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=part', '', '--part'],
          ...['Content-Type: text/plain', '', 'My mail has not reached you, see below.', '--part'],
          ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.org', ''],
          ...['Final-Recipient: rfc822; support@beistand.example', 'Action: failed', 'Status: 5.1.1', ''],
          '--part--',
        ],
      },
    ],
  ])('is read by the desk where a person may have written it: who %s (C4)', async (_who, letter) => {
    expect(await mails.receive(letter)).toMatchObject({ state: 'review', why: 'bounce' });
  });

  it('is left aside where it has the null return path, though nobody can read it (C4)', async () => {
    const id = await mails.take({ from: daemon, subject: 'Undelivered mail' }, '');
    await mails.sort();
    expect(await mails.find(id)).toMatchObject({ state: 'dropped-as-automatic', why: 'bounce' });
  });

  it('is left aside when it is about no mail of ours', async () => {
    const strange = '<letter@example.net>';
    expect(await bounced(report('failed', '5.1.1', strange))).toMatchObject({
      state: 'dropped-as-automatic',
    });
    expect(await stateOfMail()).toBe('sent');
  });
});

describe('a report of a delivery about a report on a month (R3, C5)', () => {
  let reportId: ReportMailId;
  beforeEach(async () => {
    reportId = newIdentifier('rml');
    const { reportMails } = mails.stage.store;
    await reportMails.put({
      ...{ id: reportId, organisationId: 'org_reported01', report: { kind: 'incidents', every: 'month' } },
      ...{ language: 'en', period: { from: '2026-10', to: '2026-10' }, recipientHash: 'hash' },
      createdAt: new Date(),
    });
    await reportMails.settle(reportId, ['pending'], 'sent');
  });

  const reportTasks = async () => {
    const { items } = await mails.stage.store.deskTasks.list(deskScope, { limit: 200 });
    return items.filter(({ about }) => 'mailId' in about && about.mailId === reportId);
  };

  it.each([
    ['its Message-ID', () => [mails.reportIdentity.messageIdFor(reportId), mailbox] as const],
    [
      'its way back',
      () => ['<rewritten@relay.example>', mails.reportIdentity.returnPathFor(reportId)] as const,
    ],
  ])('is one task for the desk, by %s, and names nobody', async (_what, names) => {
    const [original, to] = names();
    const said = report('failed', '5.1.1', original).replace(
      'unknown user',
      '<somebody@example.org> unknown',
    );
    const state = { state: 'dropped-as-automatic', why: 'bounce' };
    expect(await bounced(said, to)).toMatchObject(state);
    await bounced(said, to);
    const [task, ...others] = await reportTasks();
    expect(others).toEqual([]);
    expect(task?.about).toEqual({
      ...{ kind: 'report-undelivered', organisationId: 'org_reported01', mailId: reportId },
      ...{ report: { kind: 'incidents', every: 'month' }, period: { from: '2026-10', to: '2026-10' } },
      ...{ why: 'bounced', diagnostic: '550 5.1.1 <…> unknown' },
    });
    const shown = await mails.stage.ask('GET', '/v1/desk-tasks?limit=200');
    expect(shown.text).toContain('"why":"bounced"');
  });

  it('is none where it was delivered, or where somebody has made up its name', async () => {
    await bounced(report('delivered', '2.0.0', mails.reportIdentity.messageIdFor(reportId)));
    const letters = reportId.slice('rml_'.length);
    await bounced(report('failed', '5.1.1', `<${letters}.report.aaaaaaaaaaaaaaaa@beistand.example>`));
    // What was signed for a case is not believed for a report.
    const ofCase = mails.identity.messageIds.messageIdFor({ caseId: `sup_${letters}`, message: 'report' });
    await bounced(report('failed', '5.1.1', ofCase));
    expect(await reportTasks()).toEqual([]);
  });
});
