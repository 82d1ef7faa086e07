import type { Account } from '../accounts/account.js';
import type { OwnedNumber } from '../accounts/owned-number.js';
import { apiVersion } from '../calls/call-parameters.js';
import type { Journal } from '../journal/journal.js';
import type { Pacing } from '../pacing.js';
import type { Phones } from '../people/phones.js';
import { isPhoneNumber } from '../phone-number.js';
import type { Alert } from '../script/alerts.js';
import { TwilioError } from '../twilio-error.js';
import { TwimlError } from '../twiml/document.js';
import { createSendInOrder } from '../webhooks/in-order.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import { answerInboundText } from './inbound.js';
import { startAnswer, stopAnswer, type OptOuts } from './opt-outs.js';
import { newTextMessage, type TextMessage, type TextStatus } from './text-message.js';

export interface TextOrder {
  readonly account: Account;
  readonly direction: 'outbound-api' | 'outbound-reply';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly messagingServiceSid?: string | undefined;
  readonly statusCallback?: TextMessage['statusCallback'];
}

export interface Texting {
  /** Takes a text for delivery. Throws a TwilioError where Twilio would refuse it. */
  send(order: TextOrder): TextMessage;
  /** A person texts a number that an account owns. */
  textIn(from: string, number: OwnedNumber, body: string): TextMessage;
  /** Every text that the accounts can see, oldest first. */
  all(): readonly TextMessage[];
  remove(message: TextMessage): void;
  clear(): void;
}

const longestBody = 1600;
/** How long a text is under way, in simulated seconds per step. */
const stepSeconds = 0.1;

/** `helpAnswer` is the network's own answer to HELP. */
export function createTexting(deps: {
  readonly journal: Journal;
  readonly pacing: Pacing;
  readonly phones: Phones;
  readonly optOuts: OptOuts;
  readonly webhooks: Webhooks;
  readonly alert: Alert;
  readonly helpAnswer: string;
  readonly signal: AbortSignal;
}): Texting {
  let messages: TextMessage[] = [];

  function send(order: TextOrder): TextMessage {
    if (!isPhoneNumber(order.to)) {
      throw new TwilioError(21211, `Invalid 'To' Phone Number: ${order.to}`);
    }
    if (order.body === '') throw new TwilioError(21602, 'Message body is required.');
    if (order.body.length > longestBody) {
      throw new TwilioError(
        21617,
        `The concatenated message body exceeds the ${longestBody} character limit`,
      );
    }
    if (deps.phones.get(order.to).textDelivery === 'landline') {
      throw new TwilioError(21614, `'To' number is not a valid mobile number: ${order.to}`);
    }
    if (deps.optOuts.has(order.from, order.to)) {
      throw new TwilioError(21610, 'Attempt to send to unsubscribed recipient');
    }
    const status = order.messagingServiceSid === undefined ? 'queued' : 'accepted';
    const message = newTextMessage({ ...order, status });
    messages.push(message);
    deliver(message).catch(() => undefined);
    return message;
  }

  async function deliver(message: TextMessage): Promise<void> {
    const sendInOrder = createSendInOrder(deps);
    const change = (status: TextStatus, errorCode?: number): void => {
      message.status = status;
      message.errorCode = errorCode;
      message.changedAt = new Date();
      if (status === 'sent') message.sentAt = message.changedAt;
      const { sid: messageSid, to: number } = message;
      deps.journal.note({ event: 'message-status', number, messageSid, status });
      const callback = message.statusCallback;
      if (callback === undefined) return;
      const params = statusParameters(message);
      sendInOrder(() =>
        deps.webhooks.notify({
          account: message.account,
          ...callback,
          number,
          params,
          purpose: 'message-status',
        }),
      );
    };
    await deps.pacing.seconds(stepSeconds, deps.signal);
    change('sent');
    await deps.pacing.seconds(stepSeconds, deps.signal);
    if (deps.phones.get(message.to).textDelivery === 'undelivered') {
      change('undelivered', 30003);
      return;
    }
    deps.journal.note({
      event: 'message-sent',
      number: message.to,
      messageSid: message.sid,
      from: message.from,
      body: message.body,
      kind: message.direction === 'outbound-reply' ? 'reply' : 'ordered',
    });
    change('delivered');
  }

  /** The network's own answers do not appear among the account's texts. */
  function answerByNetwork(number: OwnedNumber, phone: string, body: string): void {
    deps.journal.note({
      event: 'message-sent',
      number: phone,
      from: number.phoneNumber,
      body,
      kind: 'network',
    });
  }

  function reply(number: OwnedNumber, phone: string, body: string, statusCallback?: string): void {
    try {
      send({
        account: number.account,
        direction: 'outbound-reply',
        from: number.phoneNumber,
        to: phone,
        body,
        ...(statusCallback === undefined ? {} : { statusCallback: { url: statusCallback, method: 'POST' } }),
      });
    } catch (error) {
      if (!(error instanceof TwilioError)) throw error;
      deps.alert(undefined, 'error', error.code, error.message);
    }
  }

  return {
    send,
    textIn(from, number, body) {
      const message = newTextMessage({
        account: number.account,
        direction: 'inbound',
        from,
        to: number.phoneNumber,
        body,
        status: 'received',
      });
      messages.push(message);
      deps.phones.get(from);
      deps.journal.note({
        event: 'message-received',
        number: from,
        messageSid: message.sid,
        to: number.phoneNumber,
        body,
      });
      const word = deps.optOuts.read(number.phoneNumber, from, body);
      if (word === 'STOP') answerByNetwork(number, from, stopAnswer);
      if (word === 'START') answerByNetwork(number, from, startAnswer);
      if (word === 'HELP') answerByNetwork(number, from, deps.helpAnswer);
      void answerInboundText(message, number, word, { ...deps, reply }).catch((error: unknown) => {
        const code = error instanceof TwimlError ? error.code : 0;
        deps.alert(undefined, 'error', code, String(error));
      });
      return message;
    },
    all: () => messages,
    remove(message) {
      messages = messages.filter((other) => other !== message);
    },
    clear() {
      messages = [];
    },
  };
}

/** https://www.twilio.com/docs/messaging/api/message-resource#twilios-request-to-the-statuscallback-url */
function statusParameters(message: TextMessage): Record<string, string> {
  return {
    AccountSid: message.account.sid,
    ApiVersion: apiVersion,
    From: message.from,
    To: message.to,
    MessageSid: message.sid,
    SmsSid: message.sid,
    MessageStatus: message.status,
    SmsStatus: message.status,
    ...(message.errorCode === undefined ? {} : { ErrorCode: String(message.errorCode) }),
    ...(message.messagingServiceSid === undefined
      ? {}
      : { MessagingServiceSid: message.messagingServiceSid }),
  };
}
