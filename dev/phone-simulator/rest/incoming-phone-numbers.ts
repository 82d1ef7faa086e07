import type { Directory } from '../accounts/directory.js';
import type { NumberHandlers, OwnedNumber } from '../accounts/owned-number.js';
import { apiVersion, rfc2822 } from '../calls/call-parameters.js';
import { field, methodField, notFound, resourceUri, urlField } from './form.js';
import { page } from './paging.js';
import type { RestHandler, RestRequest, RestRoutes } from './rest-request.js';

/** IncomingPhoneNumbers.json: list, look up and configure the numbers of an account. */
export function incomingPhoneNumberRoutes(deps: { readonly directory: Directory }): RestRoutes {
  const find = (request: RestRequest): OwnedNumber => {
    const numbers = deps.directory.numbersOf(request.account);
    const found = numbers.find((number) => number.sid === request.sid);
    if (found === undefined) throw notFound(request.uri);
    return found;
  };

  const list: RestHandler = (request) => {
    const number = field(request.query, 'PhoneNumber');
    const name = field(request.query, 'FriendlyName');
    const numbers = deps.directory
      .numbersOf(request.account)
      .filter(
        (each) =>
          (number === undefined || each.phoneNumber.includes(number)) &&
          (name === undefined || each.handlers.friendlyName === name),
      );
    return page(request, 'incoming_phone_numbers', numbers, numberResource);
  };

  const update: RestHandler = (request) => {
    const number = find(request);
    const changed = deps.directory.own(request.account, number.phoneNumber, readHandlers(request.form));
    return { status: 200, body: numberResource(changed) };
  };

  return [
    { method: 'get', path: '/IncomingPhoneNumbers.json', handle: list },
    {
      method: 'get',
      path: '/IncomingPhoneNumbers/:sid.json',
      handle: (request) => ({ status: 200, body: numberResource(find(request)) }),
    },
    { method: 'post', path: '/IncomingPhoneNumbers/:sid.json', handle: update },
  ];
}

const addressFields = {
  voiceUrl: 'VoiceUrl',
  voiceFallbackUrl: 'VoiceFallbackUrl',
  smsUrl: 'SmsUrl',
  smsFallbackUrl: 'SmsFallbackUrl',
  statusCallback: 'StatusCallback',
} as const;

const methodFields = {
  voiceMethod: 'VoiceMethod',
  voiceFallbackMethod: 'VoiceFallbackMethod',
  smsMethod: 'SmsMethod',
  smsFallbackMethod: 'SmsFallbackMethod',
  statusCallbackMethod: 'StatusCallbackMethod',
} as const;

/** Only what the form mentions; an empty address takes the handler away. */
function readHandlers(form: URLSearchParams): Partial<NumberHandlers> {
  const addresses = mentioned(form, addressFields, (name) => urlField(form, name, 21502) ?? '');
  const methods = mentioned(form, methodFields, (name) => methodField(form, name));
  const friendlyName = field(form, 'FriendlyName');
  return {
    ...addresses,
    ...methods,
    ...(friendlyName === undefined ? {} : { friendlyName }),
  };
}

function mentioned<Key extends string, Value>(
  form: URLSearchParams,
  names: Readonly<Record<Key, string>>,
  read: (name: string) => Value,
): Partial<Record<Key, Value>> {
  const values: Partial<Record<Key, Value>> = {};
  for (const key in names) {
    if (form.has(names[key])) values[key] = read(names[key]);
  }
  return values;
}

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
function numberResource(number: OwnedNumber): Readonly<Record<string, unknown>> {
  const { handlers } = number;
  return {
    account_sid: number.account.sid,
    address_requirements: 'none',
    address_sid: null,
    api_version: apiVersion,
    beta: false,
    bundle_sid: null,
    capabilities: { voice: true, sms: true, mms: false, fax: false },
    date_created: rfc2822(number.createdAt),
    date_updated: rfc2822(number.updatedAt),
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    emergency_status: 'Inactive',
    friendly_name: handlers.friendlyName,
    identity_sid: null,
    origin: 'twilio',
    phone_number: number.phoneNumber,
    sid: number.sid,
    sms_application_sid: '',
    sms_fallback_method: handlers.smsFallbackMethod,
    sms_fallback_url: handlers.smsFallbackUrl,
    sms_method: handlers.smsMethod,
    sms_url: handlers.smsUrl,
    status: 'in-use',
    status_callback: handlers.statusCallback,
    status_callback_method: handlers.statusCallbackMethod,
    trunk_sid: null,
    uri: resourceUri(number.account.sid, `IncomingPhoneNumbers/${number.sid}`),
    voice_application_sid: '',
    voice_caller_id_lookup: false,
    voice_fallback_method: handlers.voiceFallbackMethod,
    voice_fallback_url: handlers.voiceFallbackUrl,
    voice_method: handlers.voiceMethod,
    voice_receive_mode: 'voice',
    voice_url: handlers.voiceUrl,
  };
}
