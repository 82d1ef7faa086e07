import type { Logger } from 'pino';
import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { ReportMailIdentity } from '../../domain/mail/report-mail-identity.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import type { ParseMail } from '../../providers/mail/inbound/mail-parser.js';
import type { BackgroundWork } from '../background-work.js';
import { createReportUndelivered } from '../reports/report-undelivered.js';
import { createUndeliveredReporting } from '../support-mail/undelivered.js';
import { createSupportCaseOpening } from '../support/case-opening.js';
import { createSupportCaseReading } from '../support/case-reading.js';
import { createMessageAdding } from '../support/message-adding.js';
import { createClosedCaseAnswer } from './closed-case-answer.js';
import { createDeliveryReports } from './delivery-reports.js';
import { createMailCaseOpening } from './mail-case-opening.js';
import { createMailFacts } from './mail-facts.js';
import { createMailPlacement } from './mail-placement.js';
import { createRepetitions } from './mail-repetition.js';
import { createMailSorting } from './mail-sorting.js';
import { createMailWords } from './mail-words.js';

export interface SortingDependencies {
  readonly store: Store;
  readonly parseMail: ParseMail;
  readonly supportCases: Pick<Cases['supportCases'], 'start' | 'addMessage' | 'currentRecord'>;
  readonly engine: Pick<Cases['health'], 'ping'>;
  /** Undefined: there is no mailbox for support cases, so nothing that is answered bears a name of ours. */
  readonly identity: SupportMailIdentity | undefined;
  /** Undefined as above. */
  readonly reportIdentity: ReportMailIdentity | undefined;
  readonly background: BackgroundWork;
  readonly log: Pick<Logger, 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Everything that happens with a mail behind its receiver (C4). @returns one round of sorting. */
export function sortReceivedMails({
  store,
  parseMail,
  supportCases,
  engine,
  identity,
  reportIdentity,
  background,
  log,
  now,
}: SortingDependencies): () => Promise<void> {
  const words = createMailWords(store.attachments);
  const undelivered = createUndeliveredReporting({ store });
  return createMailSorting({
    receivedMails: store.receivedMails,
    parseMail,
    findRepeated: createRepetitions({ receivedMails: store.receivedMails, identity }),
    learnFacts: createMailFacts({ store, identity }),
    place: createMailPlacement({
      supportCases: store.supportCases,
      receivedMails: store.receivedMails,
      reading: createSupportCaseReading({ store, supportCases }),
      words,
      adding: createMessageAdding({ store, supportCases }),
      openCase: createMailCaseOpening({
        supportCases: store.supportCases,
        words,
        opening: createSupportCaseOpening({ store, supportCases, background, now }),
      }),
      answerForClosedCase: createClosedCaseAnswer(store),
      takeDeliveryReport: createDeliveryReports({
        ...{ identity, undelivered },
        reports: { identity: reportIdentity, undelivered: createReportUndelivered(store) },
      }),
    }),
    engine,
    log,
    now,
  });
}
