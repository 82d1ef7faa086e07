import { invalidInput } from '../../domain/errors.js';
import type { AttemptDetail, AttemptOrder } from '../../domain/attempt.js';
import { contactIdSchema } from '../../domain/identifiers.js';
import type { CallHandle, Telephony } from '../../providers/telephony/telephony.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { BackgroundWork } from '../background-work.js';
import type { Pins } from '../pins/pins.js';
import type { FindAuthority } from '../use-cases/approving-authority.js';
import { isUnavailable, withinTime } from '../use-cases/time-limit.js';
import { answeredBy } from './answered-by.js';
import { decisionOfKey, ratificationOf, type Decision } from './answers.js';
import { amountIn, approvalOrder, type ApprovalOrder } from './approval-order.js';
import type { ApprovalScripts, LastWords } from './approval-scripts.js';
import { mostReadings, type AttemptScripts } from './attempt-scripts.js';
import type { NumberLines } from './number-lines.js';
import type { PinProofs } from './pin-proofs.js';
import type { QuestionSettlement, Settled } from './question-settlement.js';

export interface ApprovalCallDependencies {
  readonly scripts: ApprovalScripts;
  readonly closing: AttemptScripts['closing'];
  readonly pins: Pick<Pins, 'verify'>;
  readonly proofs: PinProofs;
  readonly findAuthority: FindAuthority;
  readonly lines: NumberLines;
  readonly settlement: QuestionSettlement;
  readonly telephony: Pick<Telephony, 'lookUpCall'>;
  readonly background: BackgroundWork;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * The conversation in which an authorising person approves an order, or ratifies an override (I8, I9). It begins with the PIN, and says and takes nothing
 * before that was right; digits go from the webhook to the check, and nowhere else.
 */
export interface ApprovalCalls {
  /** @throws DomainError `invalid-input`, as all of these, when the attempt asks about no costs. */
  answered(order: AttemptOrder, webhook: VoiceWebhook): Promise<VoiceScript>;
  /** @param entry how often the PIN was asked for. */
  pinEntered(order: AttemptOrder, entry: number, webhook: VoiceWebhook): Promise<VoiceScript>;
  pinUnanswered(order: AttemptOrder, entry: number, webhook: VoiceWebhook): Promise<VoiceScript>;
  /** @param asked how often the question was read out. */
  decided(order: AttemptOrder, asked: number, proof: string, webhook: VoiceWebhook): Promise<VoiceScript>;
  undecided(order: AttemptOrder, asked: number, proof: string, webhook: VoiceWebhook): Promise<VoiceScript>;
}

/** So often the PIN is asked for on one call; all calls share a count of their own (api/pins). */
const mostEntries = 3;
/** How long a PIN may take to be checked; the provider allows 15 s for all of it. Milliseconds. */
const checkPatience = 4_000;
const settlePatience = 2_500;
const leavingTime = 60_000;

export function createApprovalCalls(dependencies: ApprovalCallDependencies): ApprovalCalls {
  const { scripts, closing, pins, proofs, findAuthority, lines, settlement, telephony, background, now } =
    dependencies;

  async function checked(
    { organisationId, target }: ApprovalOrder,
    digits: string,
  ): Promise<'right' | 'wrong' | 'unknown'> {
    const contactId = contactIdSchema.safeParse(target.id).data;
    if (contactId === undefined) return 'wrong';
    try {
      const owner = { organisationId, contactId };
      const isRight = await withinTime(checkPatience, 'The check', () => pins.verify(owner, digits));
      return isRight ? 'right' : 'wrong';
    } catch (error) {
      if (isUnavailable(error)) return 'unknown';
      throw error;
    }
  }

  /** The attempt is over, so the next person can be asked while this one still hears why. */
  async function giveUp(
    order: ApprovalOrder,
    webhook: VoiceWebhook,
    detail: AttemptDetail,
    words: LastWords,
  ): Promise<VoiceScript> {
    await leaveLine(order, webhook);
    background.run('telling that a question was not answered', () =>
      settlement.end(order, { reason: 'failed', detail }),
    );
    return scripts.ending(order, words);
  }

  function leaveLine(order: ApprovalOrder, webhook: VoiceWebhook) {
    return lines.settle(webhook.to, order, callOf(webhook), new Date(now() + leavingTime));
  }

  async function decide(
    order: ApprovalOrder,
    decision: Decision,
    webhook: VoiceWebhook,
  ): Promise<VoiceScript> {
    const amount = amountIn(order);
    const authority = await findAuthority(order.organisationId, order.target, amount);
    if (authority === 'not-authorised' || authority === 'limit-too-low') {
      return giveUp(order, webhook, 'not-authorised', 'notTheirs');
    }
    await leaveLine(order, webhook);
    const about =
      order.purpose === 'approve' && amount !== undefined ? { orderId: order.approval.orderId, amount } : {};
    const settled = await settlement.settle(
      { ...order, attempt: order.key, ...about },
      order.purpose === 'approve' ? decision : ratificationOf(decision),
      { means: 'key', updateId: `${webhook.callSid}-${order.key.activityId}`, patience: settlePatience },
    );
    return scripts.ending(order, wordsAfter(decision, settled));
  }

  /** A voicemail has heard enough: it gets the usual message, and the line is free again. */
  async function mayAskAgain(times: number, most: number, webhook: VoiceWebhook): Promise<boolean> {
    return times < most && (await answeredBy(telephony, webhook)) !== 'machine';
  }

  return {
    async answered(given, webhook) {
      const order = mustBeApproval(given);
      await lines.questionsOn(webhook.to, order, callOf(webhook));
      return scripts.pin(order, 1, 'first');
    },

    async pinEntered(given, entry, webhook) {
      const order = mustBeApproval(given);
      switch (await checked(order, webhook.digits ?? '')) {
        case 'right':
          return scripts.question(order, 1, 'first', proofs.make(callOf(webhook), order));
        case 'wrong':
          if (entry < mostEntries) return scripts.pin(order, entry + 1, 'wrong');
          return giveUp(order, webhook, 'pin-refused', 'pinRefused');
        case 'unknown':
          return giveUp(order, webhook, 'pin-not-checked', 'pinNotChecked');
      }
    },

    async pinUnanswered(given, entry, webhook) {
      const order = mustBeApproval(given);
      return (await mayAskAgain(entry, mostEntries, webhook))
        ? scripts.pin(order, entry + 1, 'silence')
        : closing(order);
    },

    async decided(given, asked, proof, webhook) {
      const order = mustBeApproval(given);
      if (!proofs.holds(proof, callOf(webhook), order)) return scripts.pin(order, 1, 'anew');
      const decision = decisionOfKey(webhook.digits ?? '');
      if (decision !== undefined) return decide(order, decision, webhook);
      return asked < mostReadings
        ? scripts.question(order, asked + 1, 'not-understood', proof)
        : closing(order);
    },

    async undecided(given, asked, proof, webhook) {
      const order = mustBeApproval(given);
      if (!proofs.holds(proof, callOf(webhook), order)) return scripts.pin(order, 1, 'anew');
      return (await mayAskAgain(asked, mostReadings, webhook))
        ? scripts.question(order, asked + 1, 'silence', proof)
        : closing(order);
    },
  };
}

function callOf({ callSid, account }: VoiceWebhook): CallHandle {
  return { sid: callSid, account };
}

function mustBeApproval(given: AttemptOrder): ApprovalOrder {
  const order = approvalOrder(given);
  if (order !== undefined) return order;
  throw invalidInput('This attempt asks about no costs.', [
    { path: '/order', message: 'asks about no costs' },
  ]);
}

function wordsAfter({ answer }: Decision, settled: Settled | undefined): LastWords {
  switch (settled) {
    case undefined:
      return 'recorded';
    case 'over':
    case 'already-taken':
      return 'over';
    case 'in-time':
    case 'late':
      return answer;
  }
}
