import { z } from 'zod';
import { targetRoles } from './target.js';

/** A target that comes from outside: in a signed address or link. */
export const targetSchema = z.strictObject({ role: z.enum(targetRoles), id: z.string().min(1).max(60) });
