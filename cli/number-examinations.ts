import type { Environment } from '../config/env.js';
import type { Organisation } from '../db/store.js';
import { deskOrganisationId } from '../domain/identifiers.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import type { TwilioAccount, TwilioConnection } from '../providers/telephony/twilio-account.js';
import { findOwnedNumber } from '../providers/telephony/twilio-examination.js';
import type { Examination } from './commands/doctor.js';
import { numberFaults, type NumberAddresses, type NumberUse } from './number-faults.js';

/** An account at the telephone network, and the number that it dials with. */
interface OwnAccount {
  readonly account: TwilioAccount;
  readonly dialsWith: PhoneNumber;
}

interface OurNumber extends Pick<NumberUse, 'organisationId' | 'texts'> {
  readonly number: PhoneNumber;
  /** What says that it is ours. */
  readonly source: string;
  /** The accounts that it may belong to. */
  readonly accounts: readonly OwnAccount[];
}

/** Every number of the installation and of each organisation, all of them in the same way. */
export function numberExaminations(
  environment: Environment,
  [primary, fallback]: readonly [TwilioAccount, ...TwilioAccount[]],
  organisations: readonly Organisation[],
): readonly Examination[] {
  const first = { account: primary, dialsWith: environment.EMERGENCY_NUMBER };
  const second =
    fallback?.ownNumber === undefined ? [] : [{ account: fallback, dialsWith: fallback.ownNumber }];
  const ofDesk = { organisationId: deskOrganisationId, texts: true };
  const numbers: readonly OurNumber[] = [
    { ...ofDesk, number: first.dialsWith, source: 'EMERGENCY_NUMBER', accounts: [first] },
    ...second.map((own) => ({
      ...ofDesk,
      number: own.dialsWith,
      source: 'TWILIO_FALLBACK_NUMBER',
      accounts: [own],
    })),
    ...organisations.flatMap(({ id, settings: { inboundNumber } }) => {
      if (inboundNumber === undefined) return [];
      const accounts = [first, ...second];
      return { organisationId: id, texts: false, number: inboundNumber, source: id, accounts };
    }),
  ];
  const connection: TwilioConnection = {
    requestTimeoutMilliseconds: environment.TELEPHONY_TIMEOUT_SECONDS * 1000,
    ...(environment.TWILIO_BASE_URL === undefined ? {} : { baseUrl: environment.TWILIO_BASE_URL }),
  };
  const addresses = { publicUrl: environment.PUBLIC_URL, fallbackUrl: environment.FALLBACK_URL };
  return numbers.map((number) => ({
    what: `number ${number.number}`,
    examine: () => examineNumber(number, connection, addresses),
  }));
}

async function examineNumber(
  { number, source, accounts, ...use }: OurNumber,
  connection: TwilioConnection,
  addresses: NumberAddresses,
): Promise<string> {
  for (const { account, dialsWith } of accounts) {
    const facts = await findOwnedNumber(account, connection, number);
    if (facts === undefined) continue;
    const faults = numberFaults(facts, { ...use, dialsWith }, addresses);
    if (faults.length > 0) throw new Error(`${source}: ${faults.join('; ')}`);
    // How they are answered cannot be asked.
    const texts = facts.takesTexts
      ? 'HELP is answered by the network, which has to name the emergency number'
      : 'it takes no texts';
    return `${source}: its account, webhooks and fallbacks are right; ${texts}`;
  }
  throw new Error(`${source}: it does not belong to the account`);
}
