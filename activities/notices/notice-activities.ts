import { setTimeout as pause } from 'node:timers/promises';
import { log } from '@temporalio/activity';
import type { Reachable } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import { describeError } from '../../domain/describe-error.js';
import { DomainError } from '../../domain/errors.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { noticeBypassesCap } from '../../domain/spending/spending.js';
import { targetKey, type Target } from '../../domain/target.js';
import type { NoticeOutcome, NoticeResult } from '../../domain/timeline.js';
import type { Mail, MailDelivery, Mailer } from '../../providers/mail/mailer.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import { textParts } from '../../wording/text-parts.js';
import { quietly, withSafeFailures } from '../activity-failures.js';
import type { NoticeActivities, NoticeOrder } from '../contract.js';
import {
  gatherMessageFacts,
  type MessageFacts,
  type MessageFactsDependencies,
} from '../messages/message-facts.js';
import { isAmong, peopleUnderDuress } from '../duress/spared-addresses.js';
import { addressed } from '../messages/mail-messages.js';
import { reach, type ReachDependencies } from '../reach.js';
import { openPurse, type PurseDependencies } from '../spending/purse.js';
import { traceSentText } from '../text-traces/sent-text.js';
import type { TextTraceDependencies } from '../text-traces/text-trace-keeping.js';
import { inTurns } from './in-turns.js';
import { composeNoticeMail, composeNoticeText, type NoticeContentDependencies } from './notice-content.js';

export interface NoticeDependencies
  extends
    ReachDependencies,
    MessageFactsDependencies,
    NoticeContentDependencies,
    PurseDependencies,
    TextTraceDependencies {
  readonly store: Store;
  readonly telephony: Telephony;
  readonly mailer: Mailer;
  /** The number that texts come from. */
  readonly callerId: PhoneNumber;
}

const targetsAtOnce = 10;
/**
 * Notices begin at the same moment as the first calls, in the same process. Composing and sending them takes processor
 * time; the calls get a head start, so that no text keeps a phone from ringing.
 */
const callsFirstMilliseconds = 150;
/**
 * A mail server that is away for a moment is tried once more: the same Message-ID makes that harmless. After that the case
 * sends the notice again.
 */
const mailPauseMilliseconds = 2_000;

/** Texts and mails about a case. One that is refused is told in the results; the others go out all the same. */
export function createNoticeActivities(dependencies: NoticeDependencies): NoticeActivities {
  return {
    sendNotices: (order) =>
      withSafeFailures(async () => {
        const { organisationId, subject, to, approval } = order;
        await pause(callsFirstMilliseconds);
        const [known, people] = await Promise.all([
          gatherMessageFacts(dependencies, organisationId, subject, approval?.orderId),
          peopleUnderDuress(dependencies),
        ]);
        const facts = { ...known, silent: known.silent || order.silent === true };
        const spared = [...ownAddresses(facts), ...people.flatMap(({ addresses }) => addresses)];
        const results = await inTurns(to, targetsAtOnce, (target) =>
          notify(dependencies, order, target, facts, spared),
        );
        return results.flat();
      }),
  };
}

async function notify(
  dependencies: NoticeDependencies,
  order: NoticeOrder,
  target: Target,
  facts: MessageFacts,
  spared: readonly string[],
): Promise<readonly NoticeResult[]> {
  const { organisationId, subject } = order;
  const person = await quietly('how somebody is reached', () =>
    reach(dependencies, {
      organisationId,
      target,
      ...(subject.case === 'incident' ? { incidentId: subject.incidentId } : {}),
    }),
  );
  if (person === undefined) return [];
  const channels = await channelsOf(dependencies, order);
  const [phone] = person.phones;
  const { email } = person;
  const attempts = [
    ...(person.texts && phone !== undefined && channels.sms && !isAmong(spared, phone)
      ? [{ channel: 'sms', send: () => text(dependencies, order, person, phone, facts) } as const]
      : []),
    ...(email !== undefined && channels.email && !isAmong(spared, email)
      ? [{ channel: 'email', send: () => mail(dependencies, order, person, email, facts) } as const]
      : []),
  ];
  const results = await Promise.all(
    attempts.map(async ({ channel, send }): Promise<readonly NoticeResult[]> => {
      const sending = await quietly(`a notice by ${channel}`, async () => ({ outcome: await send() }));
      const outcome = sending === undefined ? 'failed' : sending.outcome;
      return outcome === undefined ? [] : [{ target, channel, outcome }];
    }),
  );
  return results.flat();
}

/** Of the person in need in a silent incident: known by the incident itself while MongoDB is away (I14). */
function ownAddresses({ silent, person }: MessageFacts): readonly string[] {
  if (!silent || person === undefined) return [];
  return [...person.phones, ...(person.email === undefined ? [] : [person.email])];
}

/** A status call asks on the channels that its policy names; everything else goes out on all of them. */
async function channelsOf(
  { contactBook }: NoticeDependencies,
  { kind, organisationId, only }: NoticeOrder,
): Promise<{ readonly sms: boolean; readonly email: boolean }> {
  if (only === 'email') return { sms: false, email: true };
  if (kind !== 'status-question') return { sms: true, email: true };
  const organisation = await quietly('the organisation', () => contactBook.organisation(organisationId));
  const channels = organisation?.settings.statusCallPolicy.channels ?? ['sms', 'email'];
  return { sms: channels.includes('sms'), email: channels.includes('email') };
}

/** Undefined: there is nothing to say by text. */
async function text(
  dependencies: NoticeDependencies,
  order: NoticeOrder,
  person: Reachable,
  to: PhoneNumber,
  facts: MessageFacts,
): Promise<NoticeOutcome | undefined> {
  const { store, telephony, callerId } = dependencies;
  if ((await quietly('whether texts are wanted', () => store.texts.hasOptedOut(to))) === true) {
    return 'opted-out';
  }
  const body = await composeNoticeText(dependencies, order, person, to, facts);
  if (body === undefined) return undefined;
  // Claimed before it is sent: a repeated activity may leave a text out, but never texts twice.
  const claim = await quietly('the claim of a text', () =>
    store.texts.claimSending(`${keyFor(order, person)}/sms`),
  );
  if (claim === false) return 'sent';
  const purse = openPurse(dependencies, order.organisationId, noticeBypassesCap(order.kind));
  if (!(await purse.admits({ for: 'text', texts: textParts(body).parts }))) return 'refused';
  const delivery = await telephony.sendText({ to, from: callerId, body });
  await traceSentText(dependencies, { ...order, target: person.target, to }, delivery);
  if (delivery.sent === 'yes') return 'sent';
  if (delivery.sent === 'unknown') return 'failed';
  switch (delivery.why) {
    case 'opted-out':
      await quietly('that texts are not wanted', () => store.texts.optOut(to, true));
      return 'opted-out';
    case 'number-refused':
    case 'number-blocked':
      return 'refused';
    case 'provider-rejected':
      return 'failed';
  }
}

async function mail(
  dependencies: NoticeDependencies,
  order: NoticeOrder,
  person: Reachable,
  address: string,
  facts: MessageFacts,
): Promise<NoticeOutcome> {
  const { mailer } = dependencies;
  const rendered = await composeNoticeMail(dependencies, order, person, facts);
  const ready: Mail = addressed(rendered, address);
  const key = keyFor(order, person);
  const send = () => unlessAway(() => mailer.send(ready, key));
  let delivery = await send();
  if (delivery === 'away') {
    await pause(mailPauseMilliseconds);
    delivery = await send();
  }
  if (delivery === 'away') return 'unavailable';
  if (delivery.sent) return 'sent';
  return delivery.why === 'address-refused' ? 'refused' : 'failed';
}

/** No connection, none in time, or a refusal that may pass (4xx). */
async function unlessAway(send: () => Promise<MailDelivery>): Promise<MailDelivery | 'away'> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'unavailable') throw error;
    log.warn('The mail server is away', describeError(error));
    return 'away';
  }
}

function keyFor(order: NoticeOrder, { target }: Reachable): string {
  return `${order.key}/${targetKey(target)}`;
}
