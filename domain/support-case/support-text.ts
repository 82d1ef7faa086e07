import { z } from 'zod';

/** What somebody writes in a case. */
export const supportTextSchema = z.string().trim().min(1).max(20_000);
