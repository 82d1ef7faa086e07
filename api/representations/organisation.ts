import { z } from 'zod';
import { organisationIdSchema } from '../../domain/identifiers.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import type { Organisation } from '../../db/store.js';
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

/** An organisation as callers of the API see it: its settings beside what the system keeps. */
export function showOrganisation({
  id,
  revision,
  settings,
  createdAt,
  updatedAt,
}: Organisation): ShownOrganisation {
  return {
    id,
    revision,
    ...settings,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export function entityTag({ revision }: Organisation): string {
  return `"${revision}"`;
}
