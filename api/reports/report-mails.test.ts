import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { reportMailIdentity } from '../../composition/support-mail.js';
import { startMailSink, type MailSink } from '../../dev/services/mail/mail-sink.js';
import { organisationIdSchema, reportMailIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { createSmtpMailer, type SmtpMailer } from '../../providers/mail/smtp-mailer.js';
import { textField } from '../testing/play.js';
import { desk, setStage, type Stage } from '../testing/stage.js';
import { createReportMails, type ReportMails } from './report-mails.js';

let stage: Stage;
let sink: MailSink;
let mailer: SmtpMailer;
let organisationId: OrganisationId;
let mails: ReportMails;
const clock = { now: 0 };
let count = 0;
/** Of the mails that were handed to the mail server, which keeps them from its mailbox. */
let returnPaths: string[] = [];

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

beforeEach(async () => {
  sink = await startMailSink({ smtpPort: 0, httpPort: 0, report: () => undefined });
  const smtpUrl = `smtp://127.0.0.1:${sink.smtpPort}`;
  mailer = createSmtpMailer({ smtpUrl, from: 'desk@beistand.example', timeoutMilliseconds: 5_000 });
  const made = await stage.ask('POST', '/v1/organisations', {
    ...{ name: 'Fűtőmű Kft.', language: 'hu', timeZone: 'Europe/Budapest' },
  });
  organisationId = organisationIdSchema.parse(textField(made, 'id'));
  // Seven o'clock of a first of April; another year for each test, so that none sees what is due in another.
  clock.now = Date.parse(`${2040 + (count += 1)}-04-01T05:00:00Z`);
  mails = newProcess();
  returnPaths = [];
});
afterEach(async () => {
  await plan([]);
  mailer.close();
  await sink.stop();
});

const identity = reportMailIdentity({
  SUPPORT_MAILBOX: 'support@beistand.example',
  BEISTAND_KEY: randomBytes(32),
  BEISTAND_FORMER_KEYS: [],
});

function newProcess(): ReportMails {
  const { settings, ...dependencies } = stage.dependencies;
  const now = () => clock.now;
  return createReportMails({
    ...{ ...dependencies, key: settings.key, now },
    mailer: {
      send(mail, key) {
        returnPaths.push(mail.returnPath ?? '');
        return mailer.send(mail, key);
      },
    },
    reportMailIdentity: identity,
  });
}

const monthly = { kind: 'incidents', every: 'month', language: 'hu', formats: ['pdf', 'csv'] };

async function plan(reports: readonly object[]): Promise<void> {
  const path = `/v1/organisations/${organisationId}/report-plan`;
  const saved = await stage.ask('PUT', path, { reports }, { 'if-match': '*' });
  expect(saved.status).toBe(200);
}

async function round(milliseconds = 0): Promise<void> {
  clock.now += milliseconds;
  await mails.plan();
  await mails.send();
}

const received = () => sink.mailbox.list();

async function openTasks() {
  const { items } = await stage.store.deskTasks.list(deskScope, { limit: 200, state: 'open' });
  return items.flatMap(({ about }) =>
    about.kind === 'report-undelivered' && about.organisationId === organisationId ? [about] : [],
  );
}

describe('reports by mail (R3)', () => {
  it('are sent in the morning after their time, with what the plan names, in its language (I11, X2)', async () => {
    await plan([{ ...monthly, recipients: ['anna@example.org', 'ben@example.org'] }]);
    await round();
    expect(
      received()
        .flatMap(({ to }) => to)
        .sort(),
    ).toEqual(['anna@example.org', 'ben@example.org']);
    const [mail] = received();
    const year = 2040 + count;
    expect(mail?.subject).toBe(`Jelentés: Ügyek, ${year}. március`);
    expect(mail?.text).toContain('Fűtőmű Kft.');
    for (const text of [mail?.text, mail?.html]) {
      expect(text?.replace(/\D/g, '')).toContain(desk.emergencyNumber.replace(/\D/g, ''));
    }
    expect(mail?.attachments).toMatchObject([
      { name: `incidents-${year}-03.pdf`, contentType: 'application/pdf' },
      { name: `incidents-${year}-03.csv`, contentType: 'text/csv' },
    ]);
    for (const { bytes } of mail?.attachments ?? []) expect(bytes).toBeGreaterThan(100);
  });

  it('are sent once, however many processes look, and however often', async () => {
    await plan([{ ...monthly, formats: ['json'], recipients: ['anna@example.org'] }]);
    const processes = [mails, newProcess(), newProcess()];
    await Promise.all(processes.map((each) => each.plan()));
    await Promise.all(processes.map((each) => each.send()));
    await round(3_600_000);
    await round(20 * 86_400_000);
    expect(received()).toHaveLength(1);
    await round(11 * 86_400_000);
    expect(received().map(({ subject }) => subject.slice(-7))).toEqual(['március', 'április']);
  });

  it('bear a name by which they are known when they come back, and come back to the mailbox (C5)', async () => {
    await plan([{ ...monthly, formats: ['json'], recipients: ['anna@example.org'] }]);
    await round();
    const [mail] = received();
    const messageId = mail?.headers['message-id'] ?? '';
    const nowhere = {
      ...{ deliveredTo: [], to: [], cc: [], inReplyTo: [], references: [] },
      envelope: { recipients: [] },
    };
    const known = identity?.returned(nowhere, messageId);
    expect(await stage.store.reportMails.find(reportMailIdSchema.parse(known))).toMatchObject({
      organisationId,
    });
    const [returnPath = ''] = returnPaths;
    const returned = identity?.returned({ ...nowhere, envelope: { recipients: [returnPath] } }, undefined);
    expect(returned).toBe(known);
  });

  it('are tried again when the mail server was away', async () => {
    await plan([{ ...monthly, formats: ['csv'], recipients: ['anna@example.org'] }]);
    sink.failNext({ next: 1, code: 451 });
    await round();
    expect(received()).toEqual([]);
    await round(60_000);
    expect(received()).toHaveLength(1);
    expect(await openTasks()).toEqual([]);
  });

  it('become a task for the desk when they are refused, or nobody takes them for days', async () => {
    await plan([{ ...monthly, formats: ['csv'], recipients: ['nobody@example.org'] }]);
    sink.refusals.begin('nobody@example.org', 550);
    await round();
    const period = { from: `${2040 + count}-03`, to: `${2040 + count}-03` };
    const about = { report: { kind: 'incidents', every: 'month' }, period };
    expect(await openTasks()).toMatchObject([
      { ...about, why: 'refused', diagnostic: 'SMTP 550 to RCPT TO' },
    ]);
    const shown = await stage.ask('GET', '/v1/desk-tasks?limit=200');
    expect(shown.text).toContain('report-undelivered');
    expect(shown.text).not.toContain('nobody@example.org');
    await round(86_400_000);
    expect(received()).toEqual([]);

    await plan([{ ...monthly, formats: ['csv'], recipients: ['ben@example.org'] }]);
    sink.failNext({ next: 100, code: 451 });
    for (let tries = 0; tries < 4; tries += 1) await round(25 * 3_600_000);
    expect((await openTasks()).map(({ why }) => why).sort()).toEqual(['given-up', 'refused']);
  });

  it('are not sent to whom the plan does not name any more', async () => {
    await plan([{ ...monthly, formats: ['csv'], recipients: ['anna@example.org', 'ben@example.org'] }]);
    await mails.plan();
    await plan([{ ...monthly, formats: ['csv'], recipients: ['ben@example.org'] }]);
    await round();
    expect(received().map(({ to }) => to)).toEqual([['ben@example.org']]);
  });
});
