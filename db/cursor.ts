import { trusted } from 'mongoose';
import { z } from 'zod';
import { invalidInput } from '../domain/errors.js';
import type { Page, PageRequest } from './store.js';

/** The place of a document in a list: its moment in epoch milliseconds, then its ID. */
export interface Position {
  readonly moment: number;
  readonly id: string;
}

const positionSchema = z.tuple([z.number().int().min(0).max(8.64e15), z.string().min(1).max(100)]);

export function encodeCursor({ moment, id }: Position): string {
  return Buffer.from(JSON.stringify([moment, id])).toString('base64url');
}

/** @throws DomainError `invalid-input` at `/cursor` for anything that encodeCursor did not make. */
export function decodeCursor(cursor: string): Position {
  const position = positionSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!position.success) {
    throw invalidInput('The cursor is not one of ours.', [
      { path: '/cursor', message: 'must be the nextCursor of an earlier page' },
    ]);
  }
  const [moment, id] = position.data;
  return { moment, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type Direction = 'oldest-first' | 'newest-first';

/** The filter for everything behind a cursor, in a list ordered by `field` and then `_id`. */
export function behind(field: string, direction: Direction, cursor: string | undefined) {
  if (cursor === undefined) return {};
  const { moment, id } = decodeCursor(cursor);
  const beyond = direction === 'oldest-first' ? '$gt' : '$lt';
  const at = new Date(moment);
  return {
    $or: [{ [field]: trusted({ [beyond]: at }) }, { [field]: at, _id: trusted({ [beyond]: id }) }],
  };
}

export function order(field: string, direction: Direction): Record<string, 1 | -1> {
  const sign = direction === 'oldest-first' ? 1 : -1;
  return { [field]: sign, _id: sign };
}

/**
 * Makes a page of documents that were read with one more than the limit, which tells whether a further page follows.
 */
export function toPage<Stored extends { readonly _id: string }, Item>(
  documents: readonly Stored[],
  { limit }: PageRequest,
  momentOf: (document: Stored) => Date,
  toItem: (document: Stored) => Item,
): Page<Item> {
  const items = documents.slice(0, limit);
  const last = items.at(-1);
  const page = { items: items.map(toItem) };
  if (documents.length <= limit || last === undefined) return page;
  return { ...page, nextCursor: encodeCursor({ moment: momentOf(last).getTime(), id: last._id }) };
}
