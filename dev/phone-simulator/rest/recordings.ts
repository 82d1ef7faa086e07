import type { CallBook } from '../calls/call-book.js';
import { apiVersion, rfc2822 } from '../calls/call-parameters.js';
import type { Recording, Recordings } from '../recordings/recordings.js';
import { TwilioError } from '../twilio-error.js';
import { field, notFound, resourceUri } from './form.js';
import { page } from './paging.js';
import type { RestHandler, RestRequest, RestRoutes } from './rest-request.js';

/** Recordings.json: start (of a call in progress), list, look up and delete recordings. */
export function recordingRoutes({
  book,
  recordings,
}: {
  readonly book: CallBook;
  readonly recordings: Recordings;
}): RestRoutes {
  const find = ({ account, sid, uri }: RestRequest): Recording => {
    const found = recordings.all().find((each) => each.sid === sid && each.account === account);
    if (found === undefined) throw notFound(uri);
    return found;
  };

  const listOf =
    (callSidOf: (request: RestRequest) => string | undefined): RestHandler =>
    (request) => {
      const callSid = callSidOf(request);
      const found = recordings
        .all()
        .filter(({ account }) => account === request.account)
        .filter((each) => callSid === undefined || each.callSid === callSid);
      return page(request, 'recordings', found.reverse(), recordingResource);
    };

  /** https://www.twilio.com/docs/voice/api/recording#start-a-recording */
  const start: RestHandler = (request) => {
    const call = book.find(request.sid);
    if (call?.account !== request.account) throw notFound(request.uri);
    if (call.status !== 'in-progress') {
      throw new TwilioError(21220, 'Requested resource is not eligible for recording');
    }
    return { status: 201, body: recordingResource(recordings.start(call, 'StartCallRecordingAPI')) };
  };

  return [
    { method: 'get', path: '/Recordings.json', handle: listOf(({ query }) => field(query, 'CallSid')) },
    { method: 'get', path: '/Calls/:sid/Recordings.json', handle: listOf(({ sid }) => sid) },
    { method: 'post', path: '/Calls/:sid/Recordings.json', handle: start },
    // Nothing records conferences here.
    {
      method: 'get',
      path: '/Conferences/:sid/Recordings.json',
      handle: (request) => page<Recording>(request, 'recordings', [], recordingResource),
    },
    {
      method: 'get',
      path: '/Recordings/:sid.json',
      handle: (request) => ({ status: 200, body: recordingResource(find(request)) }),
    },
    {
      method: 'delete',
      path: '/Recordings/:sid.json',
      handle: (request) => {
        recordings.remove(find(request));
        return { status: 204 };
      },
    },
  ];
}

/** https://www.twilio.com/docs/voice/api/recording#recording-properties */
function recordingResource(recording: Recording): Readonly<Record<string, unknown>> {
  const { sid, account, callSid, source, startedAt, endedAt } = recording;
  const seconds = endedAt === undefined ? undefined : (endedAt.getTime() - startedAt.getTime()) / 1000;
  return {
    account_sid: account.sid,
    api_version: apiVersion,
    call_sid: callSid,
    channels: 1,
    conference_sid: null,
    date_created: rfc2822(startedAt),
    date_updated: rfc2822(endedAt ?? startedAt),
    duration: seconds === undefined ? '-1' : String(Math.round(seconds)),
    error_code: null,
    price: null,
    price_unit: 'USD',
    sid,
    source,
    start_time: rfc2822(startedAt),
    status: endedAt === undefined ? 'in-progress' : 'completed',
    uri: resourceUri(account.sid, `Recordings/${sid}`),
  };
}
