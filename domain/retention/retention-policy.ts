import { z } from 'zod';
import { dataClasses } from './data-class.js';
import { retentionPeriodSchema } from './retention-period.js';

/** For how long each class of data is kept after its use has ended (E4). Absent: for ever. */
export const retentionPolicySchema = z
  .partialRecord(z.enum(dataClasses), retentionPeriodSchema)
  .meta({ id: 'RetentionPolicy' });
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;
