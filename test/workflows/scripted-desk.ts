import { withSafeFailures } from '../../activities/activity-failures.js';
import type {
  AttemptActivities,
  CallControlActivities,
  DirectoryActivities,
  HelpActivities,
  NoticeActivities,
  NoticeOrder,
  RecordActivities,
  StopReason,
} from '../../activities/contract.js';
import type { AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import type { CaseRecord, CaseView, SealedText } from '../../domain/case-record.js';
import { unavailable } from '../../domain/errors.js';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import type { EscalationPolicy } from '../../domain/escalation/policy.js';
import type { Roster, RosterMember } from '../../domain/escalation/roster.js';
import type { Service } from '../../domain/incident/incident.js';
import { defaultStatusCallPolicy, type StatusCallPolicy } from '../../domain/status-call/policy.js';
import { targetKey } from '../../domain/target.js';
import type { NoticeKind, TimelineEvent, TrackName } from '../../domain/timeline.js';
import { tellingError } from './canaries.js';
import { provider, desk as deskLine, anna, ben, carla, type Person } from './people.js';
import { RecordedTimeline } from './recorded-timeline.js';

/** How somebody answers the n-th time they are called. */
export type Answer = (order: AttemptOrder, time: number) => AttemptResult | Promise<AttemptResult>;

export const ringsOut: Answer = () => ({ reason: 'no-answer' });
export const isBusy: Answer = () => ({ reason: 'busy' });
export const isVoicemail: Answer = () => ({ reason: 'voicemail' });
export const presses1: Answer = ({ purpose }) => {
  const yes = { reason: 'acknowledged', means: 'key' } as const;
  if (purpose === 'ratify') return { ...yes, answer: 'ratified' };
  return purpose === 'approve' ? { ...yes, answer: 'approved' } : yes;
};
/** Says no to what they were asked, which is an answer and no decline of the question. */
export const refuses: Answer = () => ({ reason: 'acknowledged', means: 'key', answer: 'refused' });
export const declines: Answer = () => ({ reason: 'declined', means: 'key' });

/** Answers one after the other; the last one for ever. */
export function inTurn(...answers: readonly [Answer, ...Answer[]]): Answer {
  return (order, time) => (answers[Math.min(time, answers.length) - 1] ?? answers[0])(order, time);
}

/** Fails as an activity does whose server says too much. */
function fails(what: string): Promise<never> {
  return withSafeFailures(() => Promise.reject(unavailable(what, new Error(tellingError))));
}

/** The world around a workflow on the time-skipping server: people answer at once, and everything is remembered. */
export class ScriptedDesk
  implements
    AttemptActivities,
    CallControlActivities,
    DirectoryActivities,
    HelpActivities,
    NoticeActivities,
    RecordActivities
{
  provider: Roster = [provider, deskLine];
  /** Where a service has another ladder than `provider`. */
  readonly providerOf: Partial<Record<Service, Roster>> = {};
  internal: Roster = [anna, ben, carla];
  authorising: Roster = [];
  caller: Roster = [];
  policy: EscalationPolicy = { ...defaultEscalationPolicy };
  statusPolicy: StatusCallPolicy = { ...defaultStatusCallPolicy };
  mongoIsAway = false;
  directoryIsUnreadable = false;
  directoryReads = 0;
  /** The mail server takes notices and does not answer. */
  mailIsStuck = false;
  /** The mail server cannot be reached: every notice is tried, and none is delivered. */
  mailIsAway = false;
  /** Whoever is on the phone goes on talking although the call is to be stopped: the answer is given already. */
  stopsComeTooLate = false;
  /** So often passing on a call for help fails. */
  helpFailures = 0;

  readonly calls: AttemptOrder[] = [];
  readonly stops: { readonly order: AttemptOrder; readonly why: StopReason }[] = [];
  readonly notices: NoticeOrder[] = [];
  readonly helped: Parameters<HelpActivities['openIncidentForStatusCall']>[0][] = [];
  readonly texts = new Map<string, SealedText>();
  readonly recorded = new RecordedTimeline();
  view: CaseView | undefined;

  readonly #answers = new Map<string, Answer>();
  readonly #onThePhone = new Map<string, { order: AttemptOrder; hangUp: (result: AttemptResult) => void }>();
  readonly #waiting: (() => void)[] = [];
  #revision = 0;
  #isOver = false;
  #helpIsTriedAgain = false;

  /** From now on this person answers so. Whoever has no answer lets it ring. */
  whenCalled({ target }: RosterMember, answer: Answer): void {
    this.#answers.set(targetKey(target), answer);
  }

  /** The person is on the phone until the workflow ends the attempt, or until they say something. */
  readonly staysOnThePhone: Answer = (order) =>
    new Promise((resolve) => {
      this.#onThePhone.set(order.key.activityId, { order, hangUp: resolve });
    });

  /** Somebody who is on the phone answers now. */
  says({ target }: Person, result: AttemptResult): void {
    const call = [...this.#onThePhone.values()].find(
      ({ order }) => targetKey(order.target) === targetKey(target),
    );
    if (call === undefined) throw new Error(`${targetKey(target)} is not on the phone.`);
    this.#hangUp(call.order.key.activityId, result);
  }

  isOnThePhone({ target }: Person): boolean {
    return [...this.#onThePhone.values()].some(({ order }) => targetKey(order.target) === targetKey(target));
  }

  /** So many activities do not end before somebody speaks, a server answers, or it is time to try again. */
  get hanging(): number {
    return this.#onThePhone.size + this.#waiting.length + (this.#helpIsTriedAgain ? 1 : 0);
  }

  callsTo({ target }: RosterMember): readonly AttemptOrder[] {
    return this.calls.filter((order) => targetKey(order.target) === targetKey(target));
  }

  /** Who was called, in order. */
  called(track: TrackName): readonly string[] {
    return this.events('attempt-started')
      .filter((event) => event.track === track)
      .map(({ target }) => target.id);
  }

  noticesOf(kind: NoticeKind): readonly NoticeOrder[] {
    return this.notices.filter((notice) => notice.kind === kind);
  }

  /** All that was recorded, in order, up to the first gap. */
  get timeline(): readonly TimelineEvent[] {
    return this.recorded.events;
  }

  events<Type extends TimelineEvent['type']>(type: Type): readonly Extract<TimelineEvent, { type: Type }>[] {
    return this.timeline.filter(
      (event): event is Extract<TimelineEvent, { type: Type }> => event.type === type,
    );
  }

  /** The mail server answers again, for what it was given before too. */
  mailGetsThrough(): void {
    this.mailIsStuck = false;
    for (const letGo of this.#waiting.splice(0)) letGo();
  }

  /** Everything that still hangs ends, and nothing hangs any more, so that the worker can stop. */
  closeDown(): void {
    this.#isOver = true;
    for (const activityId of [...this.#onThePhone.keys()]) {
      this.#hangUp(activityId, { reason: 'expired', detail: 'stopped' });
    }
    this.mailGetsThrough();
  }

  /** What must hold in every story: nobody is dialled twice for one attempt, nothing told is told otherwise later. */
  findBreaches(): readonly string[] {
    const keys = this.calls.map(({ key }) => key.activityId);
    const dialledTwice = keys.filter((key, index) => keys.indexOf(key) !== index);
    return [...dialledTwice.map((key) => `${key} was dialled twice`), ...this.recorded.breaches];
  }

  readonly placeAttempt = async (order: AttemptOrder, record?: CaseRecord): Promise<AttemptResult> => {
    this.calls.push(order);
    const time = this.callsTo({ target: order.target, steps: [] }).length;
    const recordedThrough = record === undefined || this.mongoIsAway ? undefined : this.#store(record);
    const answer = this.#isOver ? ringsOut : (this.#answers.get(targetKey(order.target)) ?? ringsOut);
    const result = await answer(order, time);
    return recordedThrough === undefined ? result : { ...result, recordedThrough };
  };

  readonly resolveAttempt = (): Promise<AttemptResult> =>
    Promise.resolve({ reason: 'expired', detail: 'outcome-unknown' });

  readonly stopAttempt = (order: AttemptOrder, why: StopReason): Promise<void> => {
    this.stops.push({ order, why });
    if (!this.stopsComeTooLate) this.#hangUp(order.key.activityId, { reason: 'expired', detail: 'stopped' });
    return Promise.resolve();
  };

  readonly sendNotices: NoticeActivities['sendNotices'] = async (order) => {
    this.notices.push(order);
    if (this.mailIsStuck && !this.#isOver) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const outcome = this.mailIsAway ? 'unavailable' : 'sent';
    return order.to.map((target) => ({ target, channel: 'email', outcome }));
  };

  readonly loadIncidentDirectory: DirectoryActivities['loadIncidentDirectory'] = ({ service }) => {
    const { internal, authorising, caller, policy } = this;
    this.directoryReads += 1;
    if (this.directoryIsUnreadable) return Promise.reject(new Error('Nobody can say who is called.'));
    const ladder = this.providerOf[service] ?? this.provider;
    return Promise.resolve({ provider: ladder, internal, authorising, caller, policy });
  };

  readonly loadStatusCallDirectory: DirectoryActivities['loadStatusCallDirectory'] = () =>
    Promise.resolve({ traveller: this.caller, policy: this.statusPolicy });

  readonly recordCase: RecordActivities['recordCase'] = (record) => {
    if (this.mongoIsAway) return fails('MongoDB');
    return Promise.resolve({ recordedThrough: this.#store(record) });
  };

  readonly openIncidentForStatusCall: HelpActivities['openIncidentForStatusCall'] = (request) => {
    this.#helpIsTriedAgain = this.helpFailures > 0;
    if (this.#helpIsTriedAgain) {
      this.helpFailures -= 1;
      return fails('Temporal');
    }
    this.helped.push(request);
    return Promise.resolve();
  };

  #hangUp(activityId: string, result: AttemptResult): void {
    this.#onThePhone.get(activityId)?.hangUp(result);
    this.#onThePhone.delete(activityId);
  }

  #store({ revision, view, entries, sealedTexts }: CaseRecord): number {
    for (const entry of entries) this.recorded.add(entry);
    for (const text of sealedTexts) this.texts.set(text.intakeId, text);
    if (revision > this.#revision) {
      this.#revision = revision;
      this.view = view;
    }
    return this.recorded.events.length;
  }
}
