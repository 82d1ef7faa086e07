import { callerOf } from '../../domain/target.js';
import type { InboundParty } from '../telephony/inbound-callers.js';
import type { AuditInput } from './audit-trail.js';

/**
 * Somebody has texted STOP or START: no case is concerned, so it is recorded where it is done. The number is kept sealed, under
 * the key of the traveller whose it is, else of the organisation.
 */
export function textsWanted(
  { organisationId, traveller }: Pick<InboundParty, 'organisationId' | 'traveller'>,
  number: string,
  areWanted: boolean,
  at: number,
): AuditInput {
  return {
    organisationId,
    at,
    by: { by: 'target', target: callerOf(traveller?.id) },
    from: { channel: 'sms' },
    action: areWanted ? 'resumeTexts' : 'stopTexts',
    what: { kind: 'phone-number' },
    ...(traveller === undefined ? {} : { person: traveller.id }),
    after: { number, areWanted },
  };
}
