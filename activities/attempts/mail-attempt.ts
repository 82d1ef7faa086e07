import type { Reachable } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import type { Mailer } from '../../providers/mail/mailer.js';
import { quietly } from '../activity-failures.js';
import { gatherMessageFacts, type MessageFactsDependencies } from '../messages/message-facts.js';
import { addressed, composeQuestionMail, type MailMessageDependencies } from '../messages/mail-messages.js';
import { writtenQuestion } from '../messages/questions.js';
import { leftOpen, noUsableChannel, type Outcome } from './attempt-outcome.js';

export interface MailAttemptDependencies extends MailMessageDependencies, MessageFactsDependencies {
  readonly store: Pick<Store, 'texts' | 'cases' | 'intakes'>;
  readonly mailer: Mailer;
}

/** Sends the mail that asks. Its answer comes by link and completes the attempt. */
export async function sendMailAttempt(
  dependencies: MailAttemptDependencies,
  order: AttemptOrder,
  person: Reachable,
  address: string,
): Promise<Outcome> {
  const { organisationId, subject, target, purpose, approval, key: attempt } = order;
  const question = writtenQuestion({ purpose, organisationId, subject, target, attempt, approval });
  if (question === undefined) return noUsableChannel;
  const known = await gatherMessageFacts(dependencies, organisationId, subject, approval?.orderId);
  const facts = { ...known, silent: known.silent || order.silent === true };
  const mail = addressed(composeQuestionMail(dependencies, question, person, facts), address);
  const delivery = await quietly('the reply of the mail server', () =>
    dependencies.mailer.send(mail, `${attempt.workflowId}/${attempt.activityId}`),
  );
  if (delivery?.sent === true) return leftOpen;
  // A mail whose fate is unknown is not waited for: its link counts all the same, whoever follows it.
  if (delivery?.why === 'address-refused') return noUsableChannel;
  return { reason: 'failed', detail: 'provider-rejected' };
}
