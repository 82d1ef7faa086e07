import { numberBlock, type DiallingRules } from '../../domain/dialling/dialling-rules.js';
import type { Telephony } from './telephony.js';

/** Telephony that calls and texts no number which the rules block, whoever asks it to: the guard against toll fraud. */
export function guardTelephony(telephony: Telephony, rules: DiallingRules): Telephony {
  return {
    ...telephony,
    placeCall: (order) =>
      numberBlock(order.to, rules) === undefined
        ? telephony.placeCall(order)
        : Promise.resolve({ placed: 'no', why: 'number-blocked' }),
    sendText: (order) =>
      numberBlock(order.to, rules) === undefined
        ? telephony.sendText(order)
        : Promise.resolve({ sent: 'no', why: 'number-blocked' }),
  };
}
