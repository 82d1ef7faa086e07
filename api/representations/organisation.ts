import { z } from 'zod';
import { organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import type { Organisation } from '../../db/store.js';
import type { Caller } from '../openapi/route.js';
import { momentSchema } from './shared.js';

export const organisationSchema = z
  .strictObject({
    id: organisationIdSchema,
    revision: z.number().int().meta({ description: 'Rises with every save; the ETag holds it.' }),
    ...organisationSettingsSchema.shape,
    createdAt: momentSchema,
    updatedAt: momentSchema,
  })
  .meta({ id: 'Organisation' });
export type ShownOrganisation = z.infer<typeof organisationSchema>;

/**
 * Settings as this caller may see them: the duress code is shown to those only who may change it, and nobody else learns
 * whether there is one (I14).
 */
export function shownSettings<Settings extends { readonly duressCode?: unknown }>(
  settings: Settings,
  caller: Pick<Caller, 'may'>,
  organisationId: OrganisationId,
): Settings | Omit<Settings, 'duressCode'> {
  if (maySeeDuressCode(caller, organisationId)) return settings;
  const { duressCode: _secret, ...shown } = settings;
  return shown;
}

/** Whether somebody may learn of an organisation's duress code. */
export function maySeeDuressCode({ may }: Pick<Caller, 'may'>, organisationId: OrganisationId): boolean {
  return may.canFor('change settings', organisationId);
}

/** An organisation as this caller of the API sees it: its settings beside what the system keeps. */
export function showOrganisation(
  { id, revision, settings, createdAt, updatedAt }: Organisation,
  caller: Pick<Caller, 'may'>,
): ShownOrganisation {
  return {
    id,
    revision,
    ...shownSettings(settings, caller, id),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export function entityTag({ revision }: Organisation): string {
  return `"${revision}"`;
}
