import type { Reachable } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import { textParts } from '../../wording/text-parts.js';
import { quietly } from '../activity-failures.js';
import { gatherMessageFacts, type MessageFactsDependencies } from '../messages/message-facts.js';
import { writtenQuestion } from '../messages/questions.js';
import { purseOf, type PurseDependencies } from '../spending/purse.js';
import { composeQuestionText, type TextMessageDependencies } from '../messages/text-messages.js';
import { traceSentText } from '../text-traces/sent-text.js';
import type { TextTraceDependencies } from '../text-traces/text-trace-keeping.js';
import { leftOpen, noUsableChannel, spendCapReached, type Outcome } from './attempt-outcome.js';

export interface TextAttemptDependencies
  extends TextMessageDependencies, MessageFactsDependencies, PurseDependencies, TextTraceDependencies {
  readonly store: Pick<Store, 'texts' | 'textTraces' | 'cases' | 'intakes' | 'spending'>;
  readonly telephony: Telephony;
  readonly callerId: PhoneNumber;
}

/** Sends the text that asks. Its answer, by code or link, completes the attempt; no answer in time is no reply. */
export async function sendTextAttempt(
  dependencies: TextAttemptDependencies,
  order: AttemptOrder,
  person: Reachable,
  to: PhoneNumber,
): Promise<Outcome> {
  const { store, telephony, callerId } = dependencies;
  const { organisationId, subject, target, purpose, approval, key: attempt } = order;
  const question = writtenQuestion({ purpose, organisationId, subject, target, attempt, approval });
  if (question === undefined || !person.texts) return noUsableChannel;
  const purse = purseOf(dependencies, order);
  const optedOut = await quietly('whether texts are wanted', () => store.texts.hasOptedOut(to));
  if (optedOut === true) return { reason: 'failed', detail: 'opted-out' };
  const known = await gatherMessageFacts(dependencies, organisationId, subject, approval?.orderId);
  const facts = { ...known, silent: known.silent || order.silent === true };
  const body = await composeQuestionText(dependencies, question, person, to, facts);
  if (!(await purse.admits({ for: 'text', texts: textParts(body).parts }))) return spendCapReached;
  const delivery = await quietly('the reply of the telephony provider', () =>
    telephony.sendText({ to, from: callerId, body }),
  );
  // Without a reply the text may have been sent: it is not sent again, and its answer is waited for.
  if (delivery === undefined) return leftOpen;
  await traceSentText(dependencies, { organisationId, subject, target, to }, delivery);
  return delivery.sent === 'no' ? { reason: 'failed', detail: delivery.why } : leftOpen;
}
