import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { z } from 'zod';
import { reportMailIdentity, supportMailIdentity } from '../../composition/support-mail.js';
import type { SupportCases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { ReceivedMail } from '../../db/received-mail-store.js';
import type { ReceivedMailId, SupportCaseId } from '../../domain/identifiers.js';
import { supportCaseIdSchema } from '../../domain/identifiers.js';
import type { ReportMailIdentity } from '../../domain/mail/report-mail-identity.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import { field, textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';
import { sortReceivedMails } from './sort-received-mails.js';

export const mailbox = 'support@beistand.example';

/** A mail in its few telling parts; the rest is usual. */
export interface Letter {
  readonly from: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly headers?: readonly string[];
  /** Absent: one that no other has. */
  readonly messageId?: string;
}

/** What may differ where mails are sorted. */
export interface DifferentSorting {
  readonly store?: Partial<Store>;
  readonly supportCases?: Partial<SupportCases>;
  /** How far ahead its clock is. Milliseconds. */
  readonly ahead?: () => number;
}

/** A stage on which mails come in. */
export interface MailStage {
  readonly stage: Stage;
  readonly identity: SupportMailIdentity;
  readonly reportIdentity: ReportMailIdentity;
  /** Takes a mail in and sorts it. @returns how it stands then. */
  receive(letter: Letter): Promise<ReceivedMail>;
  /** Takes a mail in without sorting it. */
  take(letter: Letter, sender?: string): Promise<ReceivedMailId>;
  /** One round of sorting. */
  sort(): Promise<void>;
  /** Sorting by other parts than the usual ones. */
  sortingWith(different: DifferentSorting): () => Promise<void>;
  find(id: ReceivedMailId): Promise<ReceivedMail>;
  /** A case of the account, opened by the desk. */
  openCase(accountId: string): Promise<{ readonly id: SupportCaseId; readonly number: string }>;
  closeCase(id: SupportCaseId): Promise<void>;
  /** The messages of a case behind its first one, as the desk sees them. */
  messagesOf(id: SupportCaseId): Promise<readonly unknown[]>;
}

export async function setMailStage(): Promise<MailStage> {
  const stage = await setStage();
  const { store } = stage;
  const secrets = {
    SUPPORT_MAILBOX: mailbox,
    BEISTAND_KEY: randomBytes(32),
    BEISTAND_FORMER_KEYS: [],
  };
  const [identity, reportIdentity] = [supportMailIdentity(secrets), reportMailIdentity(secrets)];
  if (identity === undefined || reportIdentity === undefined) throw new Error('There is a mailbox.');
  const sortingWith: MailStage['sortingWith'] = ({ ahead = () => 0, ...different }) =>
    sortReceivedMails({
      store: { ...store, ...different.store },
      parseMail: stage.dependencies.parseMail,
      supportCases: { ...stage.cases.supportCases, ...different.supportCases },
      engine: stage.cases.health,
      identity,
      reportIdentity,
      background: stage.dependencies.background,
      log: pino({ level: 'silent' }),
      now: () => Date.now() + ahead(),
    });
  const sort = sortingWith({});

  function take(letter: Letter, sender = letter.from): Promise<ReceivedMailId> {
    const envelope = { sender, recipients: [letter.to ?? mailbox] };
    return stage.dependencies.mailIntake.take(envelope, 'smtp', Buffer.from(rawOf(letter)));
  }

  async function find(id: ReceivedMailId): Promise<ReceivedMail> {
    const found = await store.receivedMails.find(id);
    if (found === undefined) throw new Error('The mail was not kept.');
    return found;
  }

  return {
    stage,
    identity,
    reportIdentity,
    take,
    sort,
    sortingWith,
    find,
    async receive(letter) {
      const id = await take(letter);
      await sort();
      return find(id);
    },
    async openCase(accountId) {
      const answers = { subject: 'Payout', description: 'Where?', 'answer-by': 'writing' };
      const body = { accountId, topic: 'enquiry', formVersion: 1, answers };
      const opened = await stage.ask('POST', '/v1/support-cases', body);
      return { id: supportCaseIdSchema.parse(textField(opened, 'id')), number: textField(opened, 'number') };
    },
    async closeCase(id) {
      await stage.ask('POST', `/v1/support-cases/${id}/close`, { outcome: 'answered' });
    },
    async messagesOf(id) {
      const read = await stage.ask('GET', `/v1/support-cases/${id}/messages`);
      return z.array(z.unknown()).parse(field(read, 'items')).slice(1);
    },
  };
}

let letters = 0;

function rawOf(letter: Letter): string {
  letters += 1;
  const { from, to = mailbox, subject = 'Payout', text = 'What is new.', headers = [] } = letter;
  const { messageId = `<letter-${letters}@example.org>` } = letter;
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: ${messageId}`,
    ...headers,
    '',
    text,
    '',
  ].join('\r\n');
}
