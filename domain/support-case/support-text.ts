import { z } from 'zod';

/** UTF-16 units; whoever writes a book sends a file. */
export const mostSupportText = 20_000;

/** What somebody writes in a case. */
export const supportTextSchema = z.string().trim().min(1).max(mostSupportText);

/** How far somebody has read in a case: the place of the last message. */
export const seenSchema = z.int().min(0);
