import type { Directory } from '../accounts/directory.js';
import type { CallBook } from '../calls/call-book.js';
import type { Call } from '../calls/call.js';
import type { Exchange } from '../calls/exchange.js';
import type { Faults } from '../faults.js';
import type { Journal } from '../journal/journal.js';
import type { Pacing } from '../pacing.js';
import type { Alert } from '../script/alerts.js';
import { TwilioError } from '../twilio-error.js';
import { readCallOrder, readFallback, readInstruction, readStatusCallback } from './call-order.js';
import { callResource, orderedCallResource } from './call-resource.js';
import { field, notFound } from './form.js';
import { page } from './paging.js';
import { incomplete, refusal } from './refusal.js';
import type { RestHandler, RestRequest, RestRoutes } from './rest-request.js';

/** Calls.json: order, list, look up, redirect, end and delete calls. */
export function callRoutes(deps: {
  readonly directory: Directory;
  readonly book: CallBook;
  readonly exchange: Exchange;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly pacing: Pacing;
  readonly alert: Alert;
  readonly signal: AbortSignal;
}): RestRoutes {
  const { book, faults } = deps;

  const find = (request: RestRequest): Call => {
    const call = book.find(request.sid);
    if (call?.account !== request.account) throw notFound(request.uri);
    return call;
  };

  const create: RestHandler = async (request) => {
    const { account, form } = request;
    if (faults.take('lose-next-call', account.sid) !== undefined) return { status: 'connection reset' };
    const refused = faults.take('refuse-next-calls', account.sid);
    if (refused !== undefined) throw refusal(refused);
    const order = readCallOrder(account, form, deps.directory, deps.alert);
    const call = deps.exchange.order(order);
    if (faults.take('lose-reply-of-next-call', account.sid) !== undefined) {
      return { status: 'connection reset' };
    }
    const delay = faults.take('delay-next-call-reply', account.sid);
    const body = orderedCallResource(call);
    if (delay !== undefined) {
      await deps.pacing.milliseconds(delay.seconds * 1000, deps.signal).catch(() => undefined);
    }
    return { status: 201, body };
  };

  /** https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource */
  const update: RestHandler = (request) => {
    const call = find(request);
    const status = field(request.form, 'Status');
    const instruction = readInstruction(request.form);
    if (status !== undefined && status !== 'canceled' && status !== 'completed') {
      throw new TwilioError(20001, `Status has the unknown value ${status}.`);
    }
    if (call.isOver) throw notInProgress();
    if (status !== undefined) {
      // `canceled` "will not affect calls already in progress".
      if (call.isAnswered && status === 'completed') call.end('completed', 'request');
      if (!call.isAnswered) call.end('canceled', 'request');
    } else if (instruction !== undefined) {
      if (call.status !== 'in-progress') throw notInProgress();
      call.fallback = readFallback(request.form) ?? call.fallback;
      call.statusCallback = readStatusCallback(request.form, deps.alert) ?? call.statusCallback;
      deps.journal.note({
        event: 'redirected',
        callSid: call.sid,
        number: call.number,
        ...(instruction.kind === 'fetch' ? { url: instruction.url } : {}),
      });
      call.redirect(instruction);
    }
    return { status: 200, body: callResource(call) };
  };

  const remove: RestHandler = (request) => {
    const call = find(request);
    if (!call.isOver) throw incomplete();
    book.remove(call);
    return { status: 204 };
  };

  const list: RestHandler = (request) => {
    const calls = book.all().filter((call) => call.account === request.account);
    return page(request, 'calls', calls.filter(wantedBy(request.query)).reverse(), callResource);
  };

  return [
    { method: 'post', path: '/Calls.json', handle: create },
    { method: 'get', path: '/Calls.json', handle: list },
    {
      method: 'get',
      path: '/Calls/:sid.json',
      handle: (request) => ({ status: 200, body: callResource(find(request)) }),
    },
    { method: 'post', path: '/Calls/:sid.json', handle: update },
    { method: 'delete', path: '/Calls/:sid.json', handle: remove },
  ];
}

function notInProgress(): TwilioError {
  return new TwilioError(21220, 'Call is not in-progress. Cannot redirect.');
}

/**
 * The list's filters. Times compare by their day in UTC, whatever time of day is given, and a call that is still queued
 * has no start time.
 */
function wantedBy(query: URLSearchParams): (call: Call) => boolean {
  const equals = (name: string, value: string | undefined): boolean => {
    const asked = field(query, name);
    return asked === undefined || asked === value;
  };
  const dayMatches = (name: string, date: Date | undefined): boolean => {
    const day = date?.toISOString().slice(0, 10);
    const asked = (suffix: string): string | undefined => field(query, name + suffix)?.slice(0, 10);
    const [on, until, since] = [asked(''), asked('<'), asked('>')];
    if (on === undefined && until === undefined && since === undefined) return true;
    if (day === undefined) return false;
    return (
      (on === undefined || day === on) &&
      (until === undefined || day <= until) &&
      (since === undefined || day >= since)
    );
  };
  return (call) =>
    equals('To', call.to) &&
    equals('From', call.from) &&
    equals('Status', call.status) &&
    equals('ParentCallSid', call.parent?.sid) &&
    dayMatches('StartTime', call.startedAt) &&
    dayMatches('EndTime', call.endedAt);
}
