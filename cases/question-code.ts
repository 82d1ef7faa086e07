import { createHash } from 'node:crypto';
import type { ApprovalQuestion } from '../domain/orders/order.js';
import { questionKey } from '../domain/orders/question.js';

/** Whether to start the service. */
export const startCode = 1;
/** Whether to ratify that it was started. */
export const ratificationCode = 2;
/** Codes of totals lie above all others. */
const totals = 0x8000;

/**
 * Stands for a question about an order in links, where every letter counts: half a byte for the usual ones, two bytes for a
 * total beyond what was approved. Two totals of an order share a code once in 32,768 times.
 */
export function questionCode(question: Pick<ApprovalQuestion, 'started' | 'actual'>): number {
  if (!question.started) return startCode;
  if (question.actual === undefined) return ratificationCode;
  return totals | createHash('sha256').update(questionKey(question)).digest().readUInt16BE();
}
