import type { Logger } from 'pino';
import type { DeskLines } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { QuestionTokens } from '../../domain/mail/question-token.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import type { Mailer } from '../../providers/mail/mailer.js';
import type { MailTemplates } from '../../wording/mail/mail-templates.js';
import type { Wording } from '../../wording/wording.js';
import type { Metrics } from '../metrics.js';
import { createCaseLinks } from './case-links.js';
import { createMailEnvelopes } from './mail-envelope.js';
import { createMailPreparing } from './mail-preparing.js';
import { createMailSending } from './mail-sending.js';
import { createNewsMails } from './news-mails.js';
import { createNewsRelay } from './news-relay.js';
import { createOutboxWatch } from './outbox-watch.js';
import { createUndeliveredReporting } from './undelivered.js';

export interface OutgoingSupportMailDependencies {
  readonly store: Store;
  readonly mailer: Mailer;
  readonly mailTemplates: MailTemplates;
  readonly wording: Wording;
  readonly desk: DeskLines;
  /** undefined: there is no mailbox to which answers could be sent. */
  readonly supportMailIdentity: SupportMailIdentity | undefined;
  readonly questionTokens: QuestionTokens;
  readonly publicUrl: string;
  readonly metrics: Pick<Metrics, 'supportMail' | 'supportMailsPending'>;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Mails about support cases that go out (C5): each is one round of work, done again and again. */
export interface OutgoingSupportMail {
  /** Puts what has happened in cases into the outbox. */
  readonly relay: () => Promise<void>;
  /** Sends what stands there. */
  readonly send: () => Promise<void>;
  /** Sees that it gets away. */
  readonly watch: () => Promise<void>;
}

export function createOutgoingSupportMail(
  dependencies: OutgoingSupportMailDependencies,
): OutgoingSupportMail {
  const { store, supportMailIdentity: identity, publicUrl, questionTokens, ...others } = dependencies;
  const { supportMails } = store;
  const links = createCaseLinks({ publicUrl, questionTokens });
  const takesReplies = identity !== undefined;
  const composeNews = createNewsMails({ ...others, store, links, takesReplies });
  const envelopes = createMailEnvelopes({ store, identity });
  const prepare = createMailPreparing({ ...others, store, links, composeNews, envelopes });
  const undelivered = createUndeliveredReporting({ store });
  return {
    relay: createNewsRelay({ ...others, store }),
    send: createMailSending({ ...others, supportMails, prepare, undelivered }),
    watch: createOutboxWatch({ ...others, supportMails }),
  };
}
