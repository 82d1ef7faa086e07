import type { Cases, RunningCase } from '../../cases/cases.js';
import type { AttemptKey, AttemptResult } from '../../domain/attempt.js';
import type { CaseRecord, IncidentView, StatusCallView } from '../../domain/case-record.js';
import { conflict, notFound, unavailable } from '../../domain/errors.js';
import { incidentIdSchema, type OrderId } from '../../domain/identifiers.js';
import { serviceFor } from '../../domain/incident/routing.js';
import type { OrderView } from '../../domain/orders/order.js';
import { placeOrder } from '../../domain/orders/placing.js';
import { withdrawOrder } from '../../domain/orders/withdrawing.js';
import type { TimelineEntry } from '../../domain/timeline.js';
import type { ChannelTestStart } from '../../workflows/channel-test/channel-test.messages.js';
import type {
  AcknowledgeAnswer,
  DecideOrderAnswer,
  IncidentStart,
} from '../../workflows/incident/incident.messages.js';
import type { StatusCallStart } from '../../workflows/status-call/status-call.messages.js';

import { supportCasesInMemory, type SupportCasesInMemory } from './support-cases-in-memory.js';

/** One update or signal that a case got. */
export interface ToldCase {
  readonly what: string;
  readonly id: string;
  readonly message: unknown;
  readonly updateId?: string;
}

/** Cases without Temporal, for tests of the API alone: they remember what they were told and answer as scripted. */
export interface CasesInMemory extends Cases {
  readonly started: Map<string, IncidentStart>;
  readonly statusCallsStarted: Map<string, StatusCallStart>;
  readonly channelTestsStarted: Map<string, ChannelTestStart>;
  /** Time zones of the organisations whose retention runs are scheduled. */
  readonly scheduled: Map<string, string>;
  readonly supportCases: SupportCasesInMemory;
  readonly told: ToldCase[];
  readonly completed: { readonly key: AttemptKey; readonly result: AttemptResult }[];
  /** Deliveries of webhooks, by ID. */
  readonly deliveriesStarted: string[];
  readonly deliveriesAskedFor: string[];
  /** Traces of texts that MongoDB did not take, by their ID. */
  readonly tracesCarried: string[];
  /** Attempts that are over: completing them says so. */
  readonly over: Set<string>;
  /** The retention of a case that has ended is over: the engine knows nothing of it any more. */
  forget(id: string): void;
  /** Changes how an incident looks. */
  view(id: string, change: Partial<IncidentView>): void;
  entries: readonly TimelineEntry[];
  /** Temporal does not answer. */
  away: boolean;
  pollers: number;
  /** Workflows that have not ended, as the case engine lists them. */
  running: RunningCase[];
  acknowledgement: AcknowledgeAnswer['accepted'];
  /** What decisions about orders come to; undefined: they are taken. */
  decision: DecideOrderAnswer | undefined;
  /** Thrown by every update: what the case refuses. */
  refusal: Error | undefined;
}

export function casesInMemory(): CasesInMemory {
  const started = new Map<string, IncidentStart>();
  const statusCallsStarted = new Map<string, StatusCallStart>();
  const channelTestsStarted = new Map<string, ChannelTestStart>();
  const changes = new Map<string, Partial<IncidentView>>();
  const told: ToldCase[] = [];
  const completed: CasesInMemory['completed'] = [];
  const over = new Set<string>();
  const deliveriesStarted: string[] = [];
  const deliveriesAskedFor: string[] = [];
  const tracesCarried: string[] = [];

  const check = (): void => {
    if (cases.away) throw unavailable('The case engine');
  };
  const tell = <Answer>(what: string, id: string, message: unknown, answer: Answer, updateId?: string) => {
    check();
    if (!started.has(id) && !statusCallsStarted.has(id)) return Promise.reject(notFound('case'));
    if (cases.refusal !== undefined) return Promise.reject(cases.refusal);
    told.push({ what, id, message, ...(updateId === undefined ? {} : { updateId }) });
    return Promise.resolve(answer);
  };
  const update =
    (what: string) =>
    async (id: string, message: unknown, updateId: string): Promise<void> =>
      tell(what, id, message, undefined, updateId);

  const ordersOf = (id: string): readonly OrderView[] => changes.get(id)?.orders ?? [];
  const orderOf = (id: string, orderId: OrderId): OrderView => {
    const found = ordersOf(id).find((order) => order.id === orderId);
    if (found === undefined) throw conflict('The incident has no such order.');
    return found;
  };
  const keepOrder = (id: string, order: OrderView): void => {
    cases.view(id, { orders: [...ordersOf(id).filter((each) => each.id !== order.id), order] });
  };

  const cases: CasesInMemory = {
    started,
    statusCallsStarted,
    channelTestsStarted,
    told,
    completed,
    over,
    deliveriesStarted,
    deliveriesAskedFor,
    tracesCarried,
    entries: [],
    away: false,
    pollers: 1,
    running: [],
    acknowledgement: 'acknowledged',
    decision: undefined,
    refusal: undefined,
    forget(id) {
      started.delete(id);
      statusCallsStarted.delete(id);
    },
    view(id, change) {
      changes.set(id, { ...changes.get(id), ...change });
    },
    scheduled: new Map(),
    histories: {
      isRunning: () => Promise.resolve(false),
      remove: () => Promise.resolve(),
    },
    retention: {
      schedule(organisationId, timeZone) {
        cases.scheduled.set(organisationId, timeZone);
        return Promise.resolve();
      },
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async start(start) {
        check();
        if (cases.refusal !== undefined) throw cases.refusal;
        told.push({ what: 'startRetentionRun', id: start.organisationId, message: start });
        return { runId: `run_${start.organisationId.slice('org_'.length)}` };
      },
    },
    incidents: {
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async start(start) {
        check();
        if (started.has(start.incidentId)) return 'exists';
        started.set(start.incidentId, start);
        return 'started';
      },
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async startWithHelp(start, help) {
        check();
        if (!started.has(start.incidentId)) started.set(start.incidentId, start);
        told.push({ what: 'helpAsked', id: start.incidentId, message: help });
        return 'told';
      },
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async tellHelp(id, help) {
        check();
        if (!started.has(id)) throw notFound('incident');
        told.push({ what: 'helpAsked', id, message: help });
      },
      acknowledge: async (id, message, updateId) =>
        tell('acknowledge', id, message, { accepted: cases.acknowledgement }, updateId),
      decline: update('decline'),
      setThreat: async (id, message, updateId) =>
        tell('setThreat', id, message, { overrideAt: 1_800_000_000_000 }, updateId),
      fireOverride: update('fireOverride'),
      giveRatification: async (id, message, updateId) =>
        tell('giveRatification', id, message, { decided: message.answer }, updateId),
      route: update('route'),
      addNote: update('addNote'),
      markContactsReached: update('markContactsReached'),
      placeOrder: async (id, message, updateId) => {
        const { orderId, by: orderedBy, service, estimate, expiresInSeconds = 14_400 } = message;
        const order = placeOrder(
          { id: orderId, service, estimate, orderedBy, orderedAt: Date.now(), expiresInSeconds },
          {},
        );
        const answer = await tell('placeOrder', id, message, { order }, updateId);
        keepOrder(id, order);
        return answer;
      },
      withdrawOrder: async (id, message, updateId) => {
        const order = withdrawOrder(orderOf(id, message.orderId));
        const answer = await tell('withdrawOrder', id, message, { order }, updateId);
        keepOrder(id, order);
        return answer;
      },
      recordCost: async (id, message, updateId) => {
        const { cost, by } = message;
        const order = { ...orderOf(id, message.orderId), actual: { cost, by, at: Date.now() } };
        const answer = await tell('recordCost', id, message, { order }, updateId);
        keepOrder(id, order);
        return answer;
      },
      decideOrder: async (id, message, updateId) =>
        tell(
          'decideOrder',
          id,
          message,
          cases.decision ?? { decided: message.answer, state: message.answer },
          updateId,
        ),
      close: async (id, message, updateId) =>
        tell('close', id, message, { reopenUntil: 1_800_000_000_000 }, updateId),
      reopen: update('reopen'),
      callPerson: async (id, message, updateId) =>
        tell('callPerson', id, message, { ordered: 'calling' }, updateId),
      callBack: async (id, message, updateId) =>
        tell('callBack', id, message, { ordered: 'when-taken' }, updateId),
      tellRoomOver: async (id, over) => tell('roomOver', id, over, undefined),
      tellBridging: async (id, news) => tell('bridging', id, news, undefined),
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async running(limit) {
        check();
        return [...started.keys()]
          .reverse()
          .slice(0, limit)
          .map((id) => incidentIdSchema.parse(id));
      },
      tellPresence: async (id, presence) => tell('presence', id, presence, undefined),
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async currentRecord(id) {
        check();
        const start = started.get(id);
        if (start === undefined) throw notFound('incident');
        return recordOf({ ...viewOf(start), ...changes.get(id) }, cases.entries);
      },
    },
    channelTests: {
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async start(start) {
        check();
        if (channelTestsStarted.has(start.channelTestId)) return 'exists';
        channelTestsStarted.set(start.channelTestId, start);
        return 'started';
      },
    },
    supportCases: supportCasesInMemory(check, (what, id, message, updateId) => {
      if (cases.refusal !== undefined) throw cases.refusal;
      told.push({ what, id, message, updateId });
    }),
    statusCalls: {
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async start(start) {
        check();
        if (statusCallsStarted.has(start.statusCallId)) return 'exists';
        statusCallsStarted.set(start.statusCallId, start);
        return 'started';
      },
      answer: update('answer'),
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async currentRecord(id) {
        check();
        const start = statusCallsStarted.get(id);
        if (start === undefined) throw notFound('status call');
        const view: StatusCallView = {
          case: 'status-call',
          id,
          organisationId: start.organisationId,
          travellerId: start.travellerId,
          state: 'asking',
          openedAt: 1_700_000_000_000,
          round: 1,
        };
        return recordOf(view, cases.entries);
      },
    },
    attempts: {
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async complete(key, result) {
        check();
        if (over.has(key.activityId)) return false;
        over.add(key.activityId);
        completed.push({ key, result });
        return true;
      },
    },
    webhookDeliveries: {
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async start({ deliveryId }) {
        check();
        if (deliveriesStarted.includes(deliveryId)) return 'exists';
        deliveriesStarted.push(deliveryId);
        return 'started';
      },
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async deliverNow({ deliveryId }) {
        check();
        deliveriesAskedFor.push(deliveryId);
      },
    },
    textTraces: {
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async carry(traceId) {
        check();
        tracesCarried.push(traceId);
      },
    },
    health: {
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async ping() {
        check();
      },
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async pollers() {
        check();
        return cases.pollers;
      },
      // eslint-disable-next-line @typescript-eslint/require-await -- throws as a rejection
      async runningCases({ from, before }, limit) {
        check();
        return cases.running
          .filter(({ startedAt }) => startedAt >= from && startedAt <= before)
          .slice(0, limit);
      },
    },
  };
  return cases;
}

function recordOf(view: CaseRecord['view'], entries: readonly TimelineEntry[]): CaseRecord {
  return { revision: 1, view, entries, sealedTexts: [] };
}

function viewOf(start: IncidentStart): IncidentView {
  return {
    case: 'incident',
    id: start.incidentId,
    organisationId: start.organisationId,
    ...(start.travellerId === undefined ? {} : { travellerId: start.travellerId }),
    state: 'open',
    kind: start.kind,
    threat: start.threat,
    source: start.source,
    service: serviceFor(start.kind),
    openedAt: start.reportedAt,
    acknowledgements: [],
    override: { state: 'none' },
    caller: start.callerWaiting ? 'waiting' : start.callBack ? 'to-be-called-back' : 'none',
    rounds: { provider: 1, internal: 1 },
  };
}
