import { z } from 'zod';
import { accountIdSchema } from '../../domain/identifiers.js';
import { accountDetailsSchema, type PartnerAccount } from '../../domain/partners/partner-account.js';
import { momentSchema } from './shared.js';

export const partnerAccountSchema = z
  .strictObject({
    id: accountIdSchema,
    revision: z.number().int().meta({ description: 'Rises with every save; the ETag holds it.' }),
    ...accountDetailsSchema.shape,
    createdAt: momentSchema,
    updatedAt: momentSchema,
  })
  .meta({ id: 'PartnerAccount' });
export type ShownPartnerAccount = z.input<typeof partnerAccountSchema>;

export function showPartnerAccount({
  createdAt,
  updatedAt,
  ...account
}: PartnerAccount): ShownPartnerAccount {
  return { ...account, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
