import { z } from 'zod';
import { numberBlock, type DiallingRules } from '../../domain/dialling/dialling-rules.js';
import type { FieldError } from '../../domain/errors.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import { contactIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { organisationInputSchema, type OrganisationInput } from '../../domain/organisation/organisation.js';
import { phoneNumberSchema, type PhoneNumber } from '../../domain/phone-number.js';
import type { Scope } from '../../domain/scope.js';
import type { Prices } from '../../domain/spending/spending.js';
import type { Organisation } from '../../db/store.js';
import { fieldErrorsIn } from '../openapi/parse-request.js';
import { blockReasons } from './dialling-checks.js';

export interface SettingsCheckDependencies {
  readonly diallingRules: DiallingRules;
  readonly prices: Prices;
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
type LoosePerson = z.infer<typeof loosePersonSchema>;

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
});
type LooseSettings = z.infer<typeof looseSettingsSchema>;

type PersonAt = readonly [path: string, person: LoosePerson];

export function createSettingsChecks(dependencies: SettingsCheckDependencies): CheckSettings {
  const { diallingRules, prices, ownerOfInboundNumber } = dependencies;

  return async (scope, content, current) => {
    const parsed = organisationInputSchema.safeParse(content);
    const loose = looseSettingsSchema.safeParse(content);
    const errors = [
      ...fieldErrorsIn(organisationInputSchema, content),
      ...(loose.success
        ? [
            ...sharedIdentifiers(everybody(loose.data)),
            ...blockedNumbers(everybody(loose.data), diallingRules),
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

function everybody({ providers, internalContacts, authorisingPersons }: LooseSettings): readonly PersonAt[] {
  const { assistance, medical, travel, backups } = providers;
  const one = (path: string, person: LoosePerson | undefined): readonly PersonAt[] =>
    person === undefined ? [] : [[path, person]];
  const several = (path: string, people: readonly LoosePerson[]) =>
    people.map((person, index): PersonAt => [`${path}/${index}`, person]);
  return [
    ...one('/providers/assistance/provider', assistance.provider),
    ...one('/providers/medical', medical),
    ...one('/providers/travel', travel),
    ...several('/providers/backups', backups),
    ...several('/internalContacts', internalContacts),
    ...several('/authorisingPersons', authorisingPersons),
  ];
}

function sharedIdentifiers(people: readonly PersonAt[]): readonly FieldError[] {
  const seen = new Set<string>();
  return people.flatMap(([path, { id }]) => {
    if (id === undefined) return [];
    if (seen.has(id)) return [{ path: `${path}/id`, message: 'stands twice in these settings' }];
    seen.add(id);
    return [];
  });
}

function blockedNumbers(people: readonly PersonAt[], rules: DiallingRules): readonly FieldError[] {
  return people.flatMap(([path, { phones }]) =>
    phones.flatMap((phone, index): readonly FieldError[] => {
      const block = phone === undefined ? undefined : numberBlock(phone, rules);
      return block === undefined ? [] : [{ path: `${path}/phones/${index}`, message: blockReasons[block] }];
    }),
  );
}

function spendCapErrors(
  scope: Scope,
  { dailySpendCap: cap }: LooseSettings,
  { settings: { dailySpendCap: now } }: Organisation,
  prices: Prices,
): readonly FieldError[] {
  if (cap !== undefined && cap.currency !== prices.currency) {
    return [{ path: '/dailySpendCap/currency', message: `must be ${prices.currency}, which prices are in` }];
  }
  const isUnchanged = cap?.amountMinor === now?.amountMinor && cap?.currency === now?.currency;
  return scope.of === 'desk' || isUnchanged
    ? []
    : [{ path: '/dailySpendCap', message: 'may be changed by the desk only' }];
}

async function inboundNumberErrors(
  scope: Scope,
  { inboundNumber }: LooseSettings,
  { id, settings }: Organisation,
  ownerOf: SettingsCheckDependencies['ownerOfInboundNumber'],
): Promise<readonly FieldError[]> {
  if (inboundNumber === settings.inboundNumber) return [];
  if (scope.of !== 'desk') return [{ path: '/inboundNumber', message: 'may be changed by the desk only' }];
  const owner = inboundNumber === undefined ? undefined : await ownerOf(inboundNumber);
  return owner === undefined || owner === id
    ? []
    : [{ path: '/inboundNumber', message: 'is another organisation’s' }];
}
