import { apiVersion, rfc2822 } from '../calls/call-parameters.js';
import type { Conference } from '../conferences/conference.js';
import type { Conferences } from '../conferences/conferences.js';
import { TwilioError } from '../twilio-error.js';
import { field, notFound, resourceUri } from './form.js';
import { page } from './paging.js';
import type { RestHandler, RestRequest, RestRoutes } from './rest-request.js';

/** Conferences.json: list, look up and end conferences. */
export function conferenceRoutes(deps: { readonly conferences: Conferences }): RestRoutes {
  const find = (request: RestRequest): Conference => {
    const found = deps.conferences.find(request.account, request.sid);
    if (found === undefined) throw notFound(request.uri);
    return found;
  };

  const list: RestHandler = (request) => {
    const name = field(request.query, 'FriendlyName');
    const status = field(request.query, 'Status');
    const conferences = deps.conferences
      .all()
      .filter(
        (each) =>
          each.account === request.account &&
          (name === undefined || each.name === name) &&
          (status === undefined || each.status === status),
      );
    return page(request, 'conferences', conferences.reverse(), conferenceResource);
  };

  const update: RestHandler = (request) => {
    const conference = find(request);
    const status = field(request.form, 'Status');
    if (status !== 'completed') {
      throw new TwilioError(20001, 'The simulator can only end a conference (Status=completed).');
    }
    conference.end('conference-ended-via-api');
    return { status: 200, body: conferenceResource(conference) };
  };

  return [
    { method: 'get', path: '/Conferences.json', handle: list },
    {
      method: 'get',
      path: '/Conferences/:sid.json',
      handle: (request) => ({ status: 200, body: conferenceResource(find(request)) }),
    },
    { method: 'post', path: '/Conferences/:sid.json', handle: update },
  ];
}

/** https://www.twilio.com/docs/voice/api/conference-resource#conference-properties */
function conferenceResource(conference: Conference): Readonly<Record<string, unknown>> {
  const path = `Conferences/${conference.sid}`;
  const accountSid = conference.account.sid;
  return {
    account_sid: accountSid,
    api_version: apiVersion,
    call_sid_ending_conference: conference.ending?.by?.call.sid ?? null,
    date_created: rfc2822(conference.createdAt),
    date_updated: rfc2822(conference.changedAt),
    friendly_name: conference.name,
    reason_conference_ended: conference.ending?.reason ?? null,
    region: 'us1',
    sid: conference.sid,
    status: conference.status,
    subresource_uris: {
      participants: resourceUri(accountSid, `${path}/Participants`),
      recordings: resourceUri(accountSid, `${path}/Recordings`),
    },
    uri: resourceUri(accountSid, path),
  };
}
