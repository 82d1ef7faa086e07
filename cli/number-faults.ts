import type { OrganisationId } from '../domain/identifiers.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import { callDocument, textDocument } from '../providers/telephony/hosted-fallback.js';
import type { AskedAddress, OwnedNumberFacts } from '../providers/telephony/twilio-examination.js';

/** What a number of ours is for. */
export interface NumberUse {
  /** Whose callers it is for; the desk for everybody's. */
  readonly organisationId: OrganisationId;
  /** The number that its telephony account dials with. */
  readonly dialsWith: PhoneNumber;
  /** We text from it. */
  readonly texts: boolean;
}

/** Where the API is reached, and where what is played while it is away. */
export interface NumberAddresses {
  readonly publicUrl: string;
  readonly fallbackUrl: string | undefined;
}

/** Everything that is wrong with how the telephone network has a number (docs/operations.md, "Numbers"). */
export function numberFaults(
  facts: OwnedNumberFacts,
  use: NumberUse,
  { publicUrl, fallbackUrl }: NumberAddresses,
): readonly string[] {
  const ours = (path: string) => `${publicUrl.replace(/\/$/, '')}/telephony/inbound/${path}`;
  const fallback = (file: string) => fallbackUrl && `${fallbackUrl.replace(/\/$/, '')}/${file}`;
  const calls = [
    ...unless(facts.takesCalls, 'it takes no calls'),
    ...unless(!facts.callsGoElsewhere, 'its calls go to an application or a trunk'),
    ...addressFaults('A call comes in', facts.call, 'POST', ours('voice')),
    ...addressFaults(
      'Primary handler fails (voice)',
      facts.callFallback,
      'GET',
      fallback(callDocument(use.dialsWith, use.organisationId)),
    ),
    ...addressFaults('Call status changes', facts.callStatus, 'POST', ours('status')),
  ];
  // Many numbers of landlines take no texts, and need not: nobody texts there.
  if (!facts.takesTexts) return [...calls, ...unless(!use.texts, 'it cannot text')];
  return [
    ...calls,
    ...unless(!facts.textsGoElsewhere, 'its texts go to an application'),
    ...addressFaults('A message comes in', facts.text, 'POST', ours('text')),
    ...addressFaults(
      'Primary handler fails (messaging)',
      facts.textFallback,
      'GET',
      fallback(textDocument(use.organisationId)),
    ),
  ];
}

function unless(isRight: boolean, fault: string): readonly string[] {
  return isRight ? [] : [fault];
}

/** @param should undefined: any address, as nobody knows where the fallback documents are. */
function addressFaults(
  setting: string,
  is: AskedAddress,
  method: 'GET' | 'POST',
  should: string | undefined,
): readonly string[] {
  if (should === undefined) return unless(is.url !== '', `"${setting}" is not set`);
  return unless(is.url === should && is.method === method, `"${setting}" must be ${method} ${should}`);
}
