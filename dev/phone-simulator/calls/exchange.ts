import type { Account } from '../accounts/account.js';
import type { OwnedNumber } from '../accounts/owned-number.js';
import type { Pacing } from '../pacing.js';
import type { Deed } from '../people/phone-script.js';
import type { People } from '../people/person.js';
import type { ScriptRunner } from '../script/runner.js';
import type { Target } from '../twiml/verbs.js';
import { Call, type Fallback, type Instruction, type StatusCallbackSettings } from './call.js';
import type { DetectionMode, DetectMachine } from './machine-detection.js';
import type { Answer, Ring } from './ringing.js';

/** A call that an account ordered by REST. */
export interface OutboundOrder {
  readonly account: Account;
  readonly from: string;
  readonly to: string;
  readonly instruction: Instruction;
  readonly fallback: Fallback | undefined;
  readonly statusCallback: StatusCallbackSettings | undefined;
  readonly ringSeconds: number;
  readonly timeLimitSeconds: number;
  readonly detection:
    | {
        readonly mode: DetectionMode;
        /** False: the script waits for the finding. */
        readonly isAsync: boolean;
        readonly callback: Target | undefined;
      }
    | undefined;
}

export interface Exchange {
  /** Queues the call; it starts when the account's calls per second allow it. */
  order(order: OutboundOrder): Call;
  /** A person calls a number that an account owns. */
  callIn(from: string, number: OwnedNumber, deeds: readonly Deed[]): Call;
  /** Ends every call. */
  endAll(): void;
}

/** `register` enters new calls, `live` lists those that are not over. */
export function createExchange(deps: {
  readonly pacing: Pacing;
  readonly ring: Ring;
  readonly people: People;
  readonly detectMachine: DetectMachine;
  readonly runner: ScriptRunner;
  readonly register: (call: Call) => void;
  readonly live: () => readonly Call[];
}): Exchange {
  /** When each account may start its next call, in real milliseconds. */
  const nextStarts = new Map<Account, number>();

  async function waitForTurn(call: Call): Promise<void> {
    const now = Date.now();
    const start = Math.max(now, nextStarts.get(call.account) ?? 0);
    nextStarts.set(call.account, start + 1000 / call.account.callsPerSecond);
    await deps.pacing.milliseconds(start - now, call.lifetime);
  }

  async function place(call: Call, order: OutboundOrder): Promise<void> {
    try {
      await waitForTurn(call);
      const answer = await deps.ring(call, order.ringSeconds);
      if (answer === undefined) return;
      limitTime(call, order.timeLimitSeconds);
      if (answer.pickup.as === 'voicemail') void deps.people.record(call);
      else void deps.people.act(call, answer.deeds);
      await deps.runner.run(call, await instructionFor(call, order, answer));
    } catch (error) {
      if (!call.isOver) throw error;
    }
  }

  /** Synchronous detection holds the script up and tells it the finding. */
  async function instructionFor(call: Call, order: OutboundOrder, answer: Answer): Promise<Instruction> {
    const { detection, instruction } = order;
    if (detection === undefined) return instruction;
    const finding = deps.detectMachine(call, answer.pickup, detection.mode, detection.callback);
    if (detection.isAsync) return instruction;
    const answeredBy = await finding;
    if (answeredBy === undefined || instruction.kind !== 'fetch') return instruction;
    return { ...instruction, params: { ...instruction.params, AnsweredBy: answeredBy } };
  }

  function limitTime(call: Call, seconds: number): void {
    deps.pacing.seconds(seconds, call.lifetime).then(
      () => {
        call.end('completed', 'network');
      },
      () => undefined,
    );
  }

  return {
    order(order) {
      const call = new Call({ ...order, direction: 'outbound-api' });
      deps.register(call);
      void place(call, order);
      return call;
    },
    callIn: (from, number, deeds) =>
      deps.runner.receive({ from, number }, (call) => {
        call.onProgress((progress) => {
          if (progress === 'answered') void deps.people.act(call, deeds);
        });
      }),
    endAll() {
      for (const call of deps.live()) call.end(call.isAnswered ? 'completed' : 'canceled', 'network');
    },
  };
}
