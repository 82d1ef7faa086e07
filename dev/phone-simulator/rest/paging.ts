import { z } from 'zod';
import type { RestReply, RestRequest } from './rest-request.js';

/** Twilio's list form: https://www.twilio.com/docs/usage/twilios-response#pagination */
const pageSchema = z.object({
  PageSize: z.coerce.number().int().min(1).max(1000).catch(50),
  Page: z.coerce.number().int().min(0).catch(0),
  PageToken: z.string().optional(),
});

/** One page of the items, which come newest first. The token names the last item of the page before. */
export function page<Item extends { readonly sid: string }>(
  request: RestRequest,
  key: string,
  items: readonly Item[],
  represent: (item: Item) => unknown,
): RestReply {
  const asked = pageSchema.parse(Object.fromEntries(request.query));
  const size = asked.PageSize;
  const anchor = items.findIndex((item) => `PA${item.sid}` === asked.PageToken);
  const start = anchor >= 0 ? anchor + 1 : asked.Page * size;
  const shown = items.slice(start, start + size);
  const last = shown.at(-1);
  const hasMore = start + size < items.length;

  const uriOf = (index: number, token?: string): string => {
    const path = request.uri.split('?')[0] ?? '';
    const query = new URLSearchParams(request.query);
    for (const name of ['Page', 'PageSize', 'PageToken']) query.delete(name);
    query.set('PageSize', String(size));
    query.set('Page', String(index));
    if (token !== undefined) query.set('PageToken', token);
    return `${path}?${query.toString()}`;
  };

  return {
    status: 200,
    body: {
      [key]: shown.map(represent),
      page: asked.Page,
      page_size: size,
      start: asked.Page * size,
      end: asked.Page * size + Math.max(0, shown.length - 1),
      uri: request.uri,
      first_page_uri: uriOf(0),
      previous_page_uri: asked.Page === 0 ? null : uriOf(asked.Page - 1),
      next_page_uri: hasMore && last !== undefined ? uriOf(asked.Page + 1, `PA${last.sid}`) : null,
    },
  };
}
