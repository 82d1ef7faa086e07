import type { AttemptKey, AttemptOrder } from '../../domain/attempt.js';
import { lineFor, questionKind } from '../../domain/number-line.js';

/** A lease of a number as far as the model goes. */
export interface BookedLine {
  readonly holder: string;
  readonly kind: string;
  readonly orders: readonly AttemptOrder[];
  readonly joined: readonly string[];
  readonly call?: string;
  readonly readOut?: boolean;
  readonly expiresAt: number;
}

export function keyText({ workflowId, activityId }: AttemptKey): string {
  return `${workflowId}#${activityId}`;
}

/**
 * The leases of all numbers without a database: the same decision, and the same transitions as db/repositories/
 * number-leases.ts, whose test drives both side by side.
 */
export class LineBook {
  readonly #lines = new Map<string, BookedLine>();

  find(number: string): BookedLine | undefined {
    return this.#lines.get(number);
  }

  take(
    number: string,
    order: AttemptOrder,
    { now, expiresAt }: { readonly now: number; readonly expiresAt: number },
  ): 'taken' | 'joined' | 'occupied' {
    const attempt = keyText(order.key);
    const { purpose } = order;
    const line = this.#lines.get(number);
    const answer = lineFor(
      line && { ...line, openQuestions: line.orders.length, readOut: line.readOut === true },
      { attempt, purpose },
      now,
    );
    switch (answer) {
      case 'free': {
        const { kind } = questionKind(purpose);
        this.#lines.set(number, { holder: attempt, kind, orders: [order], joined: [], expiresAt });
        return 'taken';
      }
      case 'open':
        this.#change(number, (open) => ({
          ...open,
          orders: [...open.orders, order],
          joined: [...open.joined, attempt],
        }));
        return 'joined';
      case 'held':
        return 'taken';
      case 'joined':
      case 'occupied':
        return answer;
    }
  }

  noteCall(number: string, key: AttemptKey, call: string): void {
    this.#change(number, (line) => (line.holder === keyText(key) ? { ...line, call } : line));
  }

  readOut(number: string, call: string): BookedLine | undefined {
    this.#change(number, (line) => (line.call === call ? { ...line, readOut: true } : line));
    const line = this.#lines.get(number);
    return line?.call === call ? line : undefined;
  }

  settle(number: string, call: string, occupiedUntil: number): readonly AttemptOrder[] {
    const line = this.#lines.get(number);
    if (line?.call !== call || line.orders.length === 0) return [];
    this.#lines.set(number, { ...line, orders: [], expiresAt: occupiedUntil });
    return line.orders;
  }

  leave(number: string, key: AttemptKey): BookedLine | undefined {
    const attempt = keyText(key);
    this.#change(number, (line) => ({
      ...line,
      orders: line.orders.filter((order) => keyText(order.key) !== attempt),
      joined: line.joined.filter((joined) => joined !== attempt),
    }));
    return this.#lines.get(number);
  }

  release(number: string, call: string): readonly AttemptOrder[] {
    const line = this.#lines.get(number);
    if (line?.call !== call) return [];
    this.#lines.delete(number);
    return line.orders;
  }

  abandon(number: string, key: AttemptKey): readonly AttemptOrder[] {
    const line = this.#lines.get(number);
    if (line?.holder !== keyText(key) || line.call !== undefined) return [];
    this.#lines.delete(number);
    return line.orders.filter((order) => keyText(order.key) !== keyText(key));
  }

  #change(number: string, change: (line: BookedLine) => BookedLine): void {
    const line = this.#lines.get(number);
    if (line !== undefined) this.#lines.set(number, change(line));
  }
}
