import type { CallInstance } from 'twilio/lib/rest/api/v2010/account/call.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type {
  CallFacts,
  CallHandle,
  CallOrder,
  CallSearch,
  CallState,
  ConferenceRoom,
  Placement,
  Telephony,
  TextDelivery,
} from './telephony.js';
import { labelOfLeg } from './joining.js';
import { renderVoiceScript } from './twiml.js';
import type {
  FormerTwilioAccount,
  TwilioAccount,
  TwilioClients,
  TwilioConnection,
} from './twilio-account.js';
import { createTwilioClients } from './twilio-account.js';
import { createTwilioErasure } from './twilio-erasure.js';
import { answeredByOf, callStateOf } from './twilio-facts.js';
import { failureOf, isCallOver, refusalReason, twilioUnavailable } from './twilio-failures.js';
import type { VoiceScript } from './voice-script.js';

export interface TwilioTelephonyOptions extends TwilioConnection {
  /** The first is the primary; each further one stands in when those before it certainly did not take an order. */
  readonly accounts: readonly [TwilioAccount, ...TwilioAccount[]];
  /** Accounts that took orders before: what stands there is to be deleted some time. */
  readonly formerAccounts?: readonly FormerTwilioAccount[];
  /** The time now; the system's clock when absent. */
  readonly clock?: () => Date;
}

const liveStates = ['queued', 'ringing', 'in-progress'] as const satisfies readonly CallState[];
const isLive = (state: CallState) => liveStates.some((live) => live === state);
/** More calls than one pair of numbers can have within an attempt's time. */
const searchedCalls = 100;

/** Calls and texts by Twilio. Nothing is requested until it is used. */
export function createTwilioTelephony(options: TwilioTelephonyOptions): Telephony {
  const clock = options.clock ?? (() => new Date());
  const accounts = options.accounts.map((account) => createTwilioClients(account, options));
  const former = (options.formerAccounts ?? []).filter(
    ({ accountSid }) => clientsOf(accountSid) === undefined,
  );
  const formerClients = former.flatMap(({ accountSid, authToken }) =>
    authToken === undefined ? [] : createTwilioClients({ accountSid, authToken }, options),
  );
  const givenUp = former.flatMap(({ accountSid, authToken }) => (authToken === undefined ? accountSid : []));

  function clientsOf(accountSid: string): TwilioClients | undefined {
    return accounts.find(({ account }) => account.accountSid === accountSid);
  }

  async function placeCall(order: CallOrder): Promise<Placement> {
    let refusal: Placement = { placed: 'no', why: 'provider-rejected' };
    for (const { account, orders } of accounts) {
      const orderedAt = clock();
      const unknown: Placement = { placed: 'unknown', account: account.accountSid, orderedAt };
      try {
        const call = await orders.calls.create(callParameters(order, account));
        return isSid(call.sid) ? { placed: 'yes', call: handleOf(account, call.sid) } : unknown;
      } catch (error) {
        const failure = failureOf(error);
        if (failure.proves === 'unknown') return unknown;
        if (failure.proves === 'not-sent') continue;
        const why = refusalReason(failure.code) === 'number-refused' ? 'number-refused' : 'provider-rejected';
        refusal = { placed: 'no', why, ...(failure.code === undefined ? {} : { code: failure.code }) };
        if (why === 'number-refused') return refusal;
      }
    }
    return refusal;
  }

  async function lookUpCall(call: CallHandle): Promise<CallFacts | undefined> {
    const clients = clientsOf(call.account);
    if (!clients) return undefined;
    try {
      return factsOf(clients.account, await clients.everythingElse.calls(call.sid).fetch());
    } catch (error) {
      const failure = failureOf(error);
      if (failure.proves === 'refused' && failure.status === 404) return undefined;
      throw twilioUnavailable(error);
    }
  }

  async function listCalls(
    clients: TwilioClients,
    filter: { readonly to: string; readonly from?: string; readonly status?: CallState },
  ): Promise<readonly CallInstance[]> {
    return clients.everythingElse.calls.list({ ...filter, limit: searchedCalls });
  }

  async function findCall(search: CallSearch): Promise<CallFacts | undefined> {
    const clients = clientsOf(search.account);
    if (!clients) return undefined;
    // `date_created` has whole seconds, so an order within a second may seem to be older than it is.
    const notBefore = Math.floor(search.placedAfter.getTime() / 1000) * 1000;
    try {
      // Twilio's StartTime filter is by day and does not find queued calls, so it is not used.
      const calls = await listCalls(clients, {
        to: search.to,
        from: clients.account.ownNumber ?? search.from,
      });
      return calls
        .filter(({ direction }) => direction === 'outbound-api')
        .map((call) => factsOf(clients.account, call))
        .filter(({ sid, createdAt }) => createdAt.getTime() >= notBefore && !search.claimed.has(sid))
        .filter(({ state }) => search.onlyLive !== true || isLive(state))
        .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())[0];
    } catch (error) {
      if (isShutOut(error)) return undefined;
      throw twilioUnavailable(error);
    }
  }

  async function liveCallsTo(to: PhoneNumber): Promise<readonly CallFacts[]> {
    const lists = accounts.map(async (clients) => {
      try {
        const calls = await Promise.all(liveStates.map((status) => listCalls(clients, { to, status })));
        return calls.flat().map((call) => factsOf(clients.account, call));
      } catch (error) {
        if (isShutOut(error)) return [];
        throw twilioUnavailable(error);
      }
    });
    return (await Promise.all(lists)).flat();
  }

  async function redirectCall(call: CallHandle, script: VoiceScript, statusUrl?: string): Promise<boolean> {
    const state = await updateCall(call, {
      twiml: twimlForUpdate(script),
      ...(statusUrl === undefined ? {} : { statusCallback: statusUrl, statusCallbackMethod: 'POST' }),
    });
    return state !== undefined;
  }

  async function announce(room: ConferenceRoom, label: string, scriptUrl: string): Promise<void> {
    const clients = clientsOf(room.account);
    if (!clients) return;
    try {
      const { participants } = clients.everythingElse.conferences(room.sid);
      const legs = (await participants.list()).filter((each) => labelOfLeg(each.label) === label);
      await Promise.all(
        legs.map(({ callSid }) =>
          participants(callSid).update({ announceUrl: scriptUrl, announceMethod: 'POST' }),
        ),
      );
    } catch (error) {
      const failure = failureOf(error);
      if (failure.proves === 'refused' && failure.status === 404) return;
      throw twilioUnavailable(error);
    }
  }

  async function updateCall(
    call: CallHandle,
    change:
      | { readonly twiml: string; readonly statusCallback?: string; readonly statusCallbackMethod?: string }
      | { readonly status: 'canceled' | 'completed' },
  ): Promise<CallState | undefined> {
    const clients = clientsOf(call.account);
    if (!clients) return undefined;
    try {
      const updated = await clients.everythingElse.calls(call.sid).update({ ...change });
      return callStateOf(updated.status) ?? 'in-progress';
    } catch (error) {
      if (isCallOver(failureOf(error))) return undefined;
      throw twilioUnavailable(error);
    }
  }

  async function stopCall(call: CallHandle, script?: VoiceScript): Promise<void> {
    // `canceled` ends a queued or ringing call and leaves one in progress alone; the reply tells which it was. A call
    // that is answered between two requests so never gets cut off without a word.
    const state = await updateCall(call, { status: 'canceled' });
    if (state !== 'in-progress') return;
    await updateCall(call, script ? { twiml: twimlForUpdate(script) } : { status: 'completed' });
  }

  async function sendText(order: {
    readonly to: PhoneNumber;
    readonly from: PhoneNumber;
    readonly body: string;
  }): Promise<TextDelivery> {
    let refusal: TextDelivery | undefined;
    let lastError: unknown;
    for (const { account, everythingElse } of accounts) {
      const { to, body } = order;
      const from = account.ownNumber ?? order.from;
      const orderedAt = clock();
      const unknown: TextDelivery = { sent: 'unknown', account: account.accountSid, from, orderedAt };
      try {
        const { sid } = await everythingElse.messages.create({ to, from, body });
        return isSid(sid) ? { sent: 'yes', text: { sid, account: account.accountSid } } : unknown;
      } catch (error) {
        lastError = error;
        const failure = failureOf(error);
        if (failure.proves === 'unknown') return unknown;
        if (failure.proves === 'not-sent' || failure.status === 429) continue;
        const why = refusalReason(failure.code);
        refusal = { sent: 'no', why, ...(failure.code === undefined ? {} : { code: failure.code }) };
        // Another account could text from another number, but somebody who said STOP means us, not the number.
        if (why !== 'provider-rejected') return refusal;
      }
    }
    if (refusal) return refusal;
    throw twilioUnavailable(lastError);
  }

  return {
    placeCall,
    lookUpCall,
    findCall,
    liveCallsTo,
    stopCall,
    redirectCall,
    announce,
    ...createTwilioErasure([...accounts, ...formerClients], givenUp),
    sendText,
  };
}

function callParameters(order: CallOrder, account: TwilioAccount) {
  const from = account.ownNumber ?? order.from;
  return {
    to: order.to,
    from,
    url: order.answerUrl,
    method: 'POST',
    statusCallback: order.statusUrl,
    statusCallbackMethod: 'POST',
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    // Twilio takes whole seconds.
    timeout: Math.ceil(order.ringSeconds),
    // Hosts of static files refuse POST.
    ...(order.fallbackUrl === undefined
      ? {}
      : { fallbackUrl: order.fallbackUrl(from), fallbackMethod: 'GET' }),
    ...(order.machineDetectionUrl === undefined
      ? {}
      : {
          machineDetection: 'Enable',
          // The person hears the script at once; what detection finds comes later, by its own callback.
          asyncAmd: 'true',
          asyncAmdStatusCallback: order.machineDetectionUrl,
          asyncAmdStatusCallbackMethod: 'POST',
        }),
  };
}

/** A `Twiml` parameter may have 4000 characters (Call resource, update). */
function twimlForUpdate(script: VoiceScript): string {
  const twiml = renderVoiceScript(script);
  if (twiml.length > 4000) throw new RangeError('A script for a call in progress may have 4000 characters.');
  return twiml;
}

/** An account that lets us no longer in has been suspended or closed, and its calls ended with that. */
function isShutOut(error: unknown): boolean {
  const failure = failureOf(error);
  return failure.proves === 'refused' && (failure.status === 401 || failure.status === 403);
}

function isSid(sid: unknown): sid is string {
  return typeof sid === 'string' && sid.length > 0;
}

function handleOf(account: TwilioAccount, sid: string): CallHandle {
  return { sid, account: account.accountSid };
}

function factsOf(account: TwilioAccount, call: CallInstance): CallFacts {
  return {
    ...handleOf(account, call.sid),
    to: call.to,
    from: call.from,
    // A state that Twilio may add one day must not look like the end of a call.
    state: callStateOf(call.status) ?? 'in-progress',
    answeredBy: answeredByOf(call.answeredBy),
    createdAt: new Date(call.dateCreated),
  };
}
