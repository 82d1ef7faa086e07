import { apiVersion, rfc2822 } from '../calls/call-parameters.js';
import type { Call } from '../calls/call.js';
import { resourceUri } from './form.js';

/** https://www.twilio.com/docs/voice/api/call-resource#call-properties */
export function callResource(call: Call): Readonly<Record<string, unknown>> {
  const path = `Calls/${call.sid}`;
  const uri = (name: string): string => resourceUri(call.account.sid, `${path}/${name}`);
  const startedAt = call.startedAt;
  const endedAt = call.endedAt;
  return {
    account_sid: call.account.sid,
    annotation: null,
    answered_by: call.answeredBy ?? null,
    api_version: apiVersion,
    caller_name: null,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.changedAt),
    direction: call.direction,
    duration: endedAt === undefined ? null : String(call.talkSeconds),
    end_time: endedAt === undefined ? null : rfc2822(endedAt),
    forwarded_from: null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    parent_call_sid: call.parent?.sid ?? null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: call.sid,
    start_time: startedAt === undefined ? null : rfc2822(startedAt),
    status: call.status,
    subresource_uris: {
      events: uri('Events'),
      notifications: uri('Notifications'),
      payments: uri('Payments'),
      recordings: uri('Recordings'),
      siprec: uri('Siprec'),
      streams: uri('Streams'),
      transcriptions: uri('Transcriptions'),
      user_defined_message_subscriptions: uri('UserDefinedMessageSubscriptions'),
      user_defined_messages: uri('UserDefinedMessages'),
    },
    to: call.to,
    to_formatted: call.to,
    trunk_sid: '',
    uri: resourceUri(call.account.sid, path),
  };
}

/**
 * The reply to the order itself: Twilio leaves the dates null there, since the call is not stored yet; a later look-up
 * has them.
 */
export function orderedCallResource(call: Call): Readonly<Record<string, unknown>> {
  return { ...callResource(call), date_created: null, date_updated: null };
}
