import { z } from 'zod';
import type { DiallingRules } from '../../domain/dialling/dialling-rules.js';
import type { FieldError } from '../../domain/errors.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import { contactIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { caseFeeSchema } from '../../domain/organisation/case-fees.js';
import { organisationInputSchema, type OrganisationInput } from '../../domain/organisation/organisation.js';
import { phoneNumberSchema, type PhoneNumber } from '../../domain/phone-number.js';
import { everybodyIn } from '../../domain/settings/people-in-settings.js';
import type { Scope } from '../../domain/scope.js';
import { duressPhraseErrors } from '../../domain/speech/duress.js';
import type { SpokenWords } from '../../domain/speech/spoken-words.js';
import type { Prices } from '../../domain/spending/spending.js';
import type { Organisation } from '../../db/store.js';
import { fieldErrorsIn } from '../openapi/parse-request.js';
import { blockedNumbers } from './dialling-checks.js';
import {
  foreignCaseFees,
  foreignCapCurrency,
  foreignInboundNumber,
  foreignSpendCap,
  sharedIdentifiers,
} from './organisation-settings.js';

export interface SettingsCheckDependencies {
  readonly diallingRules: DiallingRules;
  readonly prices: Prices;
  /** Of every language. */
  readonly words: readonly SpokenWords[];
  /** Whose inbound number this is. */
  readonly ownerOfInboundNumber: (phone: PhoneNumber) => Promise<OrganisationId | undefined>;
}

export type CheckedDraft =
  | { readonly is: 'right'; readonly input: OrganisationInput }
  | { readonly is: 'wrong'; readonly errors: readonly FieldError[] };

/** Finds all that is wrong with a draft at once, by JSON pointer (E5). */
export type CheckSettings = (scope: Scope, content: unknown, current: Organisation) => Promise<CheckedDraft>;

/** What can be recognised of a person in settings that may be wrong anywhere. */
const loosePersonSchema = z
  .object({
    id: contactIdSchema.optional().catch(undefined),
    phones: z.array(phoneNumberSchema.optional().catch(undefined)).catch([]),
  })
  .catch({ phones: [] });

const loosePeopleSchema = z.array(loosePersonSchema).catch([]);
const looseSettingsSchema = z.object({
  providers: z
    .object({
      assistance: z.object({ provider: loosePersonSchema.optional() }).catch({}),
      medical: loosePersonSchema.optional(),
      travel: loosePersonSchema.optional(),
      backups: loosePeopleSchema,
    })
    .catch({ assistance: {}, backups: [] }),
  internalContacts: loosePeopleSchema,
  authorisingPersons: loosePeopleSchema,
  inboundNumber: phoneNumberSchema.optional().catch(undefined),
  dailySpendCap: moneySchema.optional().catch(undefined),
  caseFees: z.array(caseFeeSchema).optional().catch(undefined),
  duressCode: z
    .object({ phrases: z.array(z.string()) })
    .optional()
    .catch(undefined),
});
type LooseSettings = z.infer<typeof looseSettingsSchema>;

export function createSettingsChecks(dependencies: SettingsCheckDependencies): CheckSettings {
  const { diallingRules, prices, words, ownerOfInboundNumber } = dependencies;

  return async (scope, content, current) => {
    const parsed = organisationInputSchema.safeParse(content);
    const loose = looseSettingsSchema.safeParse(content);
    const errors = [
      ...fieldErrorsIn(organisationInputSchema, content),
      ...(loose.success
        ? [
            ...sharedIdentifiers(everybodyIn(loose.data)),
            ...blockedNumbers(everybodyIn(loose.data), diallingRules),
            ...foreignCaseFees(scope, loose.data, current.settings),
            ...duressPhraseErrors(loose.data.duressCode, words),
            ...spendCapErrors(scope, loose.data, current, prices),
            ...(await inboundNumberErrors(scope, loose.data, current, ownerOfInboundNumber)),
          ]
        : []),
    ];
    return parsed.success && errors.length === 0
      ? { is: 'right', input: parsed.data }
      : { is: 'wrong', errors };
  };
}

/** A cap in another currency is named once. */
function spendCapErrors(
  scope: Scope,
  wanted: LooseSettings,
  { settings }: Organisation,
  prices: Prices,
): readonly FieldError[] {
  const ofCurrency = foreignCapCurrency(wanted, prices);
  return ofCurrency.length > 0 ? ofCurrency : foreignSpendCap(scope, wanted, settings);
}

async function inboundNumberErrors(
  scope: Scope,
  wanted: LooseSettings,
  { id, settings }: Organisation,
  ownerOf: SettingsCheckDependencies['ownerOfInboundNumber'],
): Promise<readonly FieldError[]> {
  const { inboundNumber } = wanted;
  if (inboundNumber === settings.inboundNumber) return [];
  const foreign = foreignInboundNumber(scope, wanted, settings);
  if (foreign.length > 0) return foreign;
  const owner = inboundNumber === undefined ? undefined : await ownerOf(inboundNumber);
  return owner === undefined || owner === id
    ? []
    : [{ path: '/inboundNumber', message: 'is another organisation’s' }];
}
