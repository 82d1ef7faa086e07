import type { PhoneNumber } from '../../domain/phone-number.js';

/** The number under which a telephony account calls and is called. */
export interface OwnLine {
  readonly account: string;
  readonly number: PhoneNumber;
}
