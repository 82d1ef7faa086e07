import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import {
  newAccountId,
  supportMessage,
  supportOpening,
} from '../../db/repositories/support-records.fixture.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import type { NewSupportMail, SupportOpening } from '../../db/store.js';
import { startMailSink, type MailSink } from '../../dev/services/mail/mail-sink.js';
import { deskScope } from '../../domain/scope.js';
import type { Mailer } from '../../providers/mail/mailer.js';
import { createSmtpMailer, type SmtpMailer } from '../../providers/mail/smtp-mailer.js';
import { createMetrics } from '../metrics.js';
import type { PrepareMail } from './mail-preparing.js';
import { createMailSending } from './mail-sending.js';
import { createOutboxWatch } from './outbox-watch.js';
import { createUndeliveredReporting } from './undelivered.js';

let temporary: TemporaryStore;
let sink: MailSink;
let mailer: SmtpMailer;
let opening: SupportOpening;
const clock = { now: Date.parse('2026-11-30T10:00:00Z') };
const hour = 3_600_000;

beforeAll(async () => {
  temporary = await temporaryStore();
});
beforeEach(async () => {
  sink = await startMailSink({ smtpPort: 0, httpPort: 0, report: () => undefined });
  const smtpUrl = `smtp://127.0.0.1:${sink.smtpPort}`;
  mailer = createSmtpMailer({ smtpUrl, from: 'desk@beistand.example', timeoutMilliseconds: 5_000 });
  opening = supportOpening({ accountId: newAccountId() });
  await temporary.store.supportCases.open(deskScope, opening, supportMessage(opening));
});
afterEach(async () => {
  mailer.close();
  await sink.stop();
});
afterAll(() => temporary.remove());

async function due(change: Partial<NewSupportMail> = {}): Promise<NewSupportMail> {
  const mail: NewSupportMail = {
    id: `sml_${randomBytes(8).toString('hex')}`,
    caseId: opening.id,
    accountId: opening.accountId,
    to: { is: 'user', userId: 'usr_partner1' },
    about: { is: 'news', sequence: 1 },
    createdAt: new Date(clock.now),
    ...change,
  };
  await temporary.store.supportMails.put(mail);
  return mail;
}

const anna = 'anna@example.org';
const prepared: PrepareMail = ({ id }) =>
  Promise.resolve({ to: anna, subject: id, text: 'Hello', html: '<p>Hello</p>' });

function sending(prepare = prepared, metrics = createMetrics()) {
  const { store } = temporary;
  return createMailSending({
    supportMails: store.supportMails,
    prepare,
    mailer,
    undelivered: createUndeliveredReporting({ store }),
    metrics,
    log: pino({ level: 'silent' }),
    now: () => clock.now,
  });
}

const stateOf = async ({ id }: NewSupportMail) => (await temporary.store.supportMails.find(id))?.state;
const troubleOf = async ({ caseId }: NewSupportMail) =>
  (await temporary.store.supportCases.find(deskScope, caseId))?.mailTrouble;
const subjects = () => sink.mailbox.list().map(({ subject }) => subject);

describe('sending mails about support cases (C5)', () => {
  it('sends each once', async () => {
    const mail = await due();
    await sending()();
    await sending()();
    expect(subjects()).toEqual([mail.id]);
    expect(await stateOf(mail)).toBe('sent');
  });

  it('marks the case and raises a task when an address is refused for good', async () => {
    const mail = await due();
    sink.refusals.begin(anna, 550);
    await sending()();
    expect(await stateOf(mail)).toBe('refused');
    expect(await troubleOf(mail)).toMatchObject({ why: 'refused', userId: 'usr_partner1' });
    const { items } = await temporary.store.deskTasks.list(deskScope, { state: 'open', limit: 100 });
    expect(items.filter(({ about }) => 'mailId' in about && about.mailId === mail.id)).toMatchObject([
      { about: { kind: 'mail-undelivered', why: 'refused', diagnostic: 'SMTP 550 to RCPT TO' } },
    ]);
  });

  it('tries again while the mail server says that it cannot now', async () => {
    const mail = await due();
    sink.refusals.begin(anna, 451);
    await sending()();
    expect(await stateOf(mail)).toBe('pending');
    sink.refusals.end(anna);
    await sending()();
    expect(subjects()).toEqual([]);
    clock.now += 5_000;
    await sending()();
    expect(subjects()).toEqual([mail.id]);
    expect(await troubleOf(mail)).toBeUndefined();
  });

  it('gives up after three days, and tells the desk', async () => {
    const mail = await due();
    await sink.stop();
    await sending()();
    expect(await stateOf(mail)).toBe('pending');
    clock.now += 71 * hour;
    await sending()();
    expect(await stateOf(mail)).toBe('pending');
    clock.now += 2 * hour;
    await sending()();
    expect(await stateOf(mail)).toBe('given-up');
    expect(await troubleOf(mail)).toMatchObject({ why: 'given-up' });
  });

  it('leaves the others alone for a while when the mail server is away', async () => {
    const mails = await Promise.all(
      Array.from({ length: 6 }, (_, index) => due({ to: { is: 'user', userId: `usr_partner${index}` } })),
    );
    await sink.stop();
    await sending()();
    const found = await Promise.all(mails.map(({ id }) => temporary.store.supportMails.find(id)));
    expect(found.map((mail) => mail?.tries).filter((tries) => tries === 1)).toHaveLength(3);
    clock.now += 74 * hour;
    await sending()();
    await sending()();
  });

  it('goes on with the others, however many a mail server puts off', async () => {
    const addressOf = (index: number) => `busy${index}@example.org`;
    const putOff = await Promise.all(
      Array.from({ length: 5 }, (_, index) => due({ to: { is: 'user', userId: `usr_busy0000${index}` } })),
    );
    const toBusy: PrepareMail = async (mail) => {
      const index = putOff.findIndex(({ id }) => id === mail.id);
      const made = await prepared(mail);
      return made === undefined || index < 0 ? made : { ...made, to: addressOf(index) };
    };
    for (const index of putOff.keys()) sink.refusals.begin(addressOf(index), 451);
    const healthy = await due({ to: { is: 'user', userId: 'usr_partner2' }, createdAt: new Date(clock.now) });
    const metrics = createMetrics();
    await sending(toBusy, metrics)();
    expect(await stateOf(healthy)).toBe('sent');
    expect((await metrics.expose()).text).toContain('beistand_support_mails_total{result="deferred"} 5');
    for (const index of putOff.keys()) sink.refusals.end(addressOf(index));
    clock.now += 5_000;
    await sending(toBusy)();
    expect(await Promise.all(putOff.map(stateOf))).toEqual(putOff.map(() => 'sent'));
  });

  it('sends what is new before what was put off, also what comes meanwhile', async () => {
    const tried = await Promise.all(
      (['usr_tried001', 'usr_tried002'] as const).map((userId) => due({ to: { is: 'user', userId } })),
    );
    sink.refusals.begin(anna, 451);
    await sending()();
    sink.refusals.end(anna);
    clock.now += 5_000;
    const fresh = await due({ to: { is: 'user', userId: 'usr_fresh001' } });
    let late: NewSupportMail | undefined;
    await sending(async (mail) => {
      if (mail.id !== fresh.id) late ??= await due({ to: { is: 'user', userId: 'usr_late0001' } });
      return prepared(mail);
    })();
    const sent = subjects();
    expect(sent[0]).toBe(fresh.id);
    expect(sent[2]).toBe(late?.id);
    expect(sent).toHaveLength(tried.length + 2);
  });

  it('takes a mail server for away also where news wait for earlier ones', async () => {
    const receivers = ['usr_partner1', 'usr_partner2', 'usr_partner3', 'usr_partner4'] as const;
    const mails: NewSupportMail[] = [];
    for (const userId of receivers) {
      const to = { is: 'user', userId } as const;
      for (const sequence of [2 * mails.length, 2 * mails.length + 1])
        mails.push(await due({ to, about: { is: 'news', sequence } }));
    }
    await sink.stop();
    await sending()();
    const last = mails.at(-1);
    expect(last && (await temporary.store.supportMails.find(last.id))).toMatchObject({ tries: 0 });
    for (const { id } of mails) await temporary.store.supportMails.settle(id, ['pending'], 'dropped');
  });

  it('keeps the order of news, whatever becomes of the first', async () => {
    const first = await due();
    const second = await due({ about: { is: 'news', sequence: 2 } });
    sink.failNext({ next: 1, code: 451 });
    await sending()();
    expect(subjects()).toEqual([]);
    clock.now += 5_000;
    await sending()();
    clock.now += 5_000;
    await sending()();
    expect(subjects()).toEqual([first.id, second.id]);
  });

  it('drops what there is nobody to tell', async () => {
    const mail = await due();
    await sending(() => Promise.resolve(undefined))();
    expect(await stateOf(mail)).toBe('dropped');
    expect(subjects()).toEqual([]);
  });

  it('keeps what it cannot make a mail of, and goes on with the others', async () => {
    const broken = await due();
    const mail = await due({ to: { is: 'user', userId: 'usr_partner2' } });
    const failing: PrepareMail = (each) =>
      each.id === broken.id ? Promise.reject(new Error('It is broken.')) : prepared(each);
    await sending(failing)();
    expect([await stateOf(broken), await stateOf(mail)]).toEqual(['pending', 'sent']);
    clock.now += 5_000;
    await sending()();
    expect(await stateOf(broken)).toBe('sent');
  });

  it('counts what becomes of mails, and how long the oldest waits', async () => {
    const metrics = createMetrics();
    await due();
    const watch = createOutboxWatch({
      ...{ supportMails: temporary.store.supportMails, metrics },
      log: pino({ level: 'silent' }),
      now: () => clock.now + 90_000,
    });
    await watch();
    const waiting = (await metrics.expose()).text;
    expect(waiting).toContain('beistand_support_mails_pending 1');
    expect(waiting).toContain('beistand_support_mails_oldest_pending_seconds 90');
    await sending(prepared, metrics)();
    await watch();
    const { text } = await metrics.expose();
    expect(text).toContain('beistand_support_mails_total{result="sent"} 1');
    expect(text).toContain('beistand_support_mails_oldest_pending_seconds 0');
  });
});

describe('a mail server that refuses us and not the mail (C5)', () => {
  it('makes no trouble of each mail: it is a setting that somebody puts right', async () => {
    const mail = await due();
    const refusing: Mailer = {
      send: () =>
        Promise.resolve({
          sent: false,
          why: 'provider-rejected',
          reply: { code: 535, command: 'AUTH PLAIN' },
        }),
    };
    const { store } = temporary;
    await createMailSending({
      supportMails: store.supportMails,
      prepare: prepared,
      mailer: refusing,
      undelivered: createUndeliveredReporting({ store }),
      metrics: createMetrics(),
      log: pino({ level: 'silent' }),
      now: () => clock.now,
    })();
    expect(await stateOf(mail)).toBe('pending');
    expect(await troubleOf(mail)).toBeUndefined();
  });
});
