import { z } from 'zod';
import { ChangedMeanwhileError } from '../../domain/errors.js';
import { HttpProblem } from '../middleware/http-problem.js';

/** For a save that replaces what was read: the revision is required, and `*` is any. */
export const ifMatchHeaders = z.object({
  'if-match': z.string().regex(/^(?:"\d{1,15}"|\*)$/, 'must be an ETag such as "3", or *'),
});

export function entityTag({ revision }: { readonly revision: number }): string {
  return `"${revision}"`;
}

/** The revision that an If-Match header names; undefined: any. */
export function revisionOf(ifMatch: string | undefined): number | undefined {
  return ifMatch === undefined || ifMatch === '*' ? undefined : Number(ifMatch.replaceAll('"', ''));
}

/**
 * Whoever has named a revision is told that theirs is over, also when it was overtaken only just now.
 *
 * @throws HttpProblem 412 in the place of a ChangedMeanwhileError.
 */
export async function withPrecondition<Saved>(
  ifRevision: number | undefined,
  save: () => Promise<Saved>,
): Promise<Saved> {
  try {
    return await save();
  } catch (error) {
    if (ifRevision !== undefined && error instanceof ChangedMeanwhileError) {
      throw new HttpProblem(412, error.message);
    }
    throw error;
  }
}
