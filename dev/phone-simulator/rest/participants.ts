import type { Directory } from '../accounts/directory.js';
import { rfc2822 } from '../calls/call-parameters.js';
import type { Call } from '../calls/call.js';
import type { Exchange } from '../calls/exchange.js';
import type { Conference, Participant } from '../conferences/conference.js';
import type { Conferences } from '../conferences/conferences.js';
import type { Alert } from '../script/alerts.js';
import type { Announce } from '../script/announce.js';
import type { ConferenceEvent, Dial, DialledConference } from '../twiml/verbs.js';
import { readDetection, readParties, readStatusCallback } from './call-order.js';
import { field, flagField, methodField, notFound, resourceUri, secondsField, urlField } from './form.js';
import { page } from './paging.js';
import type { RestHandler, RestRequest, RestRoutes } from './rest-request.js';

/** Participants.json: call people into a conference, list, mute, hold and remove them, announce something to them. */
export function participantRoutes(deps: {
  readonly directory: Directory;
  readonly conferences: Conferences;
  readonly exchange: Exchange;
  readonly alert: Alert;
  readonly announce: Announce;
}): RestRoutes {
  const conferenceOf = (request: RestRequest): Conference => {
    const found = deps.conferences.find(request.account, request.sid);
    if (found === undefined || found.status === 'completed') throw notFound(request.uri);
    return found;
  };

  /** A participant is named by its call or its label. */
  const find = (request: RestRequest): { conference: Conference; participant: Participant } => {
    const conference = conferenceOf(request);
    const participant = conference.participants.find(
      (each) => each.call.sid === request.subSid || each.label === request.subSid,
    );
    if (participant === undefined) throw notFound(request.uri);
    return { conference, participant };
  };

  /** Calls somebody into a conference, which is opened when it is named and does not exist. */
  const create: RestHandler = ({ account, sid, form }) => {
    const { from, to } = readParties(account, form, deps.directory);
    const conference = /^CF[0-9a-f]{32}$/.test(sid)
      ? deps.conferences.find(account, sid)
      : deps.conferences.open(account, sid);
    if (conference === undefined) throw notFound(resourceUri(account.sid, `Conferences/${sid}/Participants`));
    const order = readConferenceOrder(conference.name, form);
    const call = deps.exchange.order({
      account,
      from,
      to,
      instruction: { kind: 'verbs', verbs: [dialInto(order)] },
      fallback: undefined,
      statusCallback: readStatusCallback(form, deps.alert),
      ringSeconds: secondsField(form, 'Timeout', 60, 600),
      timeLimitSeconds: secondsField(form, 'TimeLimit', 14_400, 86_400),
      detection: readDetection(form, 'AmdStatusCallback', true),
    });
    conference.expect(call, order.label);
    return {
      status: 201,
      body: participantResource(
        conference,
        { call, ...order, hold: false, joinedAt: call.createdAt },
        'queued',
      ),
    };
  };

  const update: RestHandler = (request) => {
    const { conference, participant } = find(request);
    const { form } = request;
    const flag = (name: string): boolean | undefined =>
      field(form, name) === undefined ? undefined : flagField(form, name, false);
    const [muted, hold] = [flag('Muted'), flag('Hold')];
    conference.change(participant, {
      ...(muted === undefined ? {} : { muted }),
      ...(hold === undefined ? {} : { hold }),
    });
    participant.endOnExit = flag('EndConferenceOnExit') ?? participant.endOnExit;
    const announceUrl = urlField(form, 'AnnounceUrl', 21205);
    if (announceUrl !== undefined) {
      const method = methodField(form, 'AnnounceMethod');
      void deps.announce(participant, conference.sid, { url: announceUrl, method });
    }
    return { status: 200, body: participantResource(conference, participant, 'connected') };
  };

  const list: RestHandler = (request) => {
    const conference = conferenceOf(request);
    const connected = conference.participants.map((participant) => ({
      sid: participant.call.sid,
      resource: participantResource(conference, participant, 'connected'),
    }));
    const expected = conference.expected.map(({ call, label }) => ({
      sid: call.sid,
      resource: participantResource(conference, expectedView(call, label), connecting(call)),
    }));
    return page(request, 'participants', [...expected, ...connected].reverse(), (each) => each.resource);
  };

  return [
    { method: 'post', path: '/Conferences/:sid/Participants.json', handle: create },
    { method: 'get', path: '/Conferences/:sid/Participants.json', handle: list },
    {
      method: 'get',
      path: '/Conferences/:sid/Participants/:subSid.json',
      handle: (request) => {
        const { conference, participant } = find(request);
        return { status: 200, body: participantResource(conference, participant, 'connected') };
      },
    },
    { method: 'post', path: '/Conferences/:sid/Participants/:subSid.json', handle: update },
    {
      method: 'delete',
      path: '/Conferences/:sid/Participants/:subSid.json',
      handle: (request) => {
        const { conference, participant } = find(request);
        conference.leave(participant.call, 'participant_kicked_via_api');
        return { status: 204 };
      },
    },
  ];
}

const conferenceEvents: readonly ConferenceEvent[] = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
];

/** https://www.twilio.com/docs/voice/api/conference-participant-resource#create-a-participant */
function readConferenceOrder(name: string, form: URLSearchParams): DialledConference {
  const callback = urlField(form, 'ConferenceStatusCallback', 21609);
  const names = form.getAll('ConferenceStatusCallbackEvent').flatMap((text) => text.split(/\s+/));
  const waitUrl = form.get('WaitUrl');
  return {
    name,
    label: field(form, 'Label'),
    muted: flagField(form, 'Muted', false),
    startOnEnter: flagField(form, 'StartConferenceOnEnter', true),
    endOnExit: flagField(form, 'EndConferenceOnExit', false),
    maxParticipants: secondsField(form, 'MaxParticipants', 250, 250),
    waitUrl: waitUrl ?? undefined,
    waitMethod: methodField(form, 'WaitMethod'),
    statusCallback:
      callback === undefined
        ? undefined
        : {
            url: callback,
            method: methodField(form, 'ConferenceStatusCallbackMethod'),
            events: new Set(conferenceEvents.filter((event) => names.includes(event))),
          },
  };
}

function dialInto(conference: DialledConference): Dial {
  return {
    verb: 'Dial',
    action: undefined,
    timeoutSeconds: 60,
    timeLimitSeconds: 14_400,
    callerId: undefined,
    answerOnBridge: false,
    hangupOnStar: false,
    what: { kind: 'conference', conference },
  };
}

type ParticipantView = Pick<
  Participant,
  'call' | 'label' | 'muted' | 'hold' | 'startOnEnter' | 'endOnExit' | 'joinedAt'
>;

function expectedView(call: Call, label: string | undefined): ParticipantView {
  return {
    call,
    label,
    muted: false,
    hold: false,
    startOnEnter: true,
    endOnExit: false,
    joinedAt: call.createdAt,
  };
}

function connecting(call: Call): string {
  return call.status === 'in-progress' ? 'connecting' : call.status;
}

/** https://www.twilio.com/docs/voice/api/conference-participant-resource#participant-properties */
function participantResource(
  conference: Conference,
  view: ParticipantView,
  status: string,
): Readonly<Record<string, unknown>> {
  const accountSid = conference.account.sid;
  return {
    account_sid: accountSid,
    call_sid: view.call.sid,
    call_sid_to_coach: null,
    coaching: false,
    conference_sid: conference.sid,
    date_created: rfc2822(view.joinedAt),
    date_updated: rfc2822(view.joinedAt),
    end_conference_on_exit: view.endOnExit,
    hold: view.hold,
    label: view.label ?? null,
    muted: view.muted,
    queue_time: '0',
    start_conference_on_enter: view.startOnEnter,
    status,
    uri: resourceUri(accountSid, `Conferences/${conference.sid}/Participants/${view.call.sid}`),
  };
}
