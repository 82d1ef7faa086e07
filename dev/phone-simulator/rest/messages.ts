import type { Account } from '../accounts/account.js';
import type { Directory } from '../accounts/directory.js';
import { apiVersion, rfc2822 } from '../calls/call-parameters.js';
import type { Faults } from '../faults.js';
import { isFinal, segmentsOf, type TextMessage } from '../messages/text-message.js';
import type { Texting } from '../messages/texting.js';
import { TwilioError } from '../twilio-error.js';
import { field, notFound, resourceUri, urlField } from './form.js';
import { page } from './paging.js';
import { incomplete, refusal } from './refusal.js';
import type { RestHandler, RestRequest, RestRoutes } from './rest-request.js';

/** Messages.json: send, list, look up and delete texts. */
export function messageRoutes(deps: {
  readonly directory: Directory;
  readonly texting: Texting;
  readonly faults: Faults;
}): RestRoutes {
  const ownMessages = (account: Account): readonly TextMessage[] =>
    deps.texting.all().filter((message) => message.account === account);

  const find = (request: RestRequest): TextMessage => {
    const found = ownMessages(request.account).find((message) => message.sid === request.sid);
    if (found === undefined) throw notFound(request.uri);
    return found;
  };

  /** https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
  const create: RestHandler = ({ account, form }) => {
    const refused = deps.faults.take('refuse-next-texts', account.sid);
    if (refused !== undefined) throw refusal(refused);
    const to = field(form, 'To');
    if (to === undefined) throw new TwilioError(21604, "A 'To' phone number is required.");
    const statusCallback = urlField(form, 'StatusCallback', 21609);
    const message = deps.texting.send({
      account,
      direction: 'outbound-api',
      to,
      from: sender(account, form),
      body: form.get('Body') ?? '',
      messagingServiceSid: field(form, 'MessagingServiceSid'),
      ...(statusCallback === undefined ? {} : { statusCallback: { url: statusCallback, method: 'POST' } }),
    });
    if (deps.faults.take('lose-reply-of-next-text', account.sid) !== undefined) {
      return { status: 'connection reset' };
    }
    return { status: 201, body: messageResource(message) };
  };

  function sender(account: Account, form: URLSearchParams): string {
    const from = field(form, 'From');
    const service = field(form, 'MessagingServiceSid');
    if (service !== undefined) {
      if (service !== account.messagingServiceSid) {
        throw new TwilioError(21701, 'The Messaging Service does not exist.', 404);
      }
      const number = deps.directory.numbersOf(account)[0];
      if (number === undefined) {
        throw new TwilioError(21703, 'The Messaging Service contains no phone numbers.');
      }
      return number.phoneNumber;
    }
    if (from === undefined) throw new TwilioError(21603, "A 'From' phone number is required.");
    if (deps.directory.owned(from)?.account !== account) {
      throw new TwilioError(
        21606,
        `The From phone number ${from} is not a valid, SMS-capable inbound phone number or short code for your account.`,
      );
    }
    return from;
  }

  const list: RestHandler = (request) => {
    const to = field(request.query, 'To');
    const from = field(request.query, 'From');
    const wasSent = sentWithin(request.query);
    const messages = ownMessages(request.account).filter(
      (message) =>
        (to === undefined || message.to === to) &&
        (from === undefined || message.from === from) &&
        wasSent(message),
    );
    return page(request, 'messages', messages.reverse(), messageResource);
  };

  return [
    { method: 'post', path: '/Messages.json', handle: create },
    { method: 'get', path: '/Messages.json', handle: list },
    {
      method: 'get',
      path: '/Messages/:sid.json',
      handle: (request) => ({ status: 200, body: messageResource(find(request)) }),
    },
    {
      method: 'delete',
      path: '/Messages/:sid.json',
      handle: (request) => {
        const message = find(request);
        if (!isFinal(message)) throw incomplete();
        deps.texting.remove(message);
        return { status: 204 };
      },
    },
  ];
}

/** `DateSent>` and `DateSent<` leave out what was not sent yet: there is no date of it. */
function sentWithin(query: URLSearchParams): (message: TextMessage) => boolean {
  const [after, before] = ['DateSent>', 'DateSent<'].map((name) => {
    const value = field(query, name);
    return value === undefined ? undefined : Date.parse(value);
  });
  if (after === undefined && before === undefined) return () => true;
  return ({ sentAt }) => {
    const at = sentAt?.getTime();
    return at !== undefined && (after === undefined || at >= after) && (before === undefined || at <= before);
  };
}

/** https://www.twilio.com/docs/messaging/api/message-resource#message-properties */
function messageResource(message: TextMessage): Readonly<Record<string, unknown>> {
  const path = `Messages/${message.sid}`;
  const accountSid = message.account.sid;
  // With a messaging service the sender is chosen after acceptance.
  const from = message.status === 'accepted' ? null : message.from;
  return {
    account_sid: accountSid,
    api_version: apiVersion,
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt === undefined ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.changedAt),
    direction: message.direction,
    error_code: message.errorCode ?? null,
    error_message: null,
    from,
    messaging_service_sid: message.messagingServiceSid ?? null,
    num_media: '0',
    num_segments: message.status === 'accepted' ? '0' : String(segmentsOf(message.body)),
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: resourceUri(accountSid, `${path}/Media`) },
    to: message.to,
    uri: resourceUri(accountSid, path),
  };
}
