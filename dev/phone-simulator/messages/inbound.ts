import type { OwnedNumber } from '../accounts/owned-number.js';
import { apiVersion } from '../calls/call-parameters.js';
import type { Alert } from '../script/alerts.js';
import { TwimlError } from '../twiml/document.js';
import { parseMessagingDocument, type MessagingVerb } from '../twiml/parse-messaging.js';
import type { Target } from '../twiml/verbs.js';
import { isWebUrl, type Webhooks } from '../webhooks/webhooks.js';
import type { ReservedWord } from './opt-outs.js';
import { segmentsOf, type TextMessage } from './text-message.js';

interface Deps {
  readonly webhooks: Webhooks;
  readonly alert: Alert;
  readonly reply: (number: OwnedNumber, phone: string, body: string, statusCallback?: string) => void;
}

const mostRedirects = 10;

/**
 * Tells the number's handler of a text and sends what it answers; the fallback is asked when the handler fails. Throws
 * a TwimlError when that fails too.
 */
export async function answerInboundText(
  message: TextMessage,
  number: OwnedNumber,
  word: ReservedWord | undefined,
  deps: Deps,
): Promise<void> {
  const { handlers } = number;
  if (handlers.smsUrl === '') return;
  const params = inboundParameters(message, word);
  let target: Target = { url: handlers.smsUrl, method: handlers.smsMethod };
  for (let count = 0; count <= mostRedirects; count += 1) {
    const verbs = await askWithFallback(message, number, target, params, deps);
    let redirect: Target | undefined;
    for (const verb of verbs) {
      if (verb.verb === 'Redirect') {
        redirect = { url: new URL(verb.url, target.url).href, method: verb.method };
        break;
      }
      const callback =
        verb.statusCallback === undefined ? undefined : new URL(verb.statusCallback, target.url).href;
      deps.reply(number, verb.to ?? message.from, verb.body, callback);
    }
    if (redirect === undefined) return;
    target = redirect;
  }
  throw new TwimlError(14107, 'The answers to a text lead in circles.');
}

async function askWithFallback(
  message: TextMessage,
  number: OwnedNumber,
  target: Target,
  params: Readonly<Record<string, string>>,
  deps: Deps,
): Promise<readonly MessagingVerb[]> {
  const { handlers } = number;
  try {
    return await ask(message, target, params, deps);
  } catch (error) {
    if (!(error instanceof TwimlError) || handlers.smsFallbackUrl === '') throw error;
    deps.alert(undefined, 'error', error.code, error.message);
    const fallback = { url: handlers.smsFallbackUrl, method: handlers.smsFallbackMethod };
    return ask(message, fallback, { ...params, ErrorCode: String(error.code), ErrorUrl: target.url }, deps);
  }
}

async function ask(
  message: TextMessage,
  target: Target,
  params: Readonly<Record<string, string>>,
  deps: Deps,
): Promise<readonly MessagingVerb[]> {
  if (!isWebUrl(target.url)) throw new TwimlError(11100, `Invalid URL format: ${target.url}`);
  const reply = await deps.webhooks.send({
    account: message.account,
    ...target,
    params,
    number: message.from,
    purpose: 'message',
  });
  if (!reply.ok) throw new TwimlError(reply.code, reply.message);
  if (reply.body.trim() === '') return [];
  if (reply.contentType.startsWith('text/plain')) {
    return [{ verb: 'Message', body: reply.body, to: undefined, from: undefined, statusCallback: undefined }];
  }
  const document = parseMessagingDocument(reply.body);
  for (const warning of document.warnings) deps.alert(undefined, 'warning', 12200, warning);
  return document.verbs;
}

/** https://www.twilio.com/docs/messaging/guides/webhook-request */
function inboundParameters(
  message: TextMessage,
  word: ReservedWord | undefined,
): Readonly<Record<string, string>> {
  return {
    MessageSid: message.sid,
    SmsSid: message.sid,
    SmsMessageSid: message.sid,
    AccountSid: message.account.sid,
    From: message.from,
    To: message.to,
    Body: message.body,
    NumMedia: '0',
    NumSegments: String(segmentsOf(message.body)),
    SmsStatus: 'received',
    ApiVersion: apiVersion,
    ...(word === undefined ? {} : { OptOutType: word }),
  };
}
