import type { PersonRoomName } from '../../domain/persons/person-room-names.js';
import type { AuditRepository } from '../audit/audit-repository.js';
import type { Models } from '../models/models.js';
import type { OptOuts } from '../repositories/opt-outs.js';
import type { LegalHoldRepository } from '../retention-store.js';
import type { RetentionRegistry } from '../retention/registry.js';
import { applicantRoom } from './applicants.js';
import { auditRoom } from './audit-trail.js';
import { createCasesNeeding } from './cases-needing.js';
import { channelTestRoom } from './channel-tests.js';
import { createKeysNeeded } from './keys-needed.js';
import { legalHoldRoom } from './legal-holds.js';
import { namedInCasesRoom } from './named-in-cases.js';
import { numberRoom } from './numbers.js';
import { ownCaseRoom } from './own-cases.js';
import type { PersonRoom } from './person-room.js';
import { receivedMailRoom } from './received-mails.js';
import { reportPlanRoom } from './report-plan.js';
import { settingsRoom } from './settings.js';
import { supportRoom } from './support.js';
import { textRoom } from './texts.js';
import { createTheirsAlone } from './theirs-alone.js';
import { travellerRoom } from './travellers.js';
import { userRoom } from './users.js';
import { webhookDeliveryRoom } from './webhook-deliveries.js';

/** All rooms by name. */
export type PersonRooms = Readonly<Record<PersonRoomName, PersonRoom>>;

export interface PersonRoomParts {
  readonly models: Models;
  readonly classes: RetentionRegistry;
  readonly audit: Pick<AuditRepository, 'list' | 'destroyKey'>;
  readonly optOuts: OptOuts;
  readonly legalHolds: Pick<LegalHoldRepository, 'active'>;
}

export function createPersonRooms({
  models,
  classes,
  audit,
  optOuts,
  legalHolds,
}: PersonRoomParts): PersonRooms {
  const theirsAlone = createTheirsAlone(models);
  const casesNeeding = createCasesNeeding(models, classes);
  return {
    'webhook-deliveries': webhookDeliveryRoom(models),
    texts: textRoom(models, classes, theirsAlone),
    'own-cases': ownCaseRoom(models, classes),
    'named-in-cases': namedInCasesRoom(models),
    numbers: numberRoom(models, classes, optOuts, theirsAlone),
    'channel-tests': channelTestRoom(models, classes),
    support: supportRoom(models, theirsAlone),
    'received-mails': receivedMailRoom(models, classes['mail-originals'], theirsAlone),
    'report-plan': reportPlanRoom(models, theirsAlone),
    'legal-holds': legalHoldRoom(models),
    settings: settingsRoom(models, casesNeeding),
    applicants: applicantRoom(models, theirsAlone),
    travellers: travellerRoom(models, casesNeeding),
    users: userRoom(models),
    'audit-trail': auditRoom(
      models,
      audit,
      createKeysNeeded({ models, values: classes.audit, legalHolds, casesNeeding }),
    ),
  };
}

/**
 * Collections in no room, and why. A collection that stands neither here nor in a room fails a test: whoever adds one says how a
 * person's part of it is found and erased.
 */
export const collectionsWithoutPersons: Readonly<Record<string, string>> = {
  // Nobody stands in them but by the identifier of whoever has saved something, which leads to nobody once they are gone.
  tokens: 'of machines; their names are given by the organisation',
  partner_accounts: 'companies that have an account',
  webhook_endpoints: 'addresses of machines',
  support_forms: 'questions that the desk asks',
  support_form_versions: 'questions that the desk asks',
  support_policies: 'what the desk promises for each topic',
  support_numbers: 'counts case numbers by year',
  canned_answers: 'words of the desk to nobody in particular',
  retention_runs: 'certificates: counts, periods and digests',
  // Its reason is not handed out either: it is the organisation's own word on why it acts, maybe about a dispute, as that of a hold.
  // That the person was erased stands in their audit entries.
  person_erasures: 'the report, by identifiers; by what they are found is sealed, and goes with the end',
  purge_batches: 'identifiers of what is about to be deleted, then hashes of them',
  monthly_summaries: 'numbers of a month, without people',
  spending_days: 'sums of a day',
  // Nothing by which anybody could be found.
  attachments: 'files of a support case, found by its messages; they go with the case',
  report_mails: 'addresses as digests only; deletes itself after 400 days',
  seen_messages: 'identifiers of the telephony provider; deletes itself after 30 days',
  claimed_sendings: 'identifiers of cases and targets; deletes itself after 92 days',
};
