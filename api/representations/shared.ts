import { z } from 'zod';
import { principalSchema } from '../../domain/access/principal-schema.js';
import { actorSchema } from '../use-cases/case-starts.js';

/** A moment as it is shown: RFC 3339 in UTC. */
export const momentSchema = z.iso.datetime().meta({ example: '2026-11-21T08:30:00.000Z' });

/** Who did something: somebody on a ladder, a token, or the rule itself. */
export const shownActorSchema = actorSchema.meta({ id: 'Actor' });

/** A user who signed in, or a token. */
export const shownPrincipalSchema = principalSchema.meta({ id: 'Principal' });

/** @param moment epoch milliseconds. */
export function asMoment(moment: number): string {
  return new Date(moment).toISOString();
}

export const cursorQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(500).optional().meta({ description: '`nextCursor` of the page before.' }),
};

/** A page of a list. */
export function pageSchema<Item extends z.ZodType>(item: Item, id: string) {
  return z
    .strictObject({
      items: z.array(item),
      nextCursor: z.string().exactOptional().meta({ description: 'Absent on the last page.' }),
    })
    .meta({ id });
}

/** The page request of a query, without absent fields. */
export function pageRequest({ limit, cursor }: { limit: number; cursor?: string | undefined }): {
  readonly limit: number;
  readonly cursor?: string;
} {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}
