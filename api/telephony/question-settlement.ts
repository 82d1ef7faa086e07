import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import {
  caseIdOf,
  type AnswerMeans,
  type AttemptKey,
  type AttemptOrder,
  type AttemptPurpose,
  type AttemptResult,
  type AttemptSubject,
} from '../../domain/attempt.js';
import { DomainError, type DomainErrorKind } from '../../domain/errors.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { ChannelTestId, IncidentId, OrderId, OrganisationId } from '../../domain/identifiers.js';
import { outcomeOfTest } from '../../domain/readiness/channel-test.js';
import type { Target } from '../../domain/target.js';
import type { AnswerStatus } from '../../workflows/status-call/status-call.messages.js';
import type { BackgroundWork } from '../background-work.js';
import type { Metrics } from '../metrics.js';
import { ifKnown } from '../use-cases/time-limit.js';
import { resultOf, type Answer, type Decision } from './answers.js';

/** A question that a person was asked by call, text, mail or link. */
export interface Question {
  readonly organisationId: OrganisationId;
  readonly subject: AttemptSubject;
  readonly purpose: AttemptPurpose;
  readonly target: Target;
  /** The pending attempt that an answer completes; absent: the question stood in a notice. */
  readonly attempt?: AttemptKey;
  /** What is to be approved, with the purpose `approve`, and for which amount the answer is given. */
  readonly orderId?: OrderId;
  readonly amount?: Money;
}

/** What became of an answer. `late`: the case had gone on; the answer went to it all the same and was accepted. */
export type Settled = 'in-time' | 'late' | 'already-taken' | 'over';

/** The case knows of the answer, and acts on it by itself. */
export function isPassedOn(settled: Settled | undefined): boolean {
  return settled !== undefined && settled !== 'over';
}

export interface QuestionSettlement {
  /**
   * Completes the pending attempt, or tells the case of a late answer by an update. Goes on in the background until the
   * case engine answers, so an answer once given is not lost.
   *
   * @param updateId names the answer: however often and by whatever way it reaches the case, it counts once.
   * @param patience how long the result is waited for, in milliseconds.
   * @returns undefined when the result is not known in time.
   */
  settle(
    question: Question,
    answer: Answer | Decision,
    how: { readonly means: AnswerMeans; readonly updateId: string; readonly patience: number },
  ): Promise<Settled | undefined>;
  /**
   * Completes an attempt that ended without an answer; harmless when it is over. Goes on in the background until the case
   * engine answers.
   *
   * @returns `unknown` once that is given up.
   */
  end(
    order: Pick<AttemptOrder, 'key' | 'subject'>,
    result: AttemptResult,
  ): Promise<'ended' | 'settled-before' | 'unknown'>;
}

export interface QuestionSettlementDependencies {
  readonly cases: Pick<Cases, 'attempts' | 'incidents' | 'statusCalls'>;
  readonly projection: Pick<Store['cases'], 'recordedThrough'>;
  readonly channelTests: Pick<Store['channelTests'], 'note'>;
  readonly background: BackgroundWork;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly metrics: Pick<Metrics, 'attemptSettled'>;
}

/** An answer is passed on for so long, in milliseconds; afterwards the case has long gone on and asked again. */
const persistence = { giveUpAfter: 15 * 60_000 };

export function createQuestionSettlement({
  cases,
  projection,
  channelTests,
  background,
  now,
  metrics,
}: QuestionSettlementDependencies): QuestionSettlement {
  /** Tells the workflow how much of its timeline is stored, so that it need not carry it along. */
  async function withReceipt(subject: AttemptSubject, result: AttemptResult): Promise<AttemptResult> {
    // A test has no timeline.
    if (subject.case === 'channel-test') return result;
    const recordedThrough = await ifKnown(300, () => projection.recordedThrough(caseIdOf(subject)));
    return recordedThrough === undefined ? result : { ...result, recordedThrough };
  }

  async function complete(key: AttemptKey, subject: AttemptSubject, result: AttemptResult) {
    const inTime = await cases.attempts.complete(key, await withReceipt(subject, result));
    if (inTime) metrics.attemptSettled(result.reason, 'in-time');
    return inTime;
  }

  /** Whoever confirms a test after its time was reached all the same. */
  async function confirmLate(
    id: ChannelTestId,
    { answer }: Answer | Decision,
    means: AnswerMeans,
    by: Target,
  ): Promise<Settled> {
    if (answer !== 'yes') return 'over';
    await channelTests.note(id, outcomeOfTest({ reason: 'acknowledged', means }, now()), by);
    return 'late';
  }

  return {
    async settle(question, answer, { means, updateId, patience }) {
      const { attempt, subject } = question;
      const settling = background.untilItWorks(
        'passing on an answer',
        async (): Promise<Settled> => {
          const result = { ...resultOf(answer, means), answerId: updateId };
          if (attempt !== undefined && (await complete(attempt, subject, result))) return 'in-time';
          // Over, or completed by this very answer, whose reply was lost: the case knows, by the answer's ID.
          const settled = await orOver(() =>
            subject.case === 'channel-test'
              ? confirmLate(subject.channelTestId, answer, means, question.target)
              : tellLate(cases, { ...question, subject }, answer, means, updateId),
          );
          metrics.attemptSettled(result.reason, settled === 'in-time' ? 'in-time' : 'late');
          return settled;
        },
        persistence,
      );
      return ifKnown(patience, () => settling);
    },

    async end({ key, subject }, result) {
      try {
        const inTime = await background.untilItWorks(
          'telling how an attempt ended',
          () => complete(key, subject, result),
          persistence,
        );
        return inTime ? 'ended' : 'settled-before';
      } catch {
        // The background has logged it.
        return 'unknown';
      }
    },
  };
}

const refusals: ReadonlySet<DomainErrorKind> = new Set<DomainErrorKind>([
  'conflict',
  'not-found',
  'forbidden',
]);

/** A case that is closed or gone needs no answer any more, nor one from somebody whose answer does not count. */
async function orOver(tell: () => Promise<Settled>): Promise<Settled> {
  try {
    return await tell();
  } catch (error) {
    if (error instanceof DomainError && refusals.has(error.kind)) return 'over';
    throw error;
  }
}

type CaseSubject = Exclude<AttemptSubject, { readonly case: 'channel-test' }>;

async function tellLate(
  { incidents, statusCalls }: Pick<Cases, 'incidents' | 'statusCalls'>,
  { subject, purpose, target, orderId, amount }: Question & { readonly subject: CaseSubject },
  answer: Answer | Decision,
  means: AnswerMeans,
  updateId: string,
): Promise<Settled> {
  if (subject.case === 'status-call') {
    const message = asStatusAnswer(answer, means);
    if (message === undefined) return 'over';
    await statusCalls.answer(subject.statusCallId, message, updateId);
    return 'late';
  }
  const told = { by: { by: 'target', target }, means } as const;
  const id = subject.incidentId;
  if (purpose === 'approve') return decideLate(incidents, id, { ...told, orderId, amount }, answer, updateId);
  switch (answer.answer) {
    case 'yes':
      return acceptLate(incidents, id, { ...told, purpose, updateId, lifeInDanger: answer.lifeInDanger });
    case 'no':
      if (purpose === 'inform') await incidents.decline(id, { ...told, as: 'internal' }, updateId);
      if (purpose === 'take' || purpose === 'mandate') {
        await incidents.decline(id, { ...told, as: 'provider' }, updateId);
      }
      return 'late';
    case 'ratified':
    case 'refused': {
      const message = { ...told, answer: answer.answer };
      const { decided, again = false } = await incidents.giveRatification(id, message, updateId);
      if (again) return 'in-time';
      return decided === 'over' ? 'over' : 'late';
    }
    case 'ok':
    case 'help':
    case 'approved':
    case 'duress':
      return 'over';
  }
}

/** Only a decision answers the question whether to approve; whatever else might come counts for nothing. */
async function decideLate(
  incidents: Cases['incidents'],
  id: IncidentId,
  {
    orderId,
    amount,
    ...told
  }: {
    readonly by: { readonly by: 'target'; readonly target: Target };
    readonly means: AnswerMeans;
    readonly orderId: OrderId | undefined;
    readonly amount: Money | undefined;
  },
  { answer }: Answer | Decision,
  updateId: string,
): Promise<Settled> {
  if (orderId === undefined || (answer !== 'approved' && answer !== 'refused')) return 'over';
  const message = { ...told, orderId, answer, ...(amount === undefined ? {} : { amount }) };
  const { decided, again = false } = await incidents.decideOrder(id, message, updateId);
  if (again) return 'in-time';
  return decided === 'over' ? 'over' : 'late';
}

/** What a status call is told; undefined: it is no answer to one. */
function asStatusAnswer(answer: Answer | Decision, means: AnswerMeans): AnswerStatus | undefined {
  switch (answer.answer) {
    case 'ok':
      return { answer: 'ok', means, lifeInDanger: false };
    case 'help':
      return { answer: 'help', means, lifeInDanger: answer.lifeInDanger };
    case 'duress':
      return { answer: 'help', means, lifeInDanger: answer.lifeInDanger, duress: true };
    case 'yes':
    case 'no':
    case 'ratified':
    case 'refused':
    case 'approved':
      return undefined;
  }
}

async function acceptLate(
  incidents: Cases['incidents'],
  id: IncidentId,
  {
    purpose,
    updateId,
    lifeInDanger,
    ...told
  }: {
    readonly by: { readonly by: 'target'; readonly target: Target };
    readonly means: AnswerMeans;
    readonly purpose: AttemptPurpose;
    readonly updateId: string;
    readonly lifeInDanger: boolean;
  },
): Promise<Settled> {
  // Being connected is no acknowledgement: whoever pressed 1 simply joins.
  if (purpose === 'connect' || purpose === 'join' || purpose === 'call-back') return 'late';
  const as = purpose === 'inform' ? 'internal' : purpose === 'mandate' ? 'mandate' : 'provider';
  const { accepted, again = false } = await incidents.acknowledge(id, { ...told, as }, updateId);
  if (again) return 'in-time';
  if (lifeInDanger) {
    await incidents.setThreat(id, { ...told, threat: 'immediate' }, `${updateId}-threat`);
  }
  return accepted === 'already-acknowledged' ? 'already-taken' : 'late';
}
