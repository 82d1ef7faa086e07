import { timingSafeEqual } from 'node:crypto';
import type { AccountOptions, OwnedNumberOptions } from '../options.js';
import type { Account } from './account.js';
import { newOwnedNumber, type NumberHandlers, type OwnedNumber } from './owned-number.js';

/** The accounts and the numbers they own. */
export interface Directory {
  readonly accounts: readonly Account[];
  account(sid: string): Account | undefined;
  /** The account whose credentials these are. */
  authenticate(sid: string, authToken: string): Account | undefined;
  owned(phoneNumber: string): OwnedNumber | undefined;
  numbersOf(account: Account): readonly OwnedNumber[];
  allNumbers(): readonly OwnedNumber[];
  /** Adds the number to the account, or changes its handlers; a number belongs to one account only. */
  own(account: Account, phoneNumber: string, handlers: Partial<NumberHandlers>): OwnedNumber;
  release(phoneNumber: string): void;
}

/** Throws a RangeError for an account SID of the wrong form or a number whose account does not exist. */
export function createDirectory(
  accountOptions: readonly AccountOptions[],
  numberOptions: readonly OwnedNumberOptions[],
  callsPerSecond: number,
): Directory {
  const accounts = accountOptions.map((options): Account => {
    if (!/^AC[0-9a-f]{32}$/.test(options.accountSid)) {
      throw new RangeError(`An account SID is AC and 32 hexadecimal digits, not ${options.accountSid}.`);
    }
    return {
      sid: options.accountSid,
      authToken: options.authToken,
      callsPerSecond: options.callsPerSecond ?? callsPerSecond,
      messagingServiceSid: options.messagingServiceSid,
    };
  });
  const numbers = new Map<string, OwnedNumber>();

  const account = (sid: string): Account | undefined => accounts.find((each) => each.sid === sid);

  const own: Directory['own'] = (owner, phoneNumber, handlers) => {
    const present = numbers.get(phoneNumber);
    const number =
      present?.account === owner
        ? { ...present, updatedAt: new Date(), handlers: { ...present.handlers, ...handlers } }
        : newOwnedNumber(owner, phoneNumber, handlers);
    numbers.set(phoneNumber, number);
    return number;
  };

  for (const { accountSid, phoneNumber, ...handlers } of numberOptions) {
    const owner = account(accountSid);
    if (owner === undefined) throw new RangeError(`${phoneNumber} belongs to no configured account.`);
    own(owner, phoneNumber, handlers);
  }

  return {
    accounts,
    account,
    authenticate(sid, authToken) {
      const found = account(sid);
      if (found === undefined) return undefined;
      const expected = Buffer.from(found.authToken);
      const given = Buffer.from(authToken);
      return expected.length === given.length && timingSafeEqual(expected, given) ? found : undefined;
    },
    owned: (phoneNumber) => numbers.get(phoneNumber),
    numbersOf: (owner) => [...numbers.values()].filter((number) => number.account === owner),
    allNumbers: () => [...numbers.values()],
    own,
    release(phoneNumber) {
      numbers.delete(phoneNumber);
    },
  };
}
