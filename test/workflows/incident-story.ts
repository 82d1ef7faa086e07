import { randomBytes } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { AnswerMeans } from '../../domain/attempt.js';
import type { IncidentView } from '../../domain/case-record.js';
import type { Money } from '../../domain/escalation/policy.js';
import { incidentWorkflowId, type IncidentId, type OrderId } from '../../domain/identifiers.js';
import { overCall } from '../../domain/incident/conference.js';
import type { ClosureOutcome, Service, Threat } from '../../domain/incident/incident.js';
import { incidentTaskQueue } from '../../domain/task-queues.js';
import type { Actor } from '../../domain/timeline.js';
import type {
  Acknowledge,
  AcknowledgeAnswer,
  CallBack,
  CallBackAnswer,
  CallPersonAnswer,
  DecideOrder,
  DecideOrderAnswer,
  GiveRatificationAnswer,
  HelpAsked,
  IncidentStart,
  PlaceOrder,
  PlaceOrderAnswer,
  RecordCostAnswer,
  SetThreatAnswer,
  WithdrawOrderAnswer,
} from '../../workflows/incident/incident.messages.js';
import type { incident } from '../../workflows/incident/incident.workflow.js';
import { actor, operator, type Person } from './people.js';
import { ScriptedDesk } from './scripted-desk.js';
import { perform, type Stage } from './stage.js';
import type { TimeSkipping } from './time-skipping.js';

/** What people do to the incident from outside its calls. */
export interface Deeds {
  readonly acknowledges: (
    person: Person,
    as?: Acknowledge['as'],
    means?: AnswerMeans,
    answerId?: string,
  ) => Promise<AcknowledgeAnswer>;
  readonly declines: (person: Person, as?: 'provider' | 'internal', answerId?: string) => Promise<void>;
  readonly ratifies: (
    person: Person,
    answer: 'ratified' | 'refused',
    answerId?: string,
  ) => Promise<GiveRatificationAnswer>;
  readonly setsThreat: (threat: Threat) => Promise<SetThreatAnswer>;
  readonly fires: (ceiling?: Money) => Promise<void>;
  readonly routes: (service: Service) => Promise<void>;
  readonly notes: (noteId: string, by?: Actor) => Promise<void>;
  readonly marksReached: (...contacts: readonly Person[]) => Promise<void>;
  readonly closes: (outcome?: ClosureOutcome) => Promise<{ readonly reopenUntil: number }>;
  readonly reopens: () => Promise<void>;
  /** An operator has somebody called into the conversation, or the caller called back. */
  readonly ordersCall: (person: Person, phones?: number) => Promise<CallPersonAnswer>;
  readonly ordersCallBack: (
    company?: Person,
    more?: Pick<CallBack, 'despiteDuress'>,
  ) => Promise<CallBackAnswer>;
  /** An operator orders a fee-based service; somebody decides about it; what it has cost is told. */
  readonly ordersService: (
    orderId: OrderId,
    estimate: Money,
    more?: Partial<PlaceOrder>,
  ) => Promise<PlaceOrderAnswer>;
  readonly decides: (
    person: Person,
    orderId: OrderId,
    answer: DecideOrder['answer'],
    answerId?: string,
    amount?: Money,
  ) => Promise<DecideOrderAnswer>;
  readonly withdraws: (orderId: OrderId) => Promise<WithdrawOrderAnswer>;
  readonly recordsCost: (orderId: OrderId, cost: Money) => Promise<RecordCostAnswer>;
  readonly asksForHelp: (help: HelpAsked) => Promise<void>;
  /** The call with this name joins or leaves the conference; `order` is the event's number. */
  readonly joins: (call: string, label: string, order: number) => Promise<void>;
  readonly leaves: (call: string, label: string, order: number) => Promise<void>;
  /** The call is over, and nobody has told that it has left the conference. */
  readonly hangsUp: (call: string, label: string) => Promise<void>;
}

/** One incident on the time-skipping server, and the people around it. */
export interface IncidentStory extends Deeds, Omit<Stage, 'cases'> {
  readonly id: IncidentId;
  readonly start: IncidentStart;
  readonly desk: ScriptedDesk;
  readonly handle: WorkflowHandle<typeof incident>;
  /** Starts the incident, as the API does. */
  readonly starts: () => Promise<void>;
  /** How the incident stands, from the workflow itself. */
  readonly view: () => Promise<IncidentView>;
  readonly events: () => Promise<number>;
}

/**
 * Plays a story; the scripted desk answers for everybody. With `before` the incident is started by it, and no worker works
 * until it has come to its end.
 */
export function playIncident(
  server: TimeSkipping,
  prepare: (desk: ScriptedDesk) => Partial<IncidentStart> | Promise<Partial<IncidentStart>>,
  story: (around: IncidentStory) => Promise<void>,
  before?: (around: IncidentStory) => Promise<void>,
): Promise<void> {
  return server.play(() => playOnce(server, prepare, story, before));
}

async function playOnce(
  server: TimeSkipping,
  prepare: (desk: ScriptedDesk) => Partial<IncidentStart> | Promise<Partial<IncidentStart>>,
  story: (around: IncidentStory) => Promise<void>,
  before?: (around: IncidentStory) => Promise<void>,
): Promise<void> {
  const desk = new ScriptedDesk();
  const id: IncidentId = `inc_${randomBytes(6).toString('hex')}`;
  const workflowId = incidentWorkflowId(id);
  const start: IncidentStart = {
    incidentId: id,
    organisationId: 'org_story1',
    source: 'api',
    kind: 'security',
    threat: 'unknown',
    reportedBy: operator,
    reportedAt: await server.environment.currentTimeMs(),
    callerWaiting: false,
    callBack: false,
    ...(await prepare(desk)),
  };
  const handle = server.environment.client.workflow.getHandle<typeof incident>(workflowId);
  const around = ({ cases, ...stage }: Stage): IncidentStory => ({
    ...stage,
    starts: async () => {
      await cases.incidents.start(start);
    },
    ...deedsOf(id, start, cases.incidents, stage.updateId),
    id,
    start,
    desk,
    handle,
    view: async () => {
      const { view } = await cases.incidents.currentRecord(id);
      if (view.case !== 'incident') throw new Error('The incident says that it is something else.');
      return view;
    },
    events: async () => (await handle.describe()).historyLength,
  });
  await perform(
    server,
    { desk, taskQueue: incidentTaskQueue, workflowId },
    {
      ...(before === undefined ? {} : { before: (stage) => before(around(stage)) }),
      play: async (stage) => {
        if (before === undefined) await around(stage).starts();
        await story(around(stage));
      },
    },
  );
}

function deedsOf(
  id: IncidentId,
  start: IncidentStart,
  incidents: Stage['cases']['incidents'],
  updateId: () => string,
): Deeds {
  const by = operator;
  const told = (person: Person, means: AnswerMeans) => ({ by: actor(person), means });
  return {
    acknowledges: (person, as = 'internal', means = 'link', answerId = updateId()) =>
      incidents.acknowledge(id, { ...told(person, means), as }, answerId),
    declines: (person, as = 'internal', answerId = updateId()) =>
      incidents.decline(id, { ...told(person, 'sms'), as }, answerId),
    ratifies: (person, answer, answerId = updateId()) =>
      incidents.giveRatification(id, { ...told(person, 'link'), answer }, answerId),
    setsThreat: (threat) => incidents.setThreat(id, { by, threat }, updateId()),
    fires: (ceiling) =>
      incidents.fireOverride(id, ceiling === undefined ? { by } : { by, ceiling }, updateId()),
    routes: (service) => incidents.route(id, { by, service }, updateId()),
    notes: (noteId, who = by) => incidents.addNote(id, { by: who, noteId }, updateId()),
    marksReached: (...contacts) =>
      incidents.markContactsReached(id, { by, contacts: contacts.map(({ target }) => target) }, updateId()),
    closes: (outcome = 'resolved') => incidents.close(id, { by, outcome }, updateId()),
    reopens: () => incidents.reopen(id, { by }, updateId()),
    ordersCall: ({ target }, phones = 1) => incidents.callPerson(id, { by, target, phones }, updateId()),
    ordersCallBack: (company, more = {}) =>
      incidents.callBack(
        id,
        company === undefined
          ? { by, ...more }
          : { by, ...more, with: { target: company.target, phones: 1 } },
        updateId(),
      ),
    ordersService: (orderId, estimate, more = {}) =>
      incidents.placeOrder(id, { by, orderId, service: 'transport', estimate, ...more }, updateId()),
    decides: (person, orderId, answer, answerId = updateId(), amount) =>
      incidents.decideOrder(
        id,
        { ...told(person, 'link'), orderId, answer, ...(amount === undefined ? {} : { amount }) },
        answerId,
      ),
    withdraws: (orderId) => incidents.withdrawOrder(id, { by, orderId }, updateId()),
    recordsCost: (orderId, cost) => incidents.recordCost(id, { by, orderId, cost }, updateId()),
    asksForHelp: async (help) => {
      await incidents.startWithHelp(start, help);
    },
    joins: (callSid, label, sequence) =>
      incidents.tellPresence(id, { callSid, label, sequence, present: true }),
    leaves: (callSid, label, sequence) =>
      incidents.tellPresence(id, { callSid, label, sequence, present: false }),
    hangsUp: (callSid, label) => incidents.tellPresence(id, overCall({ callSid, label })),
  };
}
